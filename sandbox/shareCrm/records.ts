import type { FastifyRequest } from 'fastify';

import { refusedPositions } from '../core/fakeServer';
import { COMPUTED, wrongValue } from './checkRecord';
import type { ObjectDescribe } from './objects';
import { queryRows } from './query';
import {
	accepted,
	businessRefusal,
	listOf,
	objectOf,
	refusal,
	textsOf,
	type Json,
} from './replies';
import { checkCreate } from './schemas';
import type { Row, Tenant } from './tenant';

/** Answers a call; `custom`: it came by the path of custom objects. */
export type Handler = (tenant: Tenant, request: FastifyRequest, custom: boolean) => Json;

/** The calls that write and read records, by the end of their path (sharecrm 5). */
export const RECORD_CALLS: Record<string, Handler> = { create, update, get, query };

export const NOT_THERE = 'the data does not exist or has been deleted';

export function bodyOf(request: FastifyRequest): Json {
	return objectOf(request.body);
}

export function dataOf(request: FastifyRequest): Json {
	return objectOf(bodyOf(request).data);
}

export function userOf(request: FastifyRequest): string {
	return String(request.headers['x-fs-userid']);
}

/** The object of a call; each kind of object has a path of its own (sharecrm 5). */
export function objectAt(tenant: Tenant, api: unknown, custom: boolean): ObjectDescribe | Json {
	const object = tenant.objects.get(String(api));
	if (object === undefined || object.isActive === false)
		return refusal(32000, `the object ${String(api)} does not exist`);
	return object.api.endsWith('__c') === custom
		? object
		: refusal(32000, `the object ${object.api} has another path`);
}

export function isRefused(value: object): value is Json {
	return 'errorCode' in value;
}

/** A record as a reply shows it: what is empty is absent, and names stand beside IDs (sharecrm 3 and 7). */
export function shown(tenant: Tenant, row: Row): Json {
	const fields = tenant.objects.get(String(row.object_describe_api_name))?.fields ?? [];
	const names: Json = {};
	for (const { api_name: name, type, options } of fields) {
		const value = row[name];
		if (value === undefined || value === null) continue;
		if (type === 'employee') names[`${name}__r`] = personOf(tenant, value);
		if (type === 'object_reference' || type === 'master_detail')
			names[`${name}__r`] = tenant.nameOf(String(value));
		if (type === 'select_one')
			names[`${name}__r`] = options?.find((option) => option.value === value)?.label;
	}
	return Object.fromEntries(
		Object.entries({ ...row, ...names }).filter(
			([, value]) => value !== null && value !== undefined,
		),
	);
}

export function personOf(tenant: Tenant, value: unknown): Json | undefined {
	const [id] = textsOf(value);
	const person = tenant.employees.find(({ openUserId }) => openUserId === id);
	return person === undefined ? undefined : { id, name: person.name };
}

function create(tenant: Tenant, request: FastifyRequest, custom: boolean): Json {
	const body = bodyOf(request);
	const wrong = checkCreate(body);
	if (wrong !== undefined) return refusal(32000, `parameter is illegal: ${wrong}`);
	const data = dataOf(request);
	const { dataObjectApiName: api, ...values } = objectOf(data.object_data);
	const object = objectAt(tenant, api, custom);
	if (isRefused(object)) return object;
	if (refusedPositions(request).has(0))
		return businessRefusal('the validation rule was not met', 'validation');
	const refused =
		wrongValue(object, values, true) ??
		wrongDetail(tenant, data.details) ??
		takenValue(tenant, object, values);
	if (refused !== undefined) return businessRefusal(refused);
	const user = userOf(request);
	const specified = {
		...(body.hasSpecifyTime === true ? {} : { create_time: tenant.now() }),
		...(body.hasSpecifyCreatedBy === true ? {} : { created_by: [user] }),
	};
	const row = tenant.add(object.api, written(object, { ...values, ...specified }), user);
	const ids = addDetails(tenant, row, objectOf(data.details), user);
	// Custom objects give out no ID in the documented sample, and no page names the key for detail ids (sharecrm 5.1; 14, rows 7 and 13).
	return accepted({
		...(custom ? { data: { _id: row._id } } : { dataId: row._id }),
		...(body.includeDetailIds === true && data.details !== undefined ? { detailIds: ids } : {}),
	});
}

/** What is stored of the values: nothing of what ShareCRM computes. */
function written({ fields }: ObjectDescribe, values: Json): Json {
	const computed = fields.filter(({ type }) => COMPUTED.includes(type));
	return Object.fromEntries(
		Object.entries(values).filter(([key]) => !computed.some(({ api_name: name }) => name === key)),
	);
}

