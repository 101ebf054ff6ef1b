import type { IDataObject } from 'n8n-workflow';

import { failed, InputError, type Outcome } from '../../shared/base/errors';
import type { Session } from '../../shared/http/session';
import type { RecordWrite } from '../../shared/operations/recordApi';
import type { ChosenClass, Kind, Lookup } from '../kinds';
import { BYTES_PER_CALL, RECORDS_PER_CALL } from '../limits';
import { isDuplicate } from '../replies';
import { FEW, findByKey, isMasked, lookupOf, matchOn, owns } from './lookup';
import { ofAnotherOwner } from './owner';
import { shapeOf } from './shapes';
import { updateOne } from './update';
import { upsertMany } from './upsertMany';
import { written } from './written';

/** Create or Update, by a key: Kustomer has no such request, so the object is looked for first (kustomer 3.3). */
export function upsert(kind: Kind): RecordWrite {
	return {
		requiredOptions: [...(kind.requiredOptions ?? []), ...matchOn(kind)],
		unknownFields: 'refuse',
		limits: { records: kind.unique ? RECORDS_PER_CALL : 1, bytes: BYTES_PER_CALL },
		batchesPerRequest: kind.unique ? 4 : 1,
		returns: { ...shapeOf(kind.simple), action: 'string' },
		identity: (record, { klass }: ChosenClass) =>
			kind.lookups.flatMap((lookup) =>
				lookup
					.valuesIn(record)
					.map((value) => `${String(klass)} ${lookup.name}:${lookup.same(value)}`),
			),
		finish(record, options, timezone, context) {
			const lookup = lookupOf(kind, options);
			if (lookup.valuesIn(record).length === 0)
				throw new InputError(
					`'${lookup.label}' is missing, by which the ${kind.noun} is to be found`,
					lookup.name,
					`Give the ${kind.noun} a value for it.`,
				);
			return kind.finish?.(record, options, timezone, context) ?? record;
		},
		async send(session, { records, options }) {
			const lookup = lookupOf(kind, options);
			const one = async (record: IDataObject) =>
				await upsertOne(session, kind, options, lookup, record);
			if (records.length <= FEW || !kind.unique) return await Promise.all(records.map(one));
			return await upsertMany(session, kind, options, lookup, records, one);
		},
	};
}

/** Finds one object by its key, and changes or creates it. */
export async function upsertOne(
	session: Session,
	kind: Kind,
	options: IDataObject,
	lookup: Lookup,
	record: IDataObject,
): Promise<Outcome> {
	const key = lookup.valuesIn(record)[0] ?? '';
	const find = async () => {
		const found = await findByKey(session, kind, options, lookup, key);
		if (!found.ok || found.value === undefined) return found;
		const isIt = owns(found.value, lookup, key) || isMasked(found.value, lookup);
		return isIt ? found : { ok: true as const, value: undefined };
	};
	const change = async (row: IDataObject) => {
		const conflict = ofAnotherOwner(kind, record, row);
		if (conflict) return failed(conflict);
		return marked(
			await updateOne(session, kind, options, String(row.id), changesOf(kind, record), row),
			'updated',
		);
	};
	const found = await find();
	if (!found.ok) return failed(found.failure);
	if (found.value !== undefined) return await change(found.value);
	const answer = await session.call({
		method: 'POST',
		path: kind.path(options),
		body: record,
		// A second sending is refused as a duplicate, and the object of the first is then found.
		idempotent: kind.unique,
	});
	if (answer.ok || !isDuplicate(answer.failure))
		return marked(written(answer, kind.simple), 'created');
	// Somebody has created it meanwhile, or the first try of this request has.
	const again = await find();
	return again.ok && again.value !== undefined ? await change(again.value) : failed(answer.failure);
}

/** The fields of a record that an update takes. */
export function changesOf({ createOnly = [] }: Kind, record: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(record).filter(([name]) => !createOnly.includes(name)));
}

export function marked(outcome: Outcome, action: 'created' | 'updated'): Outcome {
	return outcome.ok && 'json' in outcome
		? { ...outcome, json: { ...outcome.json, action } }
		: outcome;
}
