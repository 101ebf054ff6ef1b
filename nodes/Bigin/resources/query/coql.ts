import { withoutEnd } from '../../../shared/base/trim';

/** A query, taken apart so that it can be paged. */
export interface CoqlQuery {
	/** The query without LIMIT and OFFSET, in one line. */
	body: string;
	/** Rows to skip. */
	offset: number;
	/** The query's own limit. */
	limit?: number;
}

// These match only at the end of a query, so they never match quoted text, which ends with a quote.
const NUMBERS = String.raw`(\d+)`;
const LIMIT_COMMA = new RegExp(String.raw`\slimit\s+${NUMBERS}\s*,\s*${NUMBERS}$`, 'i');
const LIMIT_OFFSET = new RegExp(String.raw`\slimit\s+${NUMBERS}\s+offset\s+${NUMBERS}$`, 'i');
const OFFSET_LIMIT = new RegExp(String.raw`\soffset\s+${NUMBERS}\s+limit\s+${NUMBERS}$`, 'i');
const LIMIT = new RegExp(String.raw`\slimit\s+${NUMBERS}$`, 'i');
const OFFSET = new RegExp(String.raw`\soffset\s+${NUMBERS}$`, 'i');

/** Which number of each form is the limit, and which the offset: `limit 0, 200` skips none (bigin 4.8). */
const FORMS: Array<{ form: RegExp; limit?: number; offset?: number }> = [
	{ form: LIMIT_COMMA, offset: 1, limit: 2 },
	{ form: LIMIT_OFFSET, limit: 1, offset: 2 },
	{ form: OFFSET_LIMIT, offset: 1, limit: 2 },
	{ form: LIMIT, limit: 1 },
	{ form: OFFSET, offset: 1 },
];

/** Takes a query apart, so that it can be read page by page (bigin 4.8). */
export function readQuery(text: string): CoqlQuery {
	const line = inOneLine(text);
	for (const { form, limit, offset } of FORMS) {
		const match = form.exec(line);
		if (!match) continue;
		const numberAt = (group: number | undefined) =>
			group === undefined ? undefined : Number(match[group]);
		return {
			body: line.slice(0, match.index),
			offset: numberAt(offset) ?? 0,
			limit: numberAt(limit),
		};
	}
	return { body: line, offset: 0 };
}

/** Writes the query of one page. */
export function pageOf({ body }: CoqlQuery, offset: number, count: number): string {
	return `${body} limit ${offset}, ${count}`;
}

/** Quoted text, up to the end of the query if the quote is never closed, so that no quote is scanned twice. */
const QUOTED_OR_BLANK = /'(?:\\[\s\S]|[^'\\])*(?:'|\\?$)|\s+/g;

/** A query as one line without a semicolon at its end; blanks inside quotes stay. */
function inOneLine(text: string): string {
	const line = text.replace(QUOTED_OR_BLANK, (part) => (part.startsWith("'") ? part : ' '));
	return withoutEnd(line.trim(), ' ;');
}
