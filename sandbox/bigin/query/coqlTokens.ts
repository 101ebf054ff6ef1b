import { Refused } from '../http/wire';

export interface Token {
	kind: 'word' | 'text' | 'number' | 'sign';
	/** The word in lower case, the text without quotes, or the sign. */
	text: string;
	/** As it was written. */
	raw: string;
}

const PATTERN =
	/\s*(?:('(?:[^'\\]|\\.|'')*')|([A-Za-z$_][\w$.]*)|(-?\d+(?:\.\d+)?)|(!=|<>|>=|<=|[=<>(),]))/y;

/** Cuts a COQL query into its parts; numbers stay texts, because ids have more digits than numbers hold. */
export function tokensOf(query: string): Token[] {
	const tokens: Token[] = [];
	PATTERN.lastIndex = 0;
	const text = query.trimEnd();
	while (PATTERN.lastIndex < text.length) {
		const at = PATTERN.lastIndex;
		const match = PATTERN.exec(text);
		if (!match) throw new Refused(400, 'SYNTAX_ERROR', { near: text.slice(at, at + 20) });
		const [, quoted, word, number, sign] = match;
		if (quoted !== undefined)
			tokens.push({
				kind: 'text',
				text: quoted.slice(1, -1).replace(/\\(.)|''/g, (_whole, char?: string) => char ?? "'"),
				raw: quoted,
			});
		else if (word !== undefined) tokens.push({ kind: 'word', text: word.toLowerCase(), raw: word });
		else if (number !== undefined) tokens.push({ kind: 'number', text: number, raw: number });
		else tokens.push({ kind: 'sign', text: sign ?? '', raw: sign ?? '' });
	}
	return tokens;
}
