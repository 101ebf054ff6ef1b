import type { Failure } from './errors';
import type { Answer, Call, Session } from './session';

export interface NumberedPages {
	/**
	 * The request for a page; the first one is 1. The size is the same for all pages of a reading.
	 * @param previous body of the page before, for vendors that hand out a token for the next one
	 */
	call(page: number, size: number, previous: unknown): Call;
	/** The rows of a page. */
	rows(body: unknown): unknown[];
	/** True where another page follows. */
	more(body: unknown, page: number): boolean;
	/** True where a page can be asked for before the one ahead of it has come; never if absent. */
	independent?(page: number, size: number): boolean;
	/** Most rows of a page. */
	size: number;
	/** Most pages there can be, whatever the vendor says. */
	most?: number;
	/** What to say where more rows are wanted and there, but on no page that the vendor hands out. */
	beyond?: Failure;
	/** How many rows are wanted; all if absent. */
	limit?: number;
	/** Which rows count towards the limit and come out; all if absent. */
	keep?: (row: unknown) => boolean;
	/** True where the vendor has been asked for such rows alone, so that `keep` is a check which nearly all of them pass. */
	keepsMost?: boolean;
	/** Tells a row from others, where rows can move to the next page while pages are read. */
	key?: (row: unknown) => string | undefined;
}

/** Most pages that are asked for ahead where all rows are wanted: so many may come for nothing at the end. */
const MOST_AHEAD = 4;

/**
 * Reads numbered pages: only the page that did not come is asked for again, where rows are limited no page is fetched
 * for rows that are not wanted, and a row that moved to the next page counts once.
 * @returns the rows of all pages that came, and the failure that ended the reading, if any
 */
export async function readPages(session: Session, pages: NumberedPages): Promise<{ rows: unknown[]; failure?: Failure }> {
	const { limit = Infinity, size, keepsMost } = pages;
	if (keepsMost !== true || limit >= size) return await readInTurn(session, pages);
	// So few rows will do if the check is passed. Otherwise whole pages take fewer requests, from the first on: all pages of a reading have one size.
	const few = await readInTurn(session, { ...pages, size: limit, most: 1, beyond: undefined });
	return few.failure || !few.more ? few : await readInTurn(session, pages);
}

/** @returns `more`: true where the vendor has more rows, but no more pages were wanted */
async function readInTurn(session: Session, pages: NumberedPages): Promise<{ rows: unknown[]; failure?: Failure; more?: true }> {
	const { rows, more, most = Infinity, beyond, limit = Infinity, keep, key } = pages;
	const all: unknown[] = [];
	const seen = new Set<string>();
	const { next, rest } = pagesInTurn(session, pages);
	try {
		for (let page = 1; all.length < limit; page++) {
			if (page > most) return { rows: all, failure: beyond, more: true };
			const answer = await next();
			if (!answer.ok) return { rows: all, failure: answer.failure };
			const found = rows(answer.body);
			for (const row of found) {
				const mark = key?.(row);
				if (mark !== undefined && seen.has(mark)) continue;
				if (mark !== undefined) seen.add(mark);
				if (all.length < limit && (keep === undefined || keep(row))) all.push(row);
			}
			if (found.length === 0 || !more(answer.body, page)) break;
		}
		return { rows: all };
	} finally {
		await rest();
	}
}

/** Asks for pages in turn, and for some ahead in a long list: always fewer than have come, because nobody knows where it ends. */
function pagesInTurn(session: Session, { call, size, most = Infinity, limit = Infinity, keep, independent }: NumberedPages): { next(): Promise<Answer>; rest(): Promise<unknown> } {
	// How many rows of a page count is not known where some are left out.
	const pageSize = keep ? size : Math.min(size, limit);
	const underWay: Array<Promise<Answer>> = [];
	let asked = 0;
	let read = 0;
	let previous: unknown;
	const ask = () => underWay.push(session.call(call(++asked, pageSize, previous)));
	const mayAskAhead = () => limit === Infinity && asked < Math.min(most, read + Math.min(read, 1 + MOST_AHEAD)) && independent?.(asked + 1, pageSize);
	return {
		async next() {
			if (underWay.length === 0) ask();
			while (mayAskAhead()) ask();
			const answer = await (underWay.shift() as Promise<Answer>);
			read += 1;
			previous = answer.ok ? answer.body : undefined;
			return answer;
		},
		rest: async () => await Promise.all(underWay),
	};
}
