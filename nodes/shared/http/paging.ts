import type { Failure } from '../base/errors';
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
	/** Most pages there can be, whatever the vendor says; a bound that no list reaches if absent. */
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
	/** True where two pages may hold equal rows without a key; then `most` alone ends a list that repeats itself. */
	alike?: boolean;
}

/** Pages in a row without a new row after which a list is not read on: a large import can move as many rows to the next pages. */
export const MOST_IDLE = 5;
/** Most pages of any list: two million rows of Bigin. */
export const MOST_PAGES = 10_000;

/** Most pages that are asked for ahead where all rows are wanted: so many may come for nothing at the end. */
const MOST_AHEAD = 4;

/**
 * Reads numbered pages: only the page that did not come is asked for again, where rows are limited no page is fetched
 * for rows that are not wanted, and a row that moved to the next page counts once. A vendor that promises more and sends no
 * new row ends the reading, too, with a failure: what has come is not the whole list.
 * @returns the rows of all pages that came, and the failure that ended the reading, if any
 */
export async function readPages(
	session: Session,
	pages: NumberedPages,
): Promise<{ rows: unknown[]; failure?: Failure }> {
	const { limit = Infinity, size, keepsMost } = pages;
	if (keepsMost !== true || limit >= size) return await readInTurn(session, pages);
	// So few rows will do if the check is passed. Otherwise whole pages take fewer requests, from the first on: all pages of a reading have one size.
	const few = await readInTurn(session, { ...pages, size: limit, most: 1 }, true);
	return few.failure || !few.more ? few : await readInTurn(session, pages);
}

/**
 * @param enough true where `most` pages are all that is wanted
 * @returns `more`: true where the vendor has more rows, but no more pages were wanted
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
 * Picks the rows of each page whose key no page before has held, and tells whether the reading gets on.
 * Rows without a key all count as new rows, but as progress only where their page differs from the one before.
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

/** Asks for pages in turn, and for some ahead in a long list: always fewer than have come, because nobody knows where it ends. */
function pagesInTurn(
	session: Session,
	{ call, size, most = MOST_PAGES, limit = Infinity, keep, independent }: NumberedPages,
): { next(): Promise<Answer>; rest(): Promise<unknown> } {
	// How many rows of a page count is not known where some are left out.
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