function takenValue(
	tenant: Tenant,
	{ api, fields }: ObjectDescribe,
	values: Json,
	own?: string,
): string | undefined {
	for (const { api_name: name, label } of fields.filter((field) => field.is_unique)) {
		const value = values[name];
		if (value === undefined || value === null || value === '') continue;
		for (const row of tenant.table(api).values())
			if (row[name] === value && row._id !== own)
				return `${label} must be unique, and ${String(value)} is taken`;
	}
	return undefined;
}

/** What is wrong with the values of details, as far as their objects are known. */
function wrongDetail(tenant: Tenant, details: unknown): string | undefined {
	for (const [api, rows] of Object.entries(objectOf(details))) {
		const object = tenant.objects.get(api);
		for (const row of object === undefined ? [] : listOf(rows)) {
			const wrong = object && wrongValue(object, objectOf(row), false);
			if (wrong !== undefined) return wrong;
		}
	}
	return undefined;
}

function addDetails(
	tenant: Tenant,
	master: Row,
	details: Json,
	user: string,
): Record<string, string[]> {
	const ids: Record<string, string[]> = {};
	for (const [api, rows] of Object.entries(details)) {
		const link = tenant.objects
			.get(api)
			?.fields.find(({ type }) => type === 'master_detail')?.api_name;
		ids[api] = listOf(rows).map((values) => {
			const row = tenant.add(
				api,
				{ ...objectOf(values), ...(link === undefined ? {} : { [link]: master._id }) },
				user,
			);
			tenant.details.push({ ...row, dataObjectApiName: api, master: master._id });
			return row._id;
		});
	}
	return ids;
}

function update(tenant: Tenant, request: FastifyRequest, custom: boolean): Json {
	const data = dataOf(request);
	const { dataObjectApiName: api, _id: id, ...values } = objectOf(data.object_data);
	const object = objectAt(tenant, api, custom);
	if (isRefused(object)) return object;
	const row = tenant.table(object.api).get(String(id));
	if (row === undefined) return businessRefusal(NOT_THERE);
	if (refusedPositions(request).has(0))
		return businessRefusal('the validation rule was not met', 'validation');
	if (row.life_status === 'invalid') return businessRefusal('the data is voided');
	if (row.lock_status === '1' && data.skipDataStatusValidate !== true)
		return businessRefusal('the data is locked');
	const refused =
		wrongValue(object, values, false) ??
		wrongDetail(tenant, data.details) ??
		takenValue(tenant, object, values, row._id);
	if (refused !== undefined) return businessRefusal(refused);
	// The owner has a call of its own (sharecrm 0.10).
	const fixed = ['owner', 'created_by', 'create_time', 'life_status', 'lock_status'];
	tenant.change(
		row,
		Object.fromEntries(
			Object.entries(written(object, values)).filter(([key]) => !fixed.includes(key)),
		),
		userOf(request),
	);
	if (data.details !== undefined) addDetails(tenant, row, objectOf(data.details), userOf(request));
	return accepted(custom ? {} : { dataId: row._id });
}

function get(tenant: Tenant, request: FastifyRequest, custom: boolean): Json {
	const { dataObjectApiName: api, objectDataId: id } = dataOf(request);
	const object = objectAt(tenant, api, custom);
	if (isRefused(object)) return object;
	const row = tenant.table(object.api).get(String(id));
	return row === undefined ? businessRefusal(NOT_THERE) : accepted({ data: shown(tenant, row) });
}

function query(tenant: Tenant, request: FastifyRequest, custom: boolean): Json {
	const data = dataOf(request);
	const object = objectAt(tenant, data.dataObjectApiName, custom);
	if (isRefused(object)) return object;
	const info = objectOf(data.search_query_info);
	const found = queryRows(tenant.table(object.api).values(), info);
	if (isRefused(found)) return found;
	const { rows, total } = found as { rows: Row[]; total: number };
	const wanted = textsOf(info.fieldProjection);
	return accepted({
		data: {
			dataList: rows.map((row) => {
				const record = shown(tenant, row);
				return wanted.length === 0
					? record
					: Object.fromEntries(
							Object.entries(record).filter(([key]) =>
								['_id', ...wanted].includes(key.replace(/__r$/, '')),
							),
						);
			}),
			offset: info.offset,
			limit: info.limit,
			total: data.find_explicit_total_num === false ? 0 : total,
		},
	});
}
