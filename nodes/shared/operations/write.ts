import type { Field } from '../form/fields';
import { UPDATE_FIELDS, type Operation } from '../form/operation';
import { returnFullRecord, withFullRecords } from './fullRecord';
import type { Existing } from './existing';
import { withIfItExists } from './ifItExists';
import { withArticle, type RecordKind } from './kind';
import type { RecordApi, RecordWrite } from './recordApi';

/** The ID of the record in an update, a delete or a get. */
export function recordId({ id }: { id?: unknown }): string {
	return String(id);
}

/** The identity of a record that an item names by its ID. */
export function idOf(record: { id?: unknown }): string[] {
	return [recordId(record)];
}

/** Create, for one kind of record. */
export function createOperation<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	write: RecordWrite,
): Operation {
	const { noun } = kind;
	const create = writing(api, kind, write, [...kind.fields, ...(write.fields ?? [])], {
		name: 'Create',
		value: 'create',
		action: `Create ${noun}`,
		description: `Add a new ${noun} to ${api.service}${inOneRequest(write)}`,
		finish: kind.finish,
		creates: true,
	});
	const existing = api.existing?.(kind);
	return existing ? withIfItExists(create, { ...knownRecords(api, kind), ...existing }) : create;
}

/** How to read and update records that already exist. */
function knownRecords<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
): Pick<Existing, 'read' | 'update'> {
	const { whole } = api;
	const update = api.update?.(kind);
	return {
		...(whole
			? { read: async (session, ids, options) => await whole(session, kind, ids, options) }
			: {}),
		...(update
			? {
					update: async (session, batch, files) =>
						await updateOperation(api, kind, update).send(session, batch, files),
				}
			: {}),
	};
}

/** Update, for one kind of record: each by its ID, and only the sent fields change. */
export function updateOperation<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	write: RecordWrite,
): Operation {
	const { noun } = kind;
	const fields = [
		api.id(kind),
		...(kind.updateFields ?? kind.fields).map(optional),
		...(write.fields ?? []),
	];
	return writing(api, kind, write, fields, {
		name: 'Update',
		value: 'update',
		action: `Update ${noun}`,
		description: `Change fields of ${withArticle(noun)} that is in ${api.service} already; fields that are not given stay as they are`,
		optionalFields: UPDATE_FIELDS,
		clears: true,
		finish: kind.finishUpdate,
		identity: idOf,
	});
}

/** Create or Update, for one kind of record, matched by a key in the service. */
export function upsertOperation<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	write: RecordWrite,
): Operation {
	const { noun } = kind;
	return writing(api, kind, write, [...kind.fields, ...(write.fields ?? [])], {
		name: 'Create or Update',
		value: 'upsert',
		action: `Create or update ${noun}`,
		description: `Create a new ${noun}, or update the current one if it already exists (upsert)`,
		clears: true,
		finish: kind.finish,
	});
}

/** Delete, for one kind of record. */
export function deleteOperation<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	write: RecordWrite,
): Operation {
	const fields = [api.id(kind), ...(write.fields ?? [])];
	return {
		name: 'Delete',
		value: 'delete',
		action: `Delete ${kind.noun}`,
		description: `Delete ${withArticle(kind.noun)} in ${api.service}${inOneRequest(write)}`,
		input: 'form',
		returns: { id: 'string', deleted: 'boolean' },
		...write,
		fields,
		send: async (session, batch, files) => await write.send(session, batch, { fields, files }),
	};
}

function writing<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	write: RecordWrite,
	fields: readonly Field[],
	common: Omit<Operation, 'fields' | 'limits' | 'returns' | 'send'>,
): Operation {
	const { whole, service } = api;
	return {
		...common,
		names: kind.names,
		returns: api.returns,
		...write,
		fields,
		options: [...(write.options ?? []), ...(whole ? [returnFullRecord(service)] : [])],
		async send(session, batch, files) {
			const outcomes = await write.send(session, batch, { fields, files });
			if (!whole) return outcomes;
			return await withFullRecords(
				service,
				outcomes,
				batch.options,
				async (ids) => await whole(session, kind, ids, batch.options),
			);
		},
	};
}

function inOneRequest({ limits }: RecordWrite): string {
	return limits.records > 1 ? '; many input items are sent in one request' : '';
}

/** The field without its required flag: an update needs none of the fields that a new record needs. */
function optional(field: Field): Field {
	const { required, ...property } = field.property;
	return required || field.upFront
		? { ...field, required: false, upFront: false, property }
		: field;
}
