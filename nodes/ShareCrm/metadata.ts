import type { IDataObject } from 'n8n-workflow';

import { at, isObject, textOf } from '../shared/base/values';
import type { Result } from '../shared/base/result';
import { remember } from '../shared/http/remember';
import type { Session } from '../shared/http/session';

/** Types that ShareCRM fills in itself (sharecrm 6.2). */
const COMPUTED = ['auto_number', 'formula', 'count', 'quote', 'lock_rule'];

/** Fields that ShareCRM fills in itself, or that have a call of their own (sharecrm 7). */
const SYSTEM = [
	'_id',
	'tenant_id',
	'object_describe_api_name',
	'last_modified_by',
	'last_modified_time',
	'life_status',
	'lock_status',
	'lock_user',
	'is_deleted',
	'version',
	'owner_department',
	'owner_department_id',
	'relevant_team',
	'extend_obj_data_id',
	'package',
];

/** True for a field that ShareCRM fills in itself, or that has a call of its own, also where the object's description leaves it out. */
export function isSystem(apiName: string): boolean {
	return SYSTEM.includes(apiName);
}

/** A choice of a select field. */
export interface FieldOption {
	label: string;
	value: string;
}

/** A field in the object's description, as far as the node uses it (sharecrm 6.2). */
export interface FieldMeta {
	apiName: string;
	label: string;
	/** ShareCRM's own type (sharecrm 7). */
	type: string;
	/** False where ShareCRM fills it in itself. */
	writable: boolean;
	required: boolean;
	unique: boolean;
	options: FieldOption[];
	/** The zone whose midnight a day means: "GMT+8". */
	timeZone?: string;
	/** API name of the object that a lookup points to. */
	target?: string;
}

/** An object of the tenant (sharecrm 6.1). */
export interface ObjectMeta {
	apiName: string;
	label: string;
}

/** The objects of the tenant that are switched on. */
export async function objectsOf(session: Session): Promise<Result<ObjectMeta[]>> {
	return await remember(session, 'objects', async () => {
		const rows = await rawObjects(session);
		return rows.ok ? { ok: true, value: rows.value.flatMap((row) => objectMeta(row) ?? []) } : rows;
	});
}

/** The objects as ShareCRM lists them. */
export async function rawObjects(session: Session): Promise<Result<IDataObject[]>> {
	const answer = await session.call({
		method: 'POST',
		path: '/cgi/crm/v2/object/list',
		body: { includeNull: false },
		reads: true,
	});
	return answer.ok ? { ok: true, value: rowsAt(answer.body, 'data', 'objects') } : answer;
}

function objectMeta(row: IDataObject): ObjectMeta | undefined {
	const apiName = textOf(row.describeApiName);
	// An old client types the switch as text.
	if (apiName === undefined || String(row.isActive) === 'false') return undefined;
	return { apiName, label: textOf(row.describeDisplayName) ?? apiName };
}

/**
 * The description of an object.
 * @param fresh true where values are left out by it, so that it must be that of now
 */
export async function describe(
	session: Session,
	object: string,
	fresh = false,
): Promise<Result<IDataObject>> {
	const ask = async (): Promise<Result<IDataObject>> => {
		const answer = await session.call({
			method: 'POST',
			path: '/cgi/crm/v2/object/describe',
			// Where the switch belongs differs between the vendor's pages (sharecrm 6.2).
			body: { includeDetail: true, data: { apiName: object, includeDetail: true } },
			reads: true,
		});
		if (!answer.ok) return answer;
		const described = at(answer.body, 'data', 'describe');
		return { ok: true, value: isObject(described) ? described : {} };
	};
	return await remember(session, `description of ${object}`, ask, { fresh });
}

/** The fields of an object that are switched on. */
export async function fieldsOf(
	session: Session,
	object: string,
	fresh = false,
): Promise<Result<FieldMeta[]>> {
	const described = await describe(session, object, fresh);
	if (!described.ok) return described;
	const { fields } = described.value;
	const list = isObject(fields) ? Object.entries(fields) : [];
	return { ok: true, value: list.flatMap(([name, field]) => fieldMeta(name, field) ?? []) };
}

/** Reads what ShareCRM says of a field; undefined for one that is switched off. */
export function fieldMeta(name: string, field: unknown): FieldMeta | undefined {
	if (!isObject(field) || field.is_active === false) return undefined;
	const apiName = textOf(field.api_name) ?? name;
	const type = textOf(field.type) ?? 'text';
	return {
		apiName,
		label: textOf(field.label) ?? apiName,
		type,
		writable: !COMPUTED.includes(type) && !isSystem(apiName),
		required: field.is_required === true,
		unique: field.is_unique === true,
		options: optionsOf(field.options),
		timeZone: textOf(field.time_zone),
		target: textOf(field.target_api_name),
	};
}

function optionsOf(options: unknown): FieldOption[] {
	return Array.isArray(options)
		? options.flatMap((option) => {
				const value = textOf(at(option, 'value'));
				return value === undefined ? [] : [{ value, label: textOf(at(option, 'label')) ?? value }];
			})
		: [];
}

/** The rows of a reply at a path of keys. */
export function rowsAt(body: unknown, ...keys: string[]): IDataObject[] {
	const rows = at(body, ...keys);
	return Array.isArray(rows) ? rows.filter(isObject) : [];
}
