/** One piece of a query. */
export interface Token {
	kind: 'word' | 'text' | 'moment' | 'date' | 'number' | 'sign';
	/** As it stands in the query; of a text what it says. */
	value: string;
}

const FORMS: ReadonlyArray<[Token['kind'], RegExp]> = [
	['moment', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/y],
	['date', /\d{4}-\d\d-\d\d/y],
	['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
	['word', /[A-Za-z_][A-Za-z0-9_.]*/y],
	['sign', /<=|>=|!=|<>|[=<>(),]/y],
];

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/** Takes a query apart; undefined where it holds something that is none of its pieces. */
export function tokensOf(query: string): Token[] | undefined {
	const tokens: Token[] = [];
	let at = 0;
	while (at < query.length) {
		if (/\s/.test(query.charAt(at))) {
			at += 1;
			continue;
		}
		if (query.charAt(at) === "'") {
			const text = /'((?:[^'\\\n]|\\.)*)'/sy;
			text.lastIndex = at;
			const match = text.exec(query);
			if (!match) return undefined;
			// A pattern keeps its escapes: it tells them from its own signs itself.
			tokens.push({ kind: 'text', value: match[1] ?? '' });
			at = text.lastIndex;
			continue;
		}
		const found = FORMS.map(([kind, form]) => {
			form.lastIndex = at;
			const match = form.exec(query);
			return match && { kind, value: match[0] };
		}).find((token) => token !== null);
		if (!found) return undefined;
		tokens.push(found);
		at += found.value.length;
	}
	return tokens;
}

/** What a text in quotes says. */
export function unescaped(text: string): string {
	return text.replace(/\\(.)/gs, (_, sign: string) => ESCAPES[sign] ?? sign);
}
