/** Longest address that is looked at; none of a vendor's or of a browser is longer. */
export const LONGEST_ADDRESS = 2_048;

/** A text without these characters at its end. A pattern such as /-+$/ would begin anew at each of them. */
export function withoutEnd(text: string, characters: string): string {
	let end = text.length;
	while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
	return text.slice(0, end);
}
