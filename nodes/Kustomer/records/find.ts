import type { IDataObject } from 'n8n-workflow';

import type { Session } from '../../shared/http/session';
import type { Kind, Lookup } from '../kinds';
import { SEARCH_PAGE } from '../limits';
import { searchSchema } from '../metadata';
import { readByIds } from './companies';
import { MOST_CRITERIA } from './criteria';
import { readList } from './rows';

/** Pages of hits that are looked through: a search also finds what holds the same words. */
const MOST_HITS = 2 * SEARCH_PAGE;

/** Values of a key that objects are looked for by. */
export interface Wanted {
	lookup: Lookup;
	keys: readonly string[];
}

/** The objects with these keys as they are now, as far as the search knows them; undefined where it cannot be asked. */
export async function findMany(
	session: Session,
	kind: Kind,
	options: IDataObject,
	lookup: Lookup,
	keys: readonly string[],
): Promise<IDataObject[] | undefined> {
	const hits = await searchByKeys(session, kind, options, [{ lookup, keys }]);
	if (hits === undefined) return undefined;
	// The search lags behind, so what it says is not what is sent back.
	const ids = [...new Set(hits.map(({ id }) => String(id)))].slice(0, 2 * keys.length);
	const read = await readByIds(session, kind, options, ids);
	return read.ok ? [...read.rows.values()] : undefined;
}

/** The objects that the search finds by these keys; undefined if it cannot be asked. */
export async function searchByKeys(
	session: Session,
	kind: Kind,
	options: IDataObject,
	wanted: readonly Wanted[],
): Promise<IDataObject[] | undefined> {
	if (wanted.some(({ lookup }) => lookup.attribute === undefined)) return undefined;
	const schema = await searchSchema(session);
	const takesSeveral = ({ type }: Lookup) =>
		schema.ok && schema.value.operators[type ?? '']?.includes('in') === true;
	const criteria = wanted.flatMap(({ lookup, keys }): IDataObject[] =>
		takesSeveral(lookup)
			? [{ [lookup.attribute ?? '']: { in: [...keys] } }]
			: keys.map((key) => ({ [lookup.attribute ?? '']: { equals: key } })),
	);
	const keysOf = wanted.map(({ lookup, keys }) => ({
		lookup,
		keys: new Set(keys.map(lookup.same)),
	}));
	const hits: IDataObject[] = [];
	for (const some of chunks(criteria, MOST_CRITERIA)) {
		const { rows, failure } = await readList(session, {
			path: '/v1/customers/search',
			body: { queryContext: kind.context(options), or: some },
			size: SEARCH_PAGE,
			limit: MOST_HITS,
		});
		if (failure) return undefined;
		hits.push(
			...rows.filter((row) =>
				keysOf.some(({ lookup, keys }) =>
					lookup.valuesIn(row).some((value) => keys.has(lookup.same(value))),
				),
			),
		);
	}
	return hits;
}

/** Objects by each of their values of a key; the first of several with the same value. */
export function byKey(rows: readonly IDataObject[], lookup: Lookup): Map<string, IDataObject> {
	const found = new Map<string, IDataObject>();
	for (const row of rows)
		for (const value of lookup.valuesIn(row)) {
			const key = lookup.same(value);
			if (!found.has(key)) found.set(key, row);
		}
	return found;
}

function chunks<T>(list: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
		list.slice(index * size, (index + 1) * size),
	);
}
