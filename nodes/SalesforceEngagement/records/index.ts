import type { Operation, Resource } from '../../shared/form/operation';
import type { RecordApi } from '../../shared/operations/recordApi';
import { recordResource } from '../../shared/operations/records';
import { id } from '../../shared/form/fields';
import { ID, picked } from '../fields/ids';
import type { SalesforceKind } from '../kinds/kind';
import { VENDOR } from '../replies';
import { existing } from './existing';
import { get } from './find';
import { count, getMany } from './list';
import { WRITTEN, type Extra } from './shapes';
import { create, remove, update, upsert } from './write';

/** The operations on records of every object. */
export const records: RecordApi<SalesforceKind> = {
	vendor: VENDOR,
	service: 'Salesforce',
	id: ({ noun }) =>
		picked(
			id(
				'id',
				noun.replace(/^./, (first) => first.toUpperCase()),
				{
					...ID,
					required: true,
					description: `The ${noun} to work on`,
				},
			),
			'searchRecords',
			['object'],
		),
	returns: WRITTEN,
	shape: () => ({ id: 'string' }),
	create,
	existing,
	upsert,
	delete: remove,
	update,
};

/** The reading of a kind of records: its lists can be sorted and narrowed, and IDs are not its only keys. */
export function readings(kind: SalesforceKind, extra?: Extra): Operation[] {
	return [get(kind, extra), getMany(kind, extra), count(kind)];
}

/** The resource of a kind of records. */
export function recordsOf(kind: SalesforceKind, more: readonly Operation[] = []): Resource {
	return recordResource(records, kind, [...readings(kind), ...more]);
}
