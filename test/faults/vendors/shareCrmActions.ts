import type { INodeParameters } from 'n8n-workflow';

import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import { ShareCrmFakeServer } from '../../../sandbox/shareCrm/fakeServer';
import type { Json } from '../../../sandbox/shareCrm/replies';
import type { Row, Tenant } from '../../../sandbox/shareCrm/tenant';
import { ANY, type FaultVendor, type Target } from './faultVendor';

/** Where a fake server keeps what it was told. */
function tenantOf(fakeServer: VendorFakeServer): Tenant {
	if (fakeServer instanceof ShareCrmFakeServer) return fakeServer.tenant;
	throw new Error('not the fake server of ShareCRM');
}

function rowsIn(fakeServer: VendorFakeServer, object: string): Row[] {
	return [...tenantOf(fakeServer).table(object).values()];
}

const COUNT = 6;

/** What all runs against the fake server have in common. */
export const SHARE_CRM = {
	node: 'shareCrm',
	opening: 1,
	credential: 'shareCrmApi',
	make: () => new ShareCrmFakeServer(),
	batchSize: 1,
	count: COUNT,
	stored: 'CustomerServiceSessionObj',
	id: '_id',
} as const;

const WRITE = { requests: COUNT, malformed: ['html', 'withoutStatus'], write: true } as const;

/** An operation on records by their IDs: the records, their state before, and which of them it was carried out on. */
function onRecords(
	{
		resource = 'record',
		object = 'CustomerServiceSessionObj',
		operation,
		path,
		parameters = {},
		...target
	}: {
		resource?: string;
		object?: string;
		operation: string;
		path: string;
		parameters?: INodeParameters;
	} & Partial<Target>,
	state: Json | ((tenant: Tenant, id: string) => void),
	effects: (row: Row, tenant: Tenant) => boolean | number,
	removes = false,
): FaultVendor {
	return {
		...SHARE_CRM,
		batchSize: 3,
		parameters: {
			resource,
			operation,
			object,
			id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			...parameters,
		},
		item: (_index, id) => ({ id, _id: id }),
		prepare(fakeServer) {
			const tenant = tenantOf(fakeServer);
			return Array.from({ length: COUNT }, (_, index) => {
				const row = tenant.add(object, { name: `key-${index}` });
				if (typeof state === 'function') state(tenant, row._id);
				else Object.assign(row, state);
				return row._id;
			});
		},
		effects: (fakeServer) =>
			rowsIn(fakeServer, object).flatMap((row) =>
				Array.from({ length: Number(effects(row, tenantOf(fakeServer))) }, () => row),
			),
		...(removes ? { removes } : {}),
		key: '_id',
		targets: [{ ...WRITE, requests: 2, name: `${resource} ${operation}`, path, ...target }],
	};
}

const POOL = 'pool-1';
const inPool = (tenant: Tenant, id: string) => {
	const row = tenant.table('LeadsObj').get(id);
	if (row) row.owner = [];
	tenant.pools.set(POOL, (tenant.pools.get(POOL) ?? new Set()).add(id));
};
const isInPool = ({ _id: id }: Row, { pools }: Tenant) => pools.get(POOL)?.has(id) === true;
const pool = { resource: 'pool', object: 'LeadsObj' };
const team = { resource: 'relatedTeam', object: 'AccountObj' };
const member = {
	teamMemberEmployee: '1001',
	teamMemberRole: '4',
	teamMemberPermissionType: '1',
};
const members = ({ relevant_team: list }: Row) => (Array.isArray(list) ? list.length : 0);
// A second sending does no harm.
const harmless = { keyed: true };

