import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import type { Session } from '../../shared/http/session';
import { pick } from '../../shared/form/output';
import type { Existing, ExistingRecord, KeyLookup } from '../../shared/operations/existing';
import type { Kind } from '../kinds';
import { isDuplicate } from '../replies';
import { findMany } from './find';
import { ofAnotherOwner } from './owner';
import { FEW, findByKey, isMasked, lookupOf, matchOn, owns } from './lookup';

/**
 * Objects that are there already, by one of their keys. Customers are found for a whole batch by one search; what it does
 * not show yet is found when its creation is refused. Kustomer's search does not know the External ID of other objects
 * (kustomer, appendix B), so each of those is asked for by itself, which has no lag.
 */
export function existing(kind: Kind): Existing & { lookup: KeyLookup } {
	const [choice] = matchOn(kind);
	const found = (row: IDataObject): ExistingRecord => ({
		id: String(row.id),
		json: pick(row, ['id', ...kind.simple]),
	});
	const findEach: KeyLookup['find'] = async (session, _key, values, options) => {
		const all = new Map<string, ExistingRecord[]>();
		const lookup = lookupOf(kind, options);
		for (const read of await Promise.all(
			values.map(async (value) => await ownerOf(session, kind, options, value)),
		)) {
			if (!read.ok) return read;
			const { value, row } = read.value;
			if (row !== undefined) all.set(lookup.same(value), [found(row)]);
		}
		return { ok: true, value: all };
	};
	return {
		conflict: (record, known) => ofAnotherOwner(kind, record, known.json),
		...(kind.unique ? {} : { caution: 'Kustomer is asked for each by its External ID' }),
		lookup: {
			...(choice === undefined ? {} : { matchOn: choice }),
			key: (options) => lookupOf(kind, options).name,
			label: (options) => lookupOf(kind, options).label,
			valueIn: (record, options) => lookupOf(kind, options).valuesIn(record)[0],
			normal: (value, options) => lookupOf(kind, options).same(value),
			async find(session, key, values, options) {
				const lookup = lookupOf(kind, options);
				const rows =
					values.length > FEW && lookup.attribute !== undefined
						? await findMany(session, kind, options, lookup, values)
						: undefined;
				if (rows === undefined) return await findEach(session, key, values, options);
				const all = new Map<string, ExistingRecord[]>();
				for (const row of rows)
					for (const value of new Set(lookup.valuesIn(row).map(lookup.same)))
						all.set(value, [...(all.get(value) ?? []), found(row)]);
				return { ok: true, value: all };
			},
			...(kind.unique ? { again: { isFor: isDuplicate, find: findEach } } : {}),
		},
	};
}

/** The object that has a value of the key that the options name. */
async function ownerOf(
	session: Session,
	kind: Kind,
	options: IDataObject,
	value: string,
): Promise<Result<{ value: string; row?: IDataObject }>> {
	const lookup = lookupOf(kind, options);
	const read = await findByKey(session, kind, options, lookup, value);
	if (!read.ok) return read;
	const row = read.value;
	const isIt = row !== undefined && (owns(row, lookup, value) || isMasked(row, lookup));
	return { ok: true, value: isIt ? { value, row } : { value } };
}
