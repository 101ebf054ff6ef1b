import type { FastifyRequest } from 'fastify';

import { refusedPositions } from '../core/fakeServer';
import { dataOf, isRefused, NOT_THERE, objectAt, personOf, userOf, type Handler } from './records';
import {
	accepted,
	businessRefusal,
	listOf,
	objectOf,
	refusal,
	textsOf,
	type Json,
} from './replies';
import type { Row, Tenant } from './tenant';

/** The calls that change what state records are in, by the end of their path (sharecrm 5.6 and 5.7). */
export const STATE_CALLS: Record<string, Handler> = {
	invalid,
	delete: (tenant, request, custom) =>
		eachOf(tenant, request, custom, (table, row) => {
			if (row.life_status !== 'invalid') return 'must be voided before it is deleted';
			table.delete(row._id);
			return undefined;
		}),
	recover: (tenant, request, custom) =>
		eachOf(tenant, request, custom, (_table, row) => {
			if (row.life_status !== 'invalid') return 'is not voided';
			tenant.change(row, { life_status: 'normal' });
			return undefined;
		}),
	changeOwner,
};

/** Voids one record (sharecrm 5.6). */
function invalid(tenant: Tenant, request: FastifyRequest, custom: boolean): Json {
	const { dataObjectApiName: api, object_data_id: id } = dataOf(request);
	const object = objectAt(tenant, api, custom);
	if (isRefused(object)) return object;
	if (typeof id !== 'string') return refusal(32000, 'object_data_id must be a text');
	const row = tenant.table(object.api).get(id);
	if (row === undefined) return businessRefusal(NOT_THERE);
	if (refusedPositions(request).has(0) || row.life_status === 'invalid')
		return businessRefusal('the data is voided already');
	tenant.change(row, { life_status: 'invalid' }, userOf(request));
	return accepted();
}

/** Changes all records of a call, or none (a guess; sharecrm 5.6 does not say). */
function eachOf(
	tenant: Tenant,
	request: FastifyRequest,
	custom: boolean,
	change: (table: Map<string, Row>, row: Row) => string | undefined,
): Json {
	const { dataObjectApiName: api, idList } = dataOf(request);
	const object = objectAt(tenant, api, custom);
	if (isRefused(object)) return object;
	const ids = textsOf(idList);
	if (ids.length === 0 || ids.length > 100 || new Set(ids).size < ids.length)
		return refusal(32000, 'idList must hold 1 to 100 different ids');
	const table = tenant.table(object.api);
	const rows = ids.map((id) => table.get(id));
	const refused = refusedPositions(request);
	const wrong = rows.findIndex(
		(row, index) => row === undefined || refused.has(index) || change(new Map(), { ...row }),
	);
	if (wrong >= 0) return businessRefusal(`${ids[wrong]}: ${NOT_THERE}`);
	for (const row of rows) if (row) change(table, row);
	return accepted();
}

function changeOwner(tenant: Tenant, request: FastifyRequest, custom: boolean): Json {
	const { dataObjectApiName: api, Data: entries } = dataOf(request);
	const object = objectAt(tenant, api, custom);
	if (isRefused(object)) return object;
	const pairs = listOf(entries).map(objectOf);
	const table = tenant.table(object.api);
	if (pairs.length === 0 || pairs.length > 100)
		return refusal(32000, 'Data must hold 1 to 100 entries');
	for (const { objectDataId: id, ownerId } of pairs) {
		const row = table.get(String(id));
		if (row === undefined) return businessRefusal(`${String(id)}: ${NOT_THERE}`);
		if (!Array.isArray(ownerId) || personOf(tenant, ownerId) === undefined)
			return refusal(30027, 'employee does not exist');
		if ([...tenant.pools.values()].some((pool) => pool.has(row._id)))
			return businessRefusal('the data is in a pool');
	}
	for (const { objectDataId: id, ownerId } of pairs) {
		const row = table.get(String(id));
		if (row) tenant.change(row, { owner: ownerId }, userOf(request));
	}
	return accepted();
}
