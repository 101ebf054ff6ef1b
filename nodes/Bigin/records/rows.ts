import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import { readPages, type NumberedPages } from '../../shared/http/paging';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { at, isObject, textOf } from '../../shared/base/values';

/** Most rows of a page, and most fields of a call (bigin 4.1). */
export const PAGE = 200;
export const FIELDS_PER_CALL = 50;
/** How many records can be had by page number; those after them need a token (bigin 4.1). */
export const NUMBERED = 2_000;

export interface List {
	/** Path of the list. */
	path: string;
	query?: IDataObject;
	headers?: IDataObject;
	/** Names of fields to ask for; more than a call takes are asked for in groups and joined by id. */
	fields?: readonly string[];
	/** How many rows are wanted; all if absent. */
	limit?: number;
	/** Which rows are wanted, where the list holds others, too; told by the fields of the first group. */
	keep?: (row: IDataObject) => boolean;
	/** True where Bigin was asked for such rows alone, so that nearly all of them pass `keep`. */
	keepsMost?: boolean;
	/** Path under which one of its records is read by id; that of the list if absent. */
	recordPath?: string;
	/** Key of the list in the reply: "data". */
	key?: string;
	/** Most pages that the vendor hands out, and what to say where more are wanted. */
	most?: number;
	beyond?: Failure;
}

export type Rows = { ok: true; rows: IDataObject[] } | { ok: false; failure: Failure };

/** Reads a list of Bigin, page by page (bigin 4.1). */
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

/** How the pages of a list are asked for and read. */
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
				// A token replaces the number; both together are refused.
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

/** Whether a page can be asked for by its number. */
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

/** Adds the fields of another group to rows; a row that has moved out of that group's pages is asked for by itself. */
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
		// Without an answer it was deleted while the pages were read.
		return isObject(rest) ? [{ ...row, ...rest }] : [];
	};
	into.rows = (await Promise.all(into.rows.map(whole))).flat();
	return failure;
}
