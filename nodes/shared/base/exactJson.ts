const WHOLE = /^-?\d{16,}$/;

/**
 * Parses JSON, but returns whole numbers that JavaScript would round as strings, so an ID keeps all its digits.
 * @throws SyntaxError
 */
export function exactJson(text: string): unknown {
	let written = '';
	let from = 0;
	for (let position = 0; position < text.length; ) {
		const character = text.charAt(position);
		// Skip strings: digits inside them are not numbers.
		const end =
			character === '"'
				? endOfText(text, position)
				: isOfNumber(character)
					? endOfNumber(text, position)
					: position + 1;
		const token = text.slice(position, end);
		if (WHOLE.test(token) && !Number.isSafeInteger(Number(token))) {
			written += `${text.slice(from, position)}"${token}"`;
			from = end;
		}
		position = end;
	}
	return JSON.parse(written + text.slice(from));
}

/** The position after the closing quotation mark. */
function endOfText(text: string, start: number): number {
	let position = start + 1;
	while (position < text.length && text.charAt(position) !== '"')
		position += text.charAt(position) === '\\' ? 2 : 1;
	return position + 1;
}

function endOfNumber(text: string, start: number): number {
	let position = start + 1;
	while (isOfNumber(text.charAt(position))) position += 1;
	return position;
}

function isOfNumber(character: string): boolean {
	return character !== '' && '0123456789+-.eE'.includes(character);
}
