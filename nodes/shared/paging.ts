import type { Failure } from './errors';
import type { Call, Session } from './session';

export interface NumberedPages {
	/** The request for a page; the first one is 1. */
	call(page: number): Call;
	/** The rows of a page. */
	rows(body: unknown): unknown[];
	/** Most pages there can be, whatever the vendor says. */
	most: number;
	/** How many pages there are; a page without the number is the last one. */
	pages(body: unknown): number | undefined;
}

/**
 * Reads numbered pages one after another, repeating only the page that did not come.
 * @returns the rows of all pages that came, and the failure that ended the reading, if any
 */
export async function readPages(session: Session, { call, rows, most, pages }: NumberedPages): Promise<{ rows: unknown[]; failure?: Failure }> {
	const all: unknown[] = [];
	for (let page = 1; ; page++) {
		const answer = await session.call({ ...call(page), safe: true });
		if (!answer.ok) return { rows: all, failure: answer.failure };
		const found = rows(answer.body);
		all.push(...found);
		// Turned round, so that what is not a number ends it too.
		if (found.length === 0 || !(page < Math.min(pages(answer.body) ?? 1, most))) return { rows: all };
	}
}
