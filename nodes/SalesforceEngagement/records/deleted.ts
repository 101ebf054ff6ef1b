import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/base/errors';
import type { Finding } from '../../shared/form/operation';
import type { Session } from '../../shared/http/session';
import type { Departure } from '../../shared/http/vendorClock';
import { idsOf } from '../../shared/operations/entries';
import { momentOf } from '../../shared/send/recovery';
import { shortId } from '../fields/ids';
import { inParts, isIn, quoted, soql } from './soql';
import { queryRows } from './pages';

/** Salesforce shows the time of a change in whole seconds. */
const PRECISION = 1_000;

/** Output of a deleted record. */
export function deleted(id: string): Outcome {
	return { ok: true, id, json: { id, deleted: true } };
}

/** Finds out which records were deleted by a request whose reply was lost, by the rows in the recycle bin (salesforce-engagement 2.5). */
export async function deletedSince(
	session: Session,
	object: string,
	noun: string,
	records: readonly IDataObject[],
	options: IDataObject,
	departure: Departure,
): Promise<Finding[]> {
	const rows = new Map<string, IDataObject>();
	for (const part of inParts([...new Set(idsOf(records))].map(quoted))) {
		const read = await queryRows(
			session,
			soql({ object, fields: ['Id', 'IsDeleted', 'SystemModstamp'], where: [isIn('Id', part)] }),
			{ options, deletedToo: true },
		);
		if (!read.ok) break;
		for (const row of read.value) rows.set(shortId(row.Id), row);
	}
	return idsOf(records).map((id): Finding => {
		const row = rows.get(shortId(id));
		if (row?.IsDeleted !== true) return undefined;
		const moment = momentOf(row.SystemModstamp);
		const note = (when: string) => `The ${noun} with the ID ${id} is deleted, ${when}.`;
		const isWithin =
			departure.mayBeAfter(moment, PRECISION) && !departure.isAfter(moment, PRECISION);
		if (!departure.isKnown || Number.isNaN(moment) || isWithin)
			return { seen: { id, note: note('but nobody can tell whether by this request') } };
		// Whether it was this request or another one of the same moment makes no difference: it was there, and it is gone.
		return departure.isAfter(moment, PRECISION)
			? { seen: { id, note: note('and was so before this request') } }
			: { proven: deleted(id) };
	});
}
