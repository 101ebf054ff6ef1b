import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import { readPages, type NumberedPages } from '../../shared/http/paging';
import type { Call, Session } from '../../shared/http/session';
import { actingAs, recordPath } from './call';

/** Most rows of a page (sharecrm 5.4). */
export const PAGE = 100;
/** The last row that can be read by its number (sharecrm 5.4). */
const DEEPEST = 10_000;

/** A condition on a field (sharecrm 5.4). */
export type Filter = {
	field_name: string;
	field_values: string[];
	operator: string;
};

/** A field to sort by. */
export type Order = { fieldName: string; isAsc: boolean };

export interface Query {
	object: string;
	/** Conditions, or what a query of the web app has in their place. */
	filters: ReadonlyArray<Filter | IDataObject>;
	/** How the rows are sorted; by their ID if absent, so that they can be read beyond the 10,000th. */
	orders?: ReadonlyArray<Order | IDataObject>;
	/** API names of the fields that are wanted; all if absent. */
	fields?: readonly string[];
	/** Parts of a query that the form does not know. */
	more?: IDataObject;
	/** How many rows are wanted; all if absent. */
	limit?: number;
	/** True where empty fields are wanted, too, as null. */
	includeNull?: boolean;
}

const TOO_DEEP: Failure = {
	message: `ShareCRM returns only the first ${DEEPEST} rows of a sorted list`,
	description:
		"Leave out the sorting to read all of them, narrow the list by filters, or set 'Limit'.",
	executed: 'no',
};

/** Reads records: by their ID, however many there are, or sorted and then only the first 10,000 (sharecrm 5.4). */
export async function readQuery(
	session: Session,
	query: Query,
	options: IDataObject,
): Promise<Result<IDataObject[]>> {
	const { orders = [], limit } = query;
	const sorted = orders.length > 0;
	const pages: NumberedPages = {
		call: (page, size, previous) => {
			const last = sorted ? undefined : lastId(previous);
			return queryCall(
				{
					...query,
					filters: [
						...query.filters,
						...(last === undefined
							? []
							: [{ field_name: '_id', operator: 'GT', field_values: [last] }]),
					],
					// Rows with the same value change places between pages, unless their IDs decide.
					orders: [...orders, { fieldName: '_id', isAsc: true }],
				},
				{ limit: size, offset: sorted ? (page - 1) * size : 0 },
				options,
			);
		},
		rows: rowsOf,
		more: (body) => rowsOf(body).length >= pageSize(limit),
		size: PAGE,
		...(sorted
			? { most: Math.floor(DEEPEST / PAGE), beyond: TOO_DEEP, independent: () => true }
			: {}),
		limit,
		key: (row) => textOf(at(row, '_id')),
	};
	const { rows, failure } = await readPages(session, pages);
	return failure ? { ok: false, failure } : { ok: true, value: rows.filter(isObject).map(named) };
}

function pageSize(limit: number | undefined): number {
	return Math.min(PAGE, limit ?? PAGE);
}

function lastId(body: unknown): string | undefined {
	return textOf(at(rowsOf(body).at(-1), '_id'));
}

/** One page of a query. */
export function queryCall(
	{ object, filters, orders = [], fields, more, includeNull }: Omit<Query, 'limit'>,
	{ limit, offset = 0 }: { limit: number; offset?: number },
	options: IDataObject,
	countsAll = false,
): Call {
	return {
		method: 'POST',
		path: recordPath(object, 'query'),
		reads: true,
		...actingAs(options),
		body: {
			...(includeNull === true ? { includeNull: true } : {}),
			...(countsAll ? { returnTotalNum: 1 } : {}),
			data: {
				dataObjectApiName: object,
				find_explicit_total_num: countsAll,
				search_query_info: {
					...more,
					limit,
					offset,
					filters: filters.map((filter) => ({ ...filter })),
					orders: orders.map((order) => ({ ...order })),
					...(fields === undefined ? {} : { fieldProjection: [...new Set(['_id', ...fields])] }),
				},
			},
		},
	};
}

/** The rows of a reply; some pages draw a single record in their place (sharecrm 5.4). */
export function rowsOf(body: unknown): unknown[] {
	const list = at(body, 'data', 'dataList');
	if (Array.isArray(list)) return list;
	return textOf(at(body, 'data', '_id')) === undefined ? [] : [at(body, 'data')];
}

/** A record with its ID in front, under the name that all operations take. */
export function named(row: IDataObject): IDataObject {
	return { id: row._id, ...row };
}
