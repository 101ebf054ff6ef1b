import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { Slices, type Slice } from '../../shared/http/slices';
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
	/** True to search the archive, too: what was not changed for two years. */
	archive?: boolean;
	includeDeleted?: boolean;
	sortBy: 'created_at' | 'updated_at';
	direction: 'asc' | 'desc';
	/** How many rows are wanted; all if absent. */
	limit?: number;
}

/** Keys of a row at which a search can continue. */
const STAMPS = { created_at: 'createdAt', updated_at: 'updatedAt' } as const;

const DAY = 86_400_000;

const MOST = SEARCH_PAGES * SEARCH_PAGE;

const BEYOND: Failure = {
	message: `Kustomer returns at most ${MOST} results of a search, and more have the same time`,
	description: 'Add a condition that divides them, or set a limit.',
	executed: 'no',
};

/** Searches, on request in the archive, too; each object comes once, in the order that was asked for (kustomer 3.6). */
export async function searchAll(session: Session, search: Search): Promise<Result<IDataObject[]>> {
	const current = await searchIn(session, search, '/v1/customers/search');
	if (!current.ok || search.archive !== true) return current;
	const archived = await searchIn(session, search, '/v1/customers/archive/search');
	if (!archived.ok) return archived;
	const byId = new Map<string, IDataObject>();
	for (const row of [...current.value, ...archived.value])
		if (!byId.has(String(row.id))) byId.set(String(row.id), row);
	const place = placeIn(search);
	const sorted = [...byId.values()].sort((one, other) => place(one) - place(other));
	return { ok: true, value: sorted.slice(0, search.limit) };
}

/**
 * Reads all results of a search past the cap of pages, in slices of time; a row that comes twice counts once. There is no
 * gap, because rows of the time at which a slice was cut off come again with the next one.
 */
async function searchIn(
	session: Session,
	search: Search,
	path: string,
): Promise<Result<IDataObject[]>> {
	const { direction, limit = Infinity } = search;
	const byId = new Map<string, IDataObject>();
	const place = placeIn(search);
	// Times run backwards where the newest come first.
	const now = Date.now() + DAY;
	const slices = direction === 'asc' ? new Slices(0, 1, () => now) : new Slices(-now, 1, () => 1);
	for (let reading = 1; ; reading++) {
		const slice = reading === 1 ? undefined : slices.slice;
		const read = await readSlice(session, search, path, slice, limit - byId.size);
		for (const row of read.rows) if (!byId.has(String(row.id))) byId.set(String(row.id), row);
		if (read.failure !== undefined && read.failure !== BEYOND)
			return { ok: false, failure: read.failure };
		const isWhole = read.failure === undefined && slices.whole() === 'done';
		if (isWhole || byId.size >= limit)
			return { ok: true, value: [...byId.values()].slice(0, limit) };
		if (read.failure === undefined) continue;
		if (reading === 1)
			session.hint?.(
				`Kustomer returns at most ${MOST} results of one search, so this one was read in slices of time.`,
			);
		const places = read.rows.map(place);
		const isMoment = places.every((one) => one === places[0]);
		const next = isMoment ? 'moment' : slices.cut(places, true);
		if (next === 'moment' || next === 'stuck') return { ok: false, failure: BEYOND };
		if (next === 'done') return { ok: true, value: [...byId.values()].slice(0, limit) };
	}
}

/** Position of a row in the requested order. */
function placeIn({ sortBy, direction }: Search): (row: IDataObject) => number {
	const sign = direction === 'asc' ? 1 : -1;
	return (row) => sign * Date.parse(textOf(row[STAMPS[sortBy]]) ?? '');
}

async function readSlice(
	session: Session,
	{ kind, prefix, criteria, timeZone, includeDeleted, sortBy, direction, limit }: Search,
	path: string,
	slice: Slice | undefined,
	left: number,
): Promise<{ rows: IDataObject[]; failure?: Failure }> {
	const stamp = `${prefix}_${sortBy}`;
	return await readList(session, {
		path,
		body: {
			queryContext: kind,
			...(slice === undefined ? criteria : within(criteria, bounds(stamp, direction, slice))),
			sort: [{ [stamp]: direction }],
			...(timeZone === undefined ? {} : { timeZone }),
			...(includeDeleted ? { includeDeleted: true } : {}),
		},
		size: SEARCH_PAGE,
		most: SEARCH_PAGES,
		beyond: BEYOND,
		// A row of the slice before comes again at most as often as rows have its time, so whole pages are read then.
		...(limit === undefined || slice !== undefined ? {} : { limit: left }),
	});
}

/** The criteria of a slice; where times run backwards, its first moment is the last one. */
function bounds(stamp: string, direction: Search['direction'], slice: Slice): IDataObject[] {
	const { from, until } = slice;
	const time = (place: number) => new Date(Math.abs(place)).toISOString();
	const [first, end] = direction === 'asc' ? ['gte', 'lt'] : ['lte', 'gt'];
	return [
		{ [stamp]: { [String(first)]: time(from) } },
		...(until === undefined ? [] : [{ [stamp]: { [String(end)]: time(until) } }]),
	];
}

/** The criteria within a slice of time. That lists of different names all have to be met is a guess (kustomer 3.6). */
function within(criteria: IDataObject, slice: IDataObject[]): IDataObject {
	const { and = [], ...others } = criteria;
	return { ...others, and: [...(Array.isArray(and) ? and : [and]), ...slice] as IDataObject[] };
}
