/** Longest address to parse, in characters; vendors and browsers use none that is longer. */
export const LONGEST_ADDRESS = 2_048;

/** The text without these characters at its end. A pattern such as /-+$/ would start over at each of them, in quadratic time. */
export function withoutEnd(text: string, characters: string): string {
	let end = text.length;
	while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
	return text.slice(0, end);
}
