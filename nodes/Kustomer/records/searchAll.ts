import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { SEARCH_PAGE, SEARCH_PAGES } from '../limits';
import { readList } from './rows';

/** A search without its pages. */
export interface Search {
	/** Kind of the objects in the request: "customer", "kobject_order". */
	kind: string;
	/** How the names of its attributes begin: "customer", "kobject". */
	prefix: string;
	/** Lists of criteria by how they are combined. */
	criteria: IDataObject;
	timeZone?: string;
	archive?: boolean;
	includeDeleted?: boolean;
	sortBy: 'created_at' | 'updated_at';
	direction: 'asc' | 'desc';
	/** How many rows are wanted; all if absent. */
	limit?: number;
}

/** Where a search can go on, in the keys of its rows. */
const STAMPS = { created_at: 'createdAt', updated_at: 'updatedAt' } as const;

/**
 * Searches past the cap of pages, in slices of time: where a slice is full, the next one begins at the time of its last
 * row, and a row that comes twice counts once. There is no gap, because rows of the same time come again (kustomer 3.6).
 */
export async function searchAll(session: Session, search: Search): Promise<Result<IDataObject[]>> {
	const { limit = Infinity } = search;
	const byId = new Map<string, IDataObject>();
	let from: string | undefined;
	for (;;) {
		const slice = await readSlice(session, search, from, limit - byId.size);
		const before = byId.size;
		for (const row of slice.rows) if (!byId.has(String(row.id))) byId.set(String(row.id), row);
		const all = [...byId.values()];
		if (slice.failure !== BEYOND)
			return slice.failure
				? { ok: false, failure: slice.failure }
				: { ok: true, value: all.slice(0, limit) };
		if (byId.size >= limit) return { ok: true, value: all.slice(0, limit) };
		const last = textOf(slice.rows.at(-1)?.[STAMPS[search.sortBy]]);
		// Rows that all have the same time fill the slice: no later one can be reached.
		if (last === undefined || last === from || byId.size === before)
			return { ok: false, failure: BEYOND };
		from = last;
	}
}

const BEYOND: Failure = {
	message: `Kustomer gives out at most ${SEARCH_PAGES * SEARCH_PAGE} results of a search, and more have the same time`,
	description: 'Add a condition that divides them, or set a limit.',
	executed: 'no',
};

async function readSlice(
	session: Session,
	{ kind, prefix, criteria, timeZone, archive, includeDeleted, sortBy, direction, limit }: Search,
	from: string | undefined,
	left: number,
): Promise<{ rows: IDataObject[]; failure?: Failure }> {
	const stamp = `${prefix}_${sortBy}`;
	const slice = { [stamp]: { [direction === 'asc' ? 'gte' : 'lte']: from } };
	return await readList(session, {
		path: `/v1/customers/${archive ? 'archive/' : ''}search`,
		body: {
			queryContext: kind,
			...(from === undefined ? criteria : within(criteria, slice)),
			sort: [{ [stamp]: direction }],
			...(timeZone === undefined ? {} : { timeZone }),
			...(includeDeleted ? { includeDeleted: true } : {}),
		},
		size: SEARCH_PAGE,
		most: SEARCH_PAGES,
		beyond: BEYOND,
		// A row of the slice before comes again at most as often as rows have its time, so whole pages are read then.
		...(limit === undefined || from !== undefined ? {} : { limit: left }),
	});
}

/** The criteria within a slice of time. That lists of different names all have to be met is a guess (kustomer 3.6). */
function within(criteria: IDataObject, slice: IDataObject): IDataObject {
	const { and = [], ...others } = criteria;
	return { ...others, and: [...(Array.isArray(and) ? and : [and]), slice] as IDataObject[] };
}
