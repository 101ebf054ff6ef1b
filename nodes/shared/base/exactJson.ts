/** A text of JSON, or a number of it. A text is matched first, so that no number inside one counts. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const WHOLE = /^-?\d{16,}$/;

/**
 * Parses JSON, with whole numbers that JavaScript would round as texts: an ID keeps all its digits.
 * @throws SyntaxError
 */
export function exactJson(text: string): unknown {
	return JSON.parse(
		text.replace(TOKEN, (token) =>
			WHOLE.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
		),
	);
}
