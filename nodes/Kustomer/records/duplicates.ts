import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import type { Session } from '../../shared/http/session';
import type { Kind } from '../kinds';
import { DUPLICATE } from '../replies';
import { searchByKeys } from './find';
import { owns } from './lookup';
import { readRows } from './rows';

/** Most rows of a page of a list (kustomer 6). */
const NEWEST = 100;

/**
 * Names the object that is there, for new ones that a job refused as duplicates, as far as one request for all of them
 * tells: customers are searched for, and of conversations and custom objects the newest are listed, which are those of a
 * run that broke off. A new object that is like several others gets no ID.
 */
export async function nameDuplicates(
	session: Session,
	kind: Kind,
	options: IDataObject,
	records: readonly IDataObject[],
	outcomes: readonly Outcome[],
): Promise<Outcome[]> {
	const refused = records.filter((_, index) => isRefused(outcomes[index]));
	if (refused.length === 0) return [...outcomes];
	const rows = await ownersOf(session, kind, options, refused);
	return outcomes.map((outcome, index) => {
		if (outcome.ok || !isRefused(outcome)) return outcome;
		const owners = new Set(
			rows.filter((row) => sharesKey(kind, row, records[index] ?? {})).map(({ id }) => String(id)),
		);
		const [id] = owners;
		if (id === undefined || owners.size > 1) return outcome;
		const { failure } = outcome;
		return failed({
			...failure,
			id,
			description:
				`The ${kind.noun} that is there has the ID ${id}. ${failure.description ?? ''}`.trim(),
		});
	});
}

function isRefused(outcome: Outcome | undefined): boolean {
	return outcome !== undefined && !outcome.ok && outcome.failure.code === DUPLICATE;
}

function sharesKey({ lookups }: Kind, row: IDataObject, record: IDataObject): boolean {
	return lookups.some((lookup) =>
		lookup.valuesIn(record).some((value) => owns(row, lookup, value)),
	);
}

async function ownersOf(
	session: Session,
	kind: Kind,
	options: IDataObject,
	records: readonly IDataObject[],
): Promise<IDataObject[]> {
	const wanted = kind.lookups.flatMap((lookup) => {
		const keys = [...new Set(records.flatMap(lookup.valuesIn))];
		return keys.length === 0 ? [] : [{ lookup, keys }];
	});
	if (wanted.length === 0 || kind.api === 'company') return [];
	if (kind.unique) return (await searchByKeys(session, kind, options, wanted)) ?? [];
	const read = await readRows(session, {
		path: kind.path(options),
		query: { sort: 'desc' },
		limit: NEWEST,
	});
	return read.ok ? read.value : [];
}
