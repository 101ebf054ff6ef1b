import { deepCopy, type IDataObject } from 'n8n-workflow';

import type { Result } from '../shared/base/result';
import { remember } from '../shared/http/remember';
import type { Session } from '../shared/http/session';
import { at, isObject, textOf } from '../shared/base/values';

/** Types of fields that Bigin fills in itself. */
const COMPUTED = ['autonumber', 'formula'];

/** The part of a field's metadata that the node uses (bigin 7.2). */
export interface FieldMeta {
	apiName: string;
	label: string;
	dataType: string;
	custom: boolean;
	/** False if Bigin fills the field in itself. */
	writable: boolean;
	/** From `view_type` and `read_only`, because `field_read_only` is wrong for the owner (bigin 7.2). */
	creatable: boolean;
	editable: boolean;
	mandatory: boolean;
	unique: boolean;
	sortable: boolean;
	searchable: boolean;
	/** Values of a picklist, as Bigin takes them. */
	values: PickValue[];
}

export interface PickValue {
	label: string;
	value: string;
	/** Values of dependent picklists that belong to this one, by the API name of the dependent picklist (bigin 7.3). */
	maps: Record<string, string[]>;
}

/** A layout; for pipeline records each layout is one team pipeline (bigin 7.3). */
export interface Layout {
	id: string;
	name: string;
	fields: FieldMeta[];
}

/**
 * The fields of a module, cached per account.
 * @param fresh true if the caller drops values by them, so that an answer from an earlier run is too old
 */
export async function fieldsOf(
	session: Session,
	module: string,
	fresh = false,
): Promise<Result<FieldMeta[]>> {
	return await remember(
		session,
		`fields of ${module}`,
		async () => await readMetadata(session, 'fields', module, fieldMeta),
		{ fresh },
	);
}

/** The layouts of a module, cached per account (bigin 7.3). */
export async function layoutsOf(session: Session, module: string): Promise<Result<Layout[]>> {
	return await remember(
		session,
		`layouts of ${module}`,
		async () => await readMetadata(session, 'layouts', module, layout),
	);
}

/**
 * The entries of a metadata list as Bigin returns them, cached per account. An operation that shows them to the user
 * calls `metadataNow` instead.
 */
export async function rawMetadata(
	session: Session,
	kind: string,
	module?: string,
	fresh = false,
): Promise<Result<IDataObject[]>> {
	return await remember(
		session,
		`${kind} of ${module ?? 'the account'}, raw`,
		async () =>
			await readMetadata(session, kind, module, (entry) => (isObject(entry) ? entry : undefined)),
		{ fresh },
	);
}

/** The entries of a metadata list at the time of the run, copied so that the caller may change them. */
export async function metadataNow(
	session: Session,
	kind: string,
	module?: string,
): Promise<Result<IDataObject[]>> {
	const read = await rawMetadata(session, kind, module, true);
	return read.ok ? { ok: true, value: deepCopy(read.value) } : read;
}

/**
 * API name of the module whose records a related list holds. It may differ from the list's name (bigin 7.4), which is
 * used if the metadata does not tell.
 */
export async function relatedModule(
	session: Session,
	module: string,
	relatedList: string,
): Promise<string> {
	const lists = await rawMetadata(session, 'related_lists', module);
	const found = lists.ok
		? lists.value.find(({ api_name: name }) => name === relatedList)
		: undefined;
	return textOf(at(found, 'module', 'api_name')) ?? textOf(at(found, 'module')) ?? relatedList;
}

/**
 * Reads one metadata list of a module, or of the account if `module` is undefined (bigin 7).
 * @param kind name of the list in the path and in the reply, such as "fields"
 * @param read reads one entry; undefined leaves it out
 */
export async function readMetadata<T>(
	session: Session,
	kind: string,
	module: string | undefined,
	read: (entry: unknown) => T | undefined,
): Promise<Result<T[]>> {
	const answer = await session.call({
		method: 'GET',
		path: `/bigin/v2/settings/${kind}`,
		...(module === undefined ? {} : { query: { module } }),
	});
	if (!answer.ok) return answer;
	return { ok: true, value: list(at(answer.body, kind)).flatMap((entry) => read(entry) ?? []) };
}

/** Reads the metadata of one field (bigin 7.2); undefined if it has no API name. */
export function fieldMeta(field: unknown): FieldMeta | undefined {
	const apiName = textOf(at(field, 'api_name'));
	if (apiName === undefined) return undefined;
	const unique = at(field, 'unique');
	const dataType = textOf(at(field, 'data_type')) ?? 'text';
	const writable = at(field, 'read_only') !== true && !COMPUTED.includes(dataType);
	return {
		apiName,
		// Bigin's screens show `field_label`; `display_label` keeps Zoho CRM's word (bigin 18, row 7.2).
		label: textOf(at(field, 'field_label')) ?? textOf(at(field, 'display_label')) ?? apiName,
		dataType,
		custom: at(field, 'custom_field') === true,
		writable,
		creatable: writable && at(field, 'view_type', 'create') !== false,
		editable: writable && at(field, 'view_type', 'edit') !== false,
		mandatory: at(field, 'system_mandatory') === true || at(field, 'required') === true,
		unique: isObject(unique) && Object.keys(unique).length > 0,
		sortable: at(field, 'sortable') !== false,
		searchable: at(field, 'searchable') !== false,
		values: list(at(field, 'pick_list_values')).flatMap((entry) => pickValue(entry) ?? []),
	};
}

function pickValue(entry: unknown): PickValue | undefined {
	const value = textOf(at(entry, 'actual_value')) ?? textOf(at(entry, 'display_value'));
	// "-None-" is Bigin's value for "nothing chosen" (bigin 7.3).
	if (value === undefined || value === '-None-') return undefined;
	const maps = list(at(entry, 'maps')).flatMap((map): Array<[string, string[]]> => {
		const name = textOf(at(map, 'api_name'));
		return name === undefined
			? []
			: [
					[
						name,
						list(at(map, 'pick_list_values')).flatMap((inner) => pickValue(inner)?.value ?? []),
					],
				];
	});
	return {
		value,
		label: textOf(at(entry, 'display_value')) ?? value,
		maps: Object.fromEntries(maps),
	};
}

/** Reads one layout with the fields of all its sections (bigin 7.3); undefined if it has no ID. */
export function layout(entry: unknown): Layout | undefined {
	const id = textOf(at(entry, 'id'));
	if (id === undefined) return undefined;
	// The names of sections differ between accounts (bigin 7.3), so take the fields of all sections.
	const fields = list(at(entry, 'sections'))
		.flatMap((section) => list(at(section, 'fields')))
		.flatMap((field) => fieldMeta(field) ?? []);
	return {
		id,
		name: textOf(at(entry, 'display_label')) ?? textOf(at(entry, 'name')) ?? id,
		fields,
	};
}

function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
