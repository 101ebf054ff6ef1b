import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/base/errors';
import type { Session } from '../../shared/http/session';
import { sendInBulk } from '../bulk/send';
import type { Kind, Lookup } from '../kinds';
import { SEARCH_PAGE } from '../limits';
import { searchSchema } from '../metadata';
import { readByIds } from './companies';
import { MOST_CRITERIA } from './criteria';
import { owns } from './lookup';
import { readList } from './rows';
import { changesOf, isDuplicate, marked } from './upsert';

/**
 * Creates or updates many objects: one search finds those that are there, one request reads them as they are now, and two
 * jobs write. What the search does not know yet, or no longer, is found by its key when its creation is refused.
 * @param one does it for a single record
 */
export async function upsertMany(
	session: Session,
	kind: Kind,
	settings: IDataObject,
	lookup: Lookup,
	records: readonly IDataObject[],
	one: (record: IDataObject) => Promise<Outcome>,
): Promise<Outcome[]> {
	const keys = records.map((record) => lookup.valuesIn(record)[0] ?? '');
	const found = await findMany(session, kind, settings, lookup, keys);
	// Without a search, each is asked for by its key.
	if (found === undefined) return await Promise.all(records.map(one));
	const rows = keys.map((key) => found.find((row) => owns(row, lookup, key)));
	const outcomes: Array<Outcome | undefined> = [];
	const job = async (method: 'POST' | 'PUT', isIts: (row: IDataObject | undefined) => boolean) => {
		const places = [...records.keys()].filter((place) => isIts(rows[place]));
		if (places.length === 0) return;
		const sent = places.map((place) => {
			const record = records[place] ?? {};
			const row = rows[place];
			return row === undefined ? record : updateOf(kind, record, row);
		});
		const { noun, nouns } = kind;
		const request = { method, path: kind.path(settings), noun, nouns };
		const results = await sendInBulk(session, request, sent, {});
		places.forEach((place, index) => {
			const result = results[index];
			outcomes[place] = result && marked(result, method === 'POST' ? 'created' : 'updated');
		});
	};
	await Promise.all([
		job('POST', (row) => row === undefined),
		job('PUT', (row) => row !== undefined),
	]);
	return await Promise.all(
		records.map(async (record, place) => {
			const outcome = outcomes[place] as Outcome;
			const isOutdated = !outcome.ok && (isDuplicate(outcome.failure) || isGone(outcome));
			return isOutdated ? await one(record) : outcome;
		}),
	);
}

/** True where an object was deleted between the reading and the update; how a job says so is a guess (kustomer 2.2). */
function isGone(outcome: Outcome): boolean {
	return (
		!outcome.ok && outcome.failure.executed === 'no' && /not found/i.test(outcome.failure.message)
	);
}

/** An update by the ID, with the company that the customer has (kustomer 3.3). */
function updateOf(kind: Kind, record: IDataObject, { id, companyId }: IDataObject): IDataObject {
	const changes = { ...changesOf(kind, record), id };
	return record.company !== undefined || companyId === undefined
		? changes
		: { ...changes, company: companyId };
}

/** Pages of hits that are looked through: a search also finds what holds the same words. */
const MOST_HITS = 2 * SEARCH_PAGE;

/** The objects with these keys as they are now, as far as the search knows them; undefined where it cannot be asked. */
async function findMany(
	session: Session,
	kind: Kind,
	settings: IDataObject,
	lookup: Lookup,
	keys: readonly string[],
): Promise<IDataObject[] | undefined> {
	const { attribute, type } = lookup;
	if (attribute === undefined) return undefined;
	const schema = await searchSchema(session);
	const several = schema.ok && schema.value.operators[type ?? '']?.includes('in') === true;
	const lists = several
		? [[{ [attribute]: { in: [...keys] } }]]
		: chunks(keys, MOST_CRITERIA).map((some) =>
				some.map((key) => ({ [attribute]: { equals: key } })),
			);
	const hits: IDataObject[] = [];
	for (const criteria of lists) {
		const { rows, failure } = await readList(session, {
			path: '/v1/customers/search',
			body: { queryContext: kind.context(settings), or: criteria },
			size: SEARCH_PAGE,
			limit: MOST_HITS,
		});
		if (failure) return undefined;
		hits.push(...rows.filter((row) => keys.some((key) => owns(row, lookup, key))));
	}
	// The search lags behind, so what it says is not what is sent back.
	const ids = [...new Set(hits.map(({ id }) => String(id)))].slice(0, 2 * keys.length);
	const read = await readByIds(session, kind, settings, ids);
	return read.ok ? [...read.rows.values()] : undefined;
}

function chunks<T>(list: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
		list.slice(index * size, (index + 1) * size),
	);
}
