import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, textOf } from '../../shared/base/values';
import { flatResource, resourcesOf } from '../../shared/formats/jsonApi';
import { readPages } from '../../shared/http/paging';
import type { Call, Session } from '../../shared/http/session';

/** Most rows of a page of a list (kustomer 6). */
const PAGE = 100;

/** A list of Kustomer. */
export interface List extends Pick<Call, 'path' | 'query'> {
	/** A list that is asked for by POST, such as a search. */
	body?: IDataObject;
	/** Most rows of a page; 100 if absent. */
	size?: number;
	/** Most pages that Kustomer returns, and the failure if more rows are wanted. */
	most?: number;
	beyond?: Failure;
	/** How many rows are wanted; all if absent. */
	limit?: number;
	/** Which rows are wanted, where the list holds others, too. */
	keep?: (row: unknown) => boolean;
}

/** How the pages of a list are asked for: as long as there is a next page (kustomer 6). */
export function pagesOf(
	{ path, query, headers, body }: Pick<Call, 'path' | 'query' | 'headers'> & Pick<List, 'body'>,
	{ size = PAGE, most }: Pick<List, 'size' | 'most'> = {},
) {
	return {
		call: (page: number, pageSize: number): Call => ({
			method: body === undefined ? 'GET' : 'POST',
			path,
			query: { ...query, page, pageSize },
			...(headers === undefined ? {} : { headers }),
			...(body === undefined ? {} : { body, reads: true, idempotent: true }),
		}),
		more: (reply: unknown, page: number) =>
			textOf(at(reply, 'links', 'next')) !== undefined ||
			(page === most && isFull(reply, page, size)),
		independent: () => true,
		key: (row: unknown) => textOf(at(row, 'id')),
		size,
	};
}

/**
 * Reads a list, flat.
 * @returns the rows that came, and the failure that ended the reading, if any
 */
export async function readList(
	session: Session,
	{ most, beyond, limit, keep, ...list }: List,
): Promise<{ rows: IDataObject[]; failure?: Failure }> {
	const { rows, failure } = await readPages(session, {
		...pagesOf(list, { size: list.size, most }),
		rows: resourcesOf,
		most,
		beyond,
		limit,
		keep,
	});
	return { rows: rows.map(flatResource), failure };
}

/** True if the last page that Kustomer returns is full: the cap ends the list then, and there may be no next link. */
function isFull(reply: unknown, page: number, size: number): boolean {
	const { pageSize, totalPages } = (at(reply, 'meta') ?? {}) as IDataObject;
	return Number(totalPages) > page || resourcesOf(reply).length >= (Number(pageSize) || size);
}

/** The rows of a list, or the failure that kept some of them back. */
export async function readRows(session: Session, list: List): Promise<Result<IDataObject[]>> {
	const { rows, failure } = await readList(session, list);
	return failure ? { ok: false, failure } : { ok: true, value: rows };
}

/** The entries that have a value. */
export function given(values: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** False for a tag or a user that was deleted, which lists may still show (kustomer 2.4 and 4.7). */
export function isInUse({ deleted }: IDataObject): boolean {
	return deleted !== true;
}
