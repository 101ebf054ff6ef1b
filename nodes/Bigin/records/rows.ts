import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import { readPages, type NumberedPages } from '../../shared/http/paging';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { at, isObject, textOf } from '../../shared/base/values';

/** Maximum rows per page, and maximum fields per call (bigin 4.1). */
export const PAGE = 200;
export const FIELDS_PER_CALL = 50;
/** How many records page numbers reach; the records after them need a token (bigin 4.1). */
export const NUMBERED = 2_000;

export interface List {
	/** Path of the list. */
	path: string;
	query?: IDataObject;
	headers?: IDataObject;
	/** API names of the fields to read. More than one call takes are read in groups and joined by ID. */
	fields?: readonly string[];
	/** Maximum rows to return; all if absent. */
	limit?: number;
	/** Selects the rows to return, by the fields of the first group. */
	keep?: (row: IDataObject) => boolean;
	/** True if Bigin was also asked to filter, so that nearly all rows pass `keep`. */
	keepsMost?: boolean;
	/** Path under which one record is read by its ID; the list's path if absent. */
	recordPath?: string;
	/** Key of the list in the reply; "data" if absent. */
	key?: string;
	/** Maximum pages that Bigin returns, and the failure if more are wanted. */
	most?: number;
	beyond?: Failure;
}

export type Rows = { ok: true; rows: IDataObject[] } | { ok: false; failure: Failure };

/** Reads a list of Bigin page by page, and joins groups of fields by ID (bigin 4.1). */
export async function readRows(session: Session, list: List): Promise<Rows> {
	const groups = groupsOf(list.fields);
	const [first, ...others] = await Promise.all(
		groups.map(async (fields) => await readGroup(session, list, fields)),
	);
	if (first === undefined || !first.ok) return first ?? { ok: true, rows: [] };
	for (const [index, other] of others.entries()) {
		if (!other.ok) return other;
		const failure = await join(session, list, first, other.rows, groups[index + 1] ?? []);
		if (failure) return { ok: false, failure };
	}
	return first;
}

function groupsOf(fields: readonly string[] | undefined): Array<string[] | undefined> {
	if (fields === undefined || fields.length === 0) return [undefined];
	return Array.from({ length: Math.ceil(fields.length / FIELDS_PER_CALL) }, (_, group) =>
		fields.slice(group * FIELDS_PER_CALL, (group + 1) * FIELDS_PER_CALL),
	);
}

/** How to request and read the pages of a list (bigin 4.1). */
export function pagesOf(
	{ path, query, headers, key = 'data' }: Pick<List, 'path' | 'query' | 'headers' | 'key'>,
	fields: readonly string[] | undefined,
): Pick<NumberedPages, 'call' | 'rows' | 'more' | 'size' | 'independent'> {
	return {
		call: (page, size, previous) => {
			const token = !isNumbered(page, size)
				? textOf(at(previous, 'info', 'next_page_token'))
				: undefined;
			return {
				method: 'GET',
				path,
				// A token replaces the page number; Bigin does not take both (bigin 4.1).
				query: {
					...query,
					...(fields ? { fields: fields.join(',') } : {}),
					per_page: size,
					...(token === undefined ? { page } : { page_token: token }),
				},
				headers,
			};
		},
		rows: (body) => {
			const rows = at(body, key);
			return Array.isArray(rows) ? rows.filter(isObject) : [];
		},
		more: (body) => at(body, 'info', 'more_records') === true,
		size: PAGE,
		independent: isNumbered,
	};
}

/** Whether a page can be requested by its number. */
function isNumbered(page: number, size: number): boolean {
	return page * size <= NUMBERED;
}

async function readGroup(
	session: Session,
	list: List,
	fields: readonly string[] | undefined,
): Promise<Rows> {
	const { most, beyond, limit, keep, keepsMost } = list;
	const { rows, failure } = await readPages(session, {
		...pagesOf(list, fields),
		most,
		beyond,
		limit,
		keepsMost,
		...(keep === undefined ? {} : { keep: (row: unknown) => isObject(row) && keep(row) }),
		key: (row) => textOf(at(row, 'id')),
	});
	return failure ? { ok: false, failure } : { ok: true, rows: rows as IDataObject[] };
}

/** Adds the fields of another group to the rows. A row that has moved out of that group's pages is read by its ID. */
async function join(
	session: Session,
	{ path, recordPath = path }: List,
	into: { rows: IDataObject[] },
	more: readonly IDataObject[],
	fields: readonly string[],
): Promise<Failure | undefined> {
	const byId = new Map(more.map((row) => [String(row.id), row]));
	let failure: Failure | undefined;
	const whole = async (row: IDataObject): Promise<IDataObject[]> => {
		const known = byId.get(String(row.id));
		if (known) return [{ ...row, ...known }];
		const answer = await session.call({
			method: 'GET',
			path: `${recordPath}/${pathPart(String(row.id))}`,
			query: { fields: fields.join(',') },
		});
		if (!answer.ok) failure = answer.failure;
		const rest = answer.ok ? at(answer.body, 'data', 0) : undefined;
		// An empty reply means that the record was deleted while the pages were read.
		return isObject(rest) ? [{ ...row, ...rest }] : [];
	};
	into.rows = (await Promise.all(into.rows.map(whole))).flat();
	return failure;
}
