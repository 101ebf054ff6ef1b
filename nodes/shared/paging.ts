import type { Failure } from './errors';
import type { Call, Session } from './session';

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
	/** Tells a row from others, where rows can move to the next page while pages are read. */
	key?: (row: unknown) => string | undefined;
}

/**
 * Reads numbered pages one after another: only the page that did not come is asked for again,
 * no page is fetched for rows that are not wanted, and a row that moved to the next page counts once.
 * @returns the rows of all pages that came, and the failure that ended the reading, if any
 */
export async function readPages(session: Session, { call, rows, more, size, most = Infinity, beyond, limit = Infinity, keep, key }: NumberedPages): Promise<{ rows: unknown[]; failure?: Failure }> {
	const all: unknown[] = [];
	const seen = new Set<string>();
	// How many rows of a page count is not known where some are left out.
	const pageSize = keep ? size : Math.min(size, limit);
	let previous: unknown;
	for (let page = 1; all.length < limit; page++) {
		if (page > most) return { rows: all, failure: beyond };
		const answer = await session.call(call(page, pageSize, previous));
		if (!answer.ok) return { rows: all, failure: answer.failure };
		previous = answer.body;
		const found = rows(previous);
		for (const row of found) {
			const mark = key?.(row);
			if (mark !== undefined && seen.has(mark)) continue;
			if (mark !== undefined) seen.add(mark);
			if (all.length < limit && (keep === undefined || keep(row))) all.push(row);
		}
		if (found.length === 0 || !more(previous, page)) break;
	}
	return { rows: all };
}
