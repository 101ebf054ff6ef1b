import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/base/errors';
import type { Session } from '../../shared/http/session';
import { sendInBulk } from '../bulk/send';
import type { Kind, Lookup } from '../kinds';
import { missingRole } from '../metadata';
import { isDuplicate, isStale } from '../replies';
import { withCompany } from './companies';
import { byKey, findMany } from './find';
import { changesOf, marked } from './upsert';

/**
 * Creates or updates many objects: one search finds those that are there, one request reads them as they are now, and two
 * jobs write. What the search does not know yet, or no longer, is found by its key when its creation is refused.
 * @param one does it for a single record
 */
export async function upsertMany(
	session: Session,
	kind: Kind,
	options: IDataObject,
	lookup: Lookup,
	records: readonly IDataObject[],
	one: (record: IDataObject) => Promise<Outcome>,
): Promise<Outcome[]> {
	const keys = records.map((record) => lookup.valuesIn(record)[0] ?? '');
	// Nobody could tell what became of the records of a job that the key may not look at.
	if (await missingRole(session, { method: 'GET', path: '/v1/bulk/id' }))
		return await Promise.all(records.map(one));
	const found = await findMany(session, kind, options, lookup, keys);
	// Without a search, each is asked for by its key.
	if (found === undefined) return await Promise.all(records.map(one));
	const owners = byKey(found, lookup);
	const rows = keys.map((key) => owners.get(lookup.same(key)));
	const first = new Map<IDataObject | undefined, number>();
	rows.forEach((row, place) => first.has(row) || first.set(row, place));
	// Two keys of one customer: the later item follows by itself, as a job has no order.
	const isLater = rows.map((row, place) => row !== undefined && first.get(row) !== place);
	const outcomes: Array<Outcome | undefined> = [];
	const job = async (method: 'POST' | 'PUT', isIts: (row: IDataObject | undefined) => boolean) => {
		const places = [...records.keys()].filter((place) => isIts(rows[place]) && !isLater[place]);
		if (places.length === 0) return;
		const sent = places.map((place) => {
			const record = records[place] ?? {};
			const row = rows[place];
			return row === undefined ? record : updateOf(kind, record, row);
		});
		const { noun, nouns } = kind;
		const request = { method, path: kind.path(options), noun, nouns };
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
	for (const [place, record] of records.entries()) {
		const outcome = outcomes[place];
		const isOpen =
			outcome === undefined ||
			(!outcome.ok &&
				(isDuplicate(outcome.failure) || isStale(outcome.failure) || isGone(outcome)));
		if (isOpen) outcomes[place] = await one(record);
	}
	return outcomes as Outcome[];
}

/** True where an object was deleted between the reading and the update; how a job says so is a guess (kustomer 2.2). */
function isGone(outcome: Outcome): boolean {
	return (
		!outcome.ok && outcome.failure.executed === 'no' && /not found/i.test(outcome.failure.message)
	);
}

/** An update by the ID, with the company that the customer has (kustomer 3.3). */
function updateOf(kind: Kind, record: IDataObject, row: IDataObject): IDataObject {
	return withCompany({ ...changesOf(kind, record), id: row.id }, row);
}
