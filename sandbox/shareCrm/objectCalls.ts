import type { FastifyRequest } from 'fastify';

import { bodyOf, dataOf, userOf } from './records';
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

type Handler = (tenant: Tenant, request: FastifyRequest) => Json;

/** Calls on objects, locks, pools and teams, by their path (sharecrm 5.8 to 6.2). */
export const OBJECT_CALLS: Record<string, Handler> = {
	'/cgi/crm/v2/object/list': (tenant) =>
		accepted({
			data: {
				objects: [...tenant.objects.values()].map(({ api, label, isActive = true }) => ({
					describeApiName: api,
					describeDisplayName: label,
					defineType: api.endsWith('__c') ? 'custom' : 'package',
					isActive,
				})),
			},
		}),
	'/cgi/crm/v2/object/describe': describe,
	'/cgi/crm/countryAreaOptions/get': () =>
		accepted({
			countryAreaOptions: [
				{ value: '248', label: 'China', children: [{ value: '250', label: 'Beijing' }] },
			],
		}),
	'/cgi/crm/v2/object/lock': (tenant, request) => lock(tenant, request, '1'),
	'/cgi/crm/v2/object/unlock': (tenant, request) => lock(tenant, request, '0'),
	'/cgi/crm/v2/data/choose': choose,
	'/cgi/crm/v2/data/return': giveBack,
	'/cgi/crm/v2/data/remove': remove,
	'/cgi/crm/team/add': (tenant, request) =>
		team(tenant, request, (members) => [
			...members,
			...textsOf(dataOf(request).teamMemberEmployee).map((id) => ({
				teamMemberEmployee: [id],
				teamMemberRole: dataOf(request).teamMemberRole,
				teamMemberPermissionType: dataOf(request).teamMemberPermissionType,
			})),
		]),
	'/cgi/crm/team/edit': (tenant, request) =>
		team(tenant, request, () => listOf(dataOf(request).teamMemberInfos).map(objectOf)),
	'/cgi/crm/team/get': (tenant, request) => {
		const row = tenant.table(String(bodyOf(request).apiName)).get(String(dataOf(request).dataID));
		return row === undefined
			? businessRefusal('the data does not exist')
			: accepted({ data: { teamMemberInfos: listOf(row.relevant_team) } });
	},
	'/cgi/crm/team/delete': (tenant, request) =>
		team(tenant, request, (members) => {
			const gone = textsOf(dataOf(request).teamMemberEmployee);
			return members.filter(
				({ teamMemberEmployee }) => !textsOf(teamMemberEmployee).some((id) => gone.includes(id)),
			);
		}),
};

function describe(tenant: Tenant, request: FastifyRequest): Json {
	const object = tenant.objects.get(String(dataOf(request).apiName));
	if (object === undefined) return businessRefusal('the object does not exist');
	const described = {
		api_name: object.api,
		display_name: object.label,
		fields: Object.fromEntries(object.fields.map((field) => [field.api_name, field])),
	};
	return accepted({ data: { describe: described } });
}

function rowsOf(tenant: Tenant, object: unknown, ids: unknown): Row[] | Json {
	const table = tenant.table(String(object));
	const rows = textsOf(ids).map((id) => table.get(id));
	if (rows.length === 0 || rows.length > 100) return refusal(32000, '1 to 100 ids are needed');
	const gone = rows.includes(undefined);
	return gone ? businessRefusal('the data does not exist') : (rows as Row[]);
}

function lock(tenant: Tenant, request: FastifyRequest, status: '0' | '1'): Json {
	const { dataObjectApiName: object, dataIds, detailObjStrategy } = dataOf(request);
	if (![undefined, 0, 1].includes(detailObjStrategy as number | undefined))
		return refusal(32000, 'detailObjStrategy must be 0 or 1');
	const rows = rowsOf(tenant, object, dataIds);
	if (!Array.isArray(rows)) return rows;
	for (const row of rows) tenant.change(row, { lock_status: status }, userOf(request));
	return accepted();
}

function poolOf(tenant: Tenant, id: unknown): Set<string> {
	const pool = tenant.pools.get(String(id)) ?? new Set();
	tenant.pools.set(String(id), pool);
	return pool;
}

/** A claim takes records out of whatever pool they are in (sharecrm 5.9). */
function choose(tenant: Tenant, request: FastifyRequest): Json {
	const { apiName, objectIds } = dataOf(request);
	const rows = rowsOf(tenant, apiName, objectIds);
	if (!Array.isArray(rows)) return rows;
	const pools = rows.map((row) => [...tenant.pools.values()].find((pool) => pool.has(row._id)));
	if (pools.includes(undefined)) return businessRefusal('the data is in no pool');
	rows.forEach((row, index) => {
		pools[index]?.delete(row._id);
		tenant.change(row, { owner: [userOf(request)] }, userOf(request));
	});
	return accepted();
}

function giveBack(tenant: Tenant, request: FastifyRequest): Json {
	const { apiName, objectIds, objectPoolId, backReason } = dataOf(request);
	const rows = rowsOf(tenant, apiName, objectIds);
	if (!Array.isArray(rows)) return rows;
	if (typeof objectPoolId !== 'string' || !['0', '1', '2', 'other'].includes(String(backReason)))
		return refusal(32000, 'objectPoolId and backReason are needed');
	for (const row of rows) {
		poolOf(tenant, objectPoolId).add(row._id);
		tenant.change(row, { owner: [] }, userOf(request));
	}
	return accepted();
}

function remove(tenant: Tenant, request: FastifyRequest): Json {
	const { apiName, objectIDs, objectPoolId } = dataOf(request);
	const rows = rowsOf(tenant, apiName, objectIDs);
	if (!Array.isArray(rows)) return rows;
	const pool = poolOf(tenant, objectPoolId);
	if (rows.some((row) => !pool.has(row._id))) return businessRefusal('the data is not in the pool');
	for (const row of rows) pool.delete(row._id);
	return accepted();
}

/** The API name stands outside of `data` here (sharecrm 5.10). */
function team(tenant: Tenant, request: FastifyRequest, change: (members: Json[]) => Json[]): Json {
	const { dataIDs, dataID } = dataOf(request);
	const rows = rowsOf(tenant, bodyOf(request).apiName, dataIDs ?? [dataID]);
	if (!Array.isArray(rows)) return rows;
	for (const row of rows)
		tenant.change(
			row,
			{ relevant_team: change(listOf(row.relevant_team).map(objectOf)) },
			userOf(request),
		);
	return accepted();
}
