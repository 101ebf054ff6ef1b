import type { Failure } from '../base/errors';
import type { Answer, Call, Session } from './session';

export interface NumberedPages {
	/**
	 * The request for a page, counted from 1. All pages of one read have the same size.
	 * @param previous body of the previous page, for vendors that return a token for the next one
	 */
	call(page: number, size: number, previous: unknown): Call;
	/** The rows of a page. */
	rows(body: unknown): unknown[];
	/** True if another page follows. */
	more(body: unknown, page: number): boolean;
	/** True if a page can be requested before the previous one has arrived; never if absent. */
	independent?(page: number, size: number): boolean;
	/** Maximum number of rows on a page. */
	size: number;
	/** Maximum number of pages, whatever the vendor says; if absent, a bound that no list reaches. */
	most?: number;
	/** The failure if more rows are wanted and exist, but on no page that the vendor returns. */
	beyond?: Failure;
	/** How many rows to read; all if absent. */
	limit?: number;
	/** Which rows count toward the limit and are returned; all if absent. */
	keep?: (row: unknown) => boolean;
	/** True if the vendor was asked for such rows only, so nearly all of them pass `keep`. */
	keepsMost?: boolean;
	/** Identifies a row, for lists whose rows can move to the next page while pages are read. */
	key?: (row: unknown) => string | undefined;
	/** True if two pages may hold equal rows without a key; then only `most` ends a list that repeats itself. */
	alike?: boolean;
}

/** How many pages in a row without a new row end a read. A large import can move that many pages of known rows onward. */
export const MOST_IDLE = 5;
/** Maximum number of pages of any list, which is two million rows in Bigin. */
export const MOST_PAGES = 10_000;

/** Maximum number of pages to request ahead when all rows are wanted: that many may be wasted at the end. */
const MOST_AHEAD = 4;

/**
 * Reads numbered pages. Only a page that did not arrive is requested again, a limit fetches no more pages than it needs,
 * and a row that moved to the next page counts once. If the vendor promises more but sends no new rows, the read ends with
 * a failure, because the rows so far are not the whole list.
 * @returns the rows of all pages that arrived, and the failure that ended the read, if any
 */
export async function readPages(
	session: Session,
	pages: NumberedPages,
): Promise<{ rows: unknown[]; failure?: Failure }> {
	const { limit = Infinity, size, keepsMost } = pages;
	if (keepsMost !== true || limit >= size) return await readInTurn(session, pages);
	// A small page is enough if its rows pass the check. If not, start over with full pages, which take fewer requests: all
	// pages of one read have the same size.
	const few = await readInTurn(session, { ...pages, size: limit, most: 1 }, true);
	return few.failure || !few.more ? few : await readInTurn(session, pages);
}

/**
 * @param enough true if only `most` pages are wanted
 * @returns `more`: true if the vendor has more rows, but no more pages were wanted
 */
async function readInTurn(
	session: Session,
	pages: NumberedPages,
	enough = false,
): Promise<{ rows: unknown[]; failure?: Failure; more?: true }> {
	const { rows, more, most = MOST_PAGES, beyond, limit = Infinity, keep } = pages;
	const all: unknown[] = [];
	const take = newRows(pages);
	let idle = 0;
	const { next, rest } = pagesInTurn(session, pages);
	try {
		for (let page = 1; all.length < limit; page++) {
			if (page > most)
				return enough
					? { rows: all, more: true }
					: { rows: all, failure: beyond ?? endless(all.length, `after ${most} pages`) };
			const answer = await next();
			if (!answer.ok) return { rows: all, failure: answer.failure };
			const found = rows(answer.body);
			const { fresh, progress } = take(found);
			for (const row of fresh)
				if (all.length < limit && (keep === undefined || keep(row))) all.push(row);
			if (!more(answer.body, page)) break;
			idle = progress ? 0 : idle + 1;
			if (idle >= MOST_IDLE && all.length < limit)
				return {
					rows: all,
					failure: endless(all.length, `but ${idle} pages in a row held no new one`),
				};
		}
		return { rows: all };
	} finally {
		await rest();
	}
}

/**
 * Makes a function that picks the rows of a page whose key no earlier page held, and tells whether the read makes progress.
 * Rows without a key all count as new, but as progress only if their page differs from the previous one.
 */
function newRows({ key, alike }: Pick<NumberedPages, 'key' | 'alike'>): (
	rows: readonly unknown[],
) => {
	fresh: readonly unknown[];
	progress: boolean;
} {
	const seen = new Set<string>();
	let before: string | undefined;
	const differs = (rows: readonly unknown[]) => {
		const text = JSON.stringify(rows);
		const changed = text !== before;
		before = text;
		return changed;
	};
	return (rows) => {
		let keyed = 0;
		const fresh = rows.filter((row) => {
			const mark = key?.(row);
			if (mark === undefined) return true;
			if (seen.has(mark)) return false;
			seen.add(mark);
			keyed += 1;
			return true;
		});
		if (keyed > 0 || fresh.length === 0) return { fresh, progress: keyed > 0 };
		return { fresh, progress: alike === true || differs(rows) };
	};
}

function endless(count: number, why: string): Failure {
	return {
		message: `The list does not end: it promises more than the ${count} rows that came, ${why}`,
		description:
			"Nothing was changed. Try again later, or set 'Limit' to read only as many rows as come.",
		executed: 'no',
	};
}

/** Requests pages in order, and some ahead in a long list: always fewer than have arrived, because the end of the list is unknown. */
function pagesInTurn(
	session: Session,
	{ call, size, most = MOST_PAGES, limit = Infinity, keep, independent }: NumberedPages,
): { next(): Promise<Answer>; rest(): Promise<unknown> } {
	// With `keep`, the number of rows that count is unknown, so ask for full pages.
	const pageSize = keep ? size : Math.min(size, limit);
	const underWay: Array<Promise<Answer>> = [];
	let asked = 0;
	let read = 0;
	let previous: unknown;
	const ask = () => underWay.push(session.call(call(++asked, pageSize, previous)));
	const mayAskAhead = () =>
		limit === Infinity &&
		asked < Math.min(most, read + Math.min(read, 1 + MOST_AHEAD)) &&
		independent?.(asked + 1, pageSize);
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
