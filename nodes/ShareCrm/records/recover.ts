import type { IDataObject } from 'n8n-workflow';

import type { TypedBatch } from '../../shared/form/defineOperation';
import type { ValueIn } from '../../shared/form/fields';
import type { Finding } from '../../shared/form/operation';
import { textOf, without } from '../../shared/base/values';
import { findingOf, holdsSame } from '../../shared/send/recovery';
import { Departure } from '../../shared/http/vendorClock';
import type { Session } from '../../shared/http/session';
import type { matchOn } from './existing';
import { findByKey, keyText } from './find';

/** Keys that are not fields of the record. */
const NAMING = ['dataObjectApiName', 'object_describe_api_name', 'details', 'owner'];

/** When the creation of a record left, after no record had been found by its key. */
const left = new WeakMap<IDataObject, number>();

/** Notes that the creation of a record leaves now, after no record was found by its key. */
export function leaves(record: IDataObject): void {
	left.set(record, Date.now());
}

/**
 * Finds out by the key what became of new records whose reply was lost. One that holds what was sent and was created after its
 * own request had left is the one; a time of creation that the item has set tells nothing (sharecrm 5.1).
 */
export async function recoverByKey(
	session: Session,
	object: string,
	{ records, options }: TypedBatch<IDataObject, ValueIn<typeof matchOn>>,
): Promise<Finding[]> {
	const { matchOn: field } = options;
	const keys = records.map((record) => keyText(record[field]));
	const asked = [...new Set(keys.flatMap((key) => key ?? []))];
	const found = await findByKey(session, { object, field }, asked, options);
	if (!found.ok) return [];
	return records.map((record, index) => {
		const key = keys[index] ?? '';
		const [row, ...others] = found.value.get(key) ?? [];
		const id = textOf(row?._id);
		const moment = left.get(record);
		if (row === undefined || id === undefined || moment === undefined || others.length > 0)
			return undefined;
		return findingOf(
			{
				id,
				same: record.create_time === undefined && isSame(record, row),
				created: Number(row.create_time),
				precision: 1,
			},
			// The requests of a batch leave at different times.
			new Departure(session.clock, moment),
			`A record whose '${field}' is "${key}"`,
			(recovered) => ({
				ok: true,
				id: recovered,
				json: { id: recovered, action: 'insert', recovered: true },
			}),
		);
	});
}

function isSame(record: IDataObject, row: IDataObject): boolean {
	return Object.entries(without(record, NAMING)).every(([name, value]) =>
		holdsSame(value, row[name]),
	);
}