/** Writes that change the state of records which are there, many in one call. */
const STATES: readonly FaultVendor[] = [
	onRecords(
		{ operation: 'delete', path: '/data/delete' },
		{ life_status: 'invalid' },
		() => true,
		true,
	),
	...[
		{ name: 'record void before its deletion', path: '/data/invalid', requests: COUNT },
		{ name: 'record delete after it was voided', path: '/data/delete' },
	].map(
		(target): FaultVendor => ({
			// A voided record counts as written; one that is told to be deleted must be gone.
			...onRecords(
				{ operation: 'voidAndDelete', ...target },
				{},
				({ life_status: status }) => status !== 'invalid',
				true,
			),
			holds: (fakeServer, { error, id }) =>
				error !== undefined ||
				rowsIn(fakeServer, 'CustomerServiceSessionObj').every(({ _id }) => _id !== id),
		}),
	),
	onRecords(
		{ operation: 'recover', path: '/data/recover' },
		{ life_status: 'invalid' },
		({ life_status: status }) => status === 'normal',
	),
	onRecords(
		{
			operation: 'changeOwner',
			path: '/data/changeOwner',
			parameters: { ownerId: { __rl: true, mode: 'id', value: '1001' } },
		},
		{},
		({ owner }) => Array.isArray(owner) && owner.includes('1001'),
	),
	onRecords(
		{ operation: 'lock', path: '/object/lock', ...harmless },
		{},
		({ lock_status: status }) => status === '1',
	),
	onRecords(
		{ operation: 'unlock', path: '/object/unlock', ...harmless },
		{ lock_status: '1' },
		({ lock_status: status }) => status === '0',
	),
	onRecords(
		{ ...pool, operation: 'claim', path: '/data/choose' },
		inPool,
		(row, tenant) => !isInPool(row, tenant),
	),
	onRecords(
		{
			...pool,
			operation: 'return',
			path: '/data/return',
			parameters: { objectPoolId: POOL, backReason: '0' },
		},
		{},
		isInPool,
	),
	onRecords(
		{ ...pool, operation: 'remove', path: '/data/remove', parameters: { objectPoolId: POOL } },
		inPool,
		(row, tenant) => !isInPool(row, tenant),
	),
	onRecords({ ...team, operation: 'add', path: '/team/add', parameters: member }, {}, members),
	onRecords(
		{
			...team,
			operation: 'remove',
			path: '/team/delete',
			parameters: { teamMemberEmployee: '1001' },
		},
		{ relevant_team: [{ ...member, teamMemberEmployee: ['1001'] }] },
		(row) => members(row) === 0,
	),
	{
		...onRecords(
			{
				...team,
				operation: 'edit',
				path: '/team/edit',
				parameters: { teamMemberInfos: { values: [member] } },
				requests: COUNT,
			},
			{},
			members,
		),
		batchSize: 1,
	},
];

/** A write that is one call for each item. */
function oneByOne(
	resource: string,
	operation: string,
	path: string,
	more: Pick<FaultVendor, 'effects' | 'key' | 'item'> & Partial<FaultVendor>,
): FaultVendor {
	return {
		...SHARE_CRM,
		id: more.key,
		...more,
		parameters: { resource, operation, ...more.parameters },
		targets: more.targets ?? [{ ...WRITE, name: `${resource} ${operation}`, path }],
	};
}

const named = (index: number) => ({ name: `key-${index}` });

/** Approvals that wait for a decision. */
const approvals = {
	item: (index: number) => ({ id: `key-${index}` }),
	key: 'id',
	prepare(fakeServer: VendorFakeServer) {
		tenantOf(fakeServer).approvals = Array.from({ length: COUNT }, (_, index) => ({
			id: `key-${index}`,
			instanceId: `i-${index}`,
			taskId: `key-${index}`,
			dataId: `key-${index}`,
			state: 'in_progress',
		}));
		return [];
	},
	effects: (fakeServer: VendorFakeServer) =>
		tenantOf(fakeServer).approvals.filter(({ state }) => state !== 'in_progress'),
};
const task = { parameters: { taskId: '={{ $json.id }}' } };

const OTHERS: readonly FaultVendor[] = [
	oneByOne('approval', 'approve', '/approvalTask/action', { ...approvals, ...task }),
	oneByOne('approval', 'reject', '/approvalTask/action', { ...approvals, ...task }),
	oneByOne('approval', 'cancel', '/instance/cancel', {
		...approvals,
		parameters: {
			object: 'CustomerServiceSessionObj',
			id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
	}),
	oneByOne('message', 'send', '/message/send', {
		item: named,
		key: 'name',
		id: 'none',
		parameters: { toUser: '1001', content: '={{ $json.name }}' },
		effects: (fakeServer) =>
			tenantOf(fakeServer).messages.map(({ text }) => ({ name: (text as Json).content as string })),
	}),
	oneByOne('function', 'run', '/special/function', {
		item: named,
		key: 'name',
		id: 'none',
		parameters: { api_name: 'func__c', parameters: '={{ JSON.stringify([$json.name]) }}' },
		effects: (fakeServer) =>
			tenantOf(fakeServer).functionCalls.map(({ parameters }) => ({
				name: (parameters as string[])[0],
			})),
	}),
	oneByOne('file', 'upload', '', {
		item: named,
		key: 'name',
		id: 'path',
		parameters: { resourceType: 'N', inputDataFieldName: 'data' },
		files: (index) => ({ data: { name: `key-${index}`, bytes: Buffer.from(`file ${index}`) } }),
		effects: (fakeServer) =>
			[...tenantOf(fakeServer).files].map(([path, { name }]) => ({ path, name })),
		// The permission stores nothing; the host of files has a dialect of its own.
		targets: [
			{
				name: 'permission to upload',
				path: '/generatorFileUploadCredential',
				requests: COUNT,
				malformed: [...ANY],
			},
		],
	}),
];

/** Writes that are no record of their own: changes of state, decisions, messages and files. */
export const ACTIONS: readonly FaultVendor[] = [...STATES, ...OTHERS];
