import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../../shared/base/values';
import { pick } from '../../shared/form/output';
import type { Batch, Finding } from '../../shared/form/operation';
import type { Session } from '../../shared/http/session';
import type { Departure } from '../../shared/http/vendorClock';
import { findingOf, holdsSame, momentOf } from '../../shared/send/recovery';
import type { Kind } from '../kinds';
import { findByKey } from './lookup';

/** Fields that are read in another form than they were sent, or that Kustomer's rules change: tags are returned as IDs (kustomer 2.4). */
const NOT_COMPARED = [
	'tags',
	'assignedUsers',
	'assignedTeams',
	'queue',
	'emails',
	'phones',
	'locations',
	'socials',
	'urls',
	'id',
];

/**
 * Finds objects whose reply was lost by their External ID, which a read finds at once (kustomer 2.7, 3.2, 4.5 and 4.6).
 * Where the item sets the time of creation, nothing tells when the object was stored.
 */
export function recoverByExternalId(kind: Kind) {
	const lookup = kind.lookups.find(({ name }) => name === 'externalId');
	return async (
		session: Session,
		{ records, options }: Batch,
		departure: Departure,
	): Promise<Finding[]> =>
		await Promise.all(
			records.map(async (record): Promise<Finding> => {
				const key = textOf(record.externalId);
				if (lookup === undefined || key === undefined || record.createdAt !== undefined)
					return undefined;
				const found = await findByKey(session, kind, options, lookup, key);
				return found.ok && found.value !== undefined
					? finding(kind, found.value, record, key, departure)
					: undefined;
			}),
		);
}

function finding(
	kind: Kind,
	row: IDataObject,
	sent: IDataObject,
	key: string,
	departure: Departure,
): Finding {
	const id = String(row.id);
	const same = Object.keys(sent)
		.filter((name) => !NOT_COMPARED.includes(name))
		.every((name) => holdsSame(sent[name], row[name] ?? row[`${name}Id`]));
	return findingOf(
		{ id, same, created: momentOf(row.createdAt), precision: 1 },
		departure,
		`A ${kind.noun} with the External ID "${key}"`,
		() => ({ ok: true, id, json: { ...pick(row, ['id', ...kind.simple]), recovered: true } }),
	);
}
