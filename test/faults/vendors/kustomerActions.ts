import type { Json } from '../../../sandbox/kustomer/store';
import { ANY, type FaultVendor } from './faultVendor';
import {
	HARMLESS,
	ONE_BY_ONE,
	onObjects,
	picked,
	place,
	READ,
	storeOf,
	WRITE,
	type OnObjects,
} from './kustomerObjects';

/** IDs of the sandbox's organization. */
const USER = '5e0100000000000000000000';
const WORKFLOW = '5e7100000000000000000000';
const TAG = '5e3100000000000000000000';
const OTHER_CUSTOMER = '5a1b2c3d4e5f60718293a4c6';

/** A customer that is there, for each item. */
const keptOf = (index: number) => `5a1b2c3d4e5f6071829300${index}0`;

const conversation = {
	resource: 'conversation',
	type: 'conversation',
	state: (): Json => ({ customer: '5a1b2c3d4e5f60718293a4b5', status: 'open', name: 'before' }),
	path: '/v1/conversations/',
	method: 'PATCH',
};
const customer = { resource: 'customer', type: 'customer', path: '/v1/customers/' };

const onConversation = (operation: string, more: Partial<OnObjects> = {}): FaultVendor =>
	onObjects({ ...conversation, operation, ...more });

const inDone = { state: () => ({ ...conversation.state(), status: 'done' }) };
const tagged = { state: () => ({ tags: [TAG] }) };

/** What is done with conversations. */
const CONVERSATIONS: readonly FaultVendor[] = [
	onConversation('update', {
		item: (index) => ({ name: `key-${index}` }),
		key: 'name',
	}),
	onConversation('delete', { method: 'DELETE', malformed: ANY, removes: true }),
	onConversation('addTags', {
		path: '/tags',
		method: 'POST',
		parameters: { tags: ['vip'] },
		...HARMLESS,
	}),
	onConversation('removeTags', {
		path: '/tags',
		method: 'DELETE',
		parameters: { tags: ['vip'] },
		...tagged,
		...HARMLESS,
	}),
	onConversation('assign', { parameters: { assignedUsers: [USER] } }),
	onConversation('snooze', { parameters: { time: '2099-01-01T00:00:00.000Z' } }),
	onConversation('markDone'),
	onConversation('reopen', {
		...inDone,
		reads: [{ name: 'conversation to reopen', path: '/v1/conversations/' }],
	}),
	onConversation('moveToCustomer', {
		parameters: { customer: { __rl: true, mode: 'id', value: OTHER_CUSTOMER } },
	}),
	{
		...ONE_BY_ONE,
		parameters: {
			resource: 'conversation',
			operation: 'forward',
			id: picked(),
			to: ['ava@example.com'],
			additionalFields: { body: '={{ $json.body }}' },
		},
		prepare: (fakeServer) => place(fakeServer, 'conversation', conversation.state),
		item: (index, id) => ({ id, body: `key-${index}` }),
		effects: (fakeServer) => storeOf(fakeServer).rows('forward'),
		stored: 'forward',
		key: 'body',
		targets: [{ ...WRITE, name: 'conversation forward', path: '/forwards', method: 'POST' }],
	},
	{
		...ONE_BY_ONE,
		parameters: { resource: 'conversation', operation: 'start' },
		item: (index) => ({
			email: `key-${index}@example.com`,
			name: `key-${index}`,
			externalId: `key-${index}`,
		}),
		stored: 'conversations',
		key: 'name',
		targets: [
			{ ...WRITE, name: 'conversation start', path: '/v1/conversations', method: 'POST' },
			{ ...READ, name: 'conversation to start', path: '/v1/conversations/' },
			{ ...WRITE, ...HARMLESS, name: 'customer to start', path: '/v1/customers', method: 'POST' },
			{ ...READ, name: 'known customer to start', path: '/v1/customers/' },
		],
	},
];

/** What is done with customers. */
const CUSTOMERS: readonly FaultVendor[] = [
	onObjects({
		...customer,
		operation: 'addTags',
		method: 'PATCH',
		parameters: { tags: [TAG] },
		...HARMLESS,
		reads: [{ name: 'customer to tag', path: '/v1/customers/' }],
	}),
	onObjects({
		...customer,
		operation: 'removeTags',
		method: 'PATCH',
		parameters: { tags: ['vip'] },
		...tagged,
		...HARMLESS,
	}),
	{
		...ONE_BY_ONE,
		parameters: {
			resource: 'customer',
			operation: 'merge',
			source: picked('source'),
			target: picked('target'),
		},
		prepare(fakeServer) {
			place(fakeServer, 'customer', (index) => ({ id: keptOf(index) }));
			return place(fakeServer, 'customer', () => ({}));
		},
		item: (index, source) => ({ source, target: keptOf(index) }),
		effects: (fakeServer) => storeOf(fakeServer).rows('customer_merge'),
		stored: 'customer_merge',
		key: 'source',
		targets: [{ ...WRITE, name: 'customer merge', path: '/v1/customers/merges', method: 'POST' }],
	},
];

/** What is done with an organization, its workflows and hooks. */
const ORGANIZATION: readonly FaultVendor[] = [
	{
		...ONE_BY_ONE,
		parameters: { resource: 'tag', operation: 'create', name: '={{ $json.name }}' },
		item: (index) => ({ name: `key-${index}` }),
		effects: (fakeServer) =>
			storeOf(fakeServer)
				.rows('tag')
				.filter(({ name }) => String(name).startsWith('key-')),
		stored: 'tags',
		key: 'name',
		targets: [{ ...WRITE, name: 'tag create', path: '/v1/tags', method: 'POST' }],
	},
	{
		...ONE_BY_ONE,
		parameters: {
			resource: 'workflow',
			operation: 'run',
			id: WORKFLOW,
			inputs: '={{ JSON.stringify($json) }}',
		},
		item: (index) => ({ name: `key-${index}` }),
		effects: (fakeServer) =>
			storeOf(fakeServer)
				.rows('workflow_call')
				.map(({ id, inputs }) => ({ id, ...(inputs as Json) })),
		stored: 'workflow_call',
		key: 'name',
		// A reply without the ID of the call is a success, as no page describes the reply.
		targets: [{ ...WRITE, malformed: ANY, name: 'workflow run', path: '/call', method: 'POST' }],
	},
	...(['enable', 'disable'] as const).map((operation) =>
		onObjects({
			resource: 'workflow',
			operation,
			type: 'workflow',
			path: '/v1/workflows/',
			method: 'PUT',
			parameters: { id: '={{ $json.id }}' },
			state: (index) => ({
				name: `flow-${index}`,
				enabled: operation === 'disable',
				trigger: {},
				steps: [],
			}),
			...HARMLESS,
			reads: [{ name: `workflow to ${operation}`, path: '/v1/workflows/' }],
		}),
	),
	{
		...ONE_BY_ONE,
		parameters: {
			resource: 'inboundHook',
			operation: 'send',
			type: 'web',
			hash: '7f3a9c',
			body: '={{ JSON.stringify($json) }}',
		},
		item: (index) => ({ name: `key-${index}` }),
		effects: (fakeServer) =>
			storeOf(fakeServer)
				.rows('hook')
				.map(({ body }) => ({ ...(body as Json) })),
		stored: 'hooks',
		key: 'name',
		id: 'none',
		targets: [{ ...WRITE, malformed: ANY, name: 'hook send', path: '/v1/hooks/', method: 'POST' }],
	},
	{
		...ONE_BY_ONE,
		parameters: {
			resource: 'user',
			operation: 'invite',
			name: '={{ $json.name }}',
			email: '={{ $json.name }}@example.com',
		},
		item: (index) => ({ name: `key-${index}` }),
		effects: (fakeServer) =>
			storeOf(fakeServer)
				.rows('user')
				.filter(({ name }) => String(name).startsWith('key-')),
		stored: 'users',
		key: 'name',
		targets: [{ ...WRITE, name: 'user invite', path: '/v1/users', method: 'POST' }],
	},
	onObjects({
		resource: 'user',
		operation: 'update',
		type: 'user',
		path: '/v1/users/',
		method: 'PUT',
		parameters: { updateFields: { displayName: '={{ $json.displayName }}' } },
		state: () => ({ name: 'Ava', displayName: 'before' }),
		item: (index) => ({ displayName: `key-${index}` }),
		key: 'displayName',
	}),
	onObjects({
		resource: 'team',
		operation: 'removeMembers',
		type: 'team',
		path: '/members',
		method: 'DELETE',
		parameters: { members: [USER] },
		state: () => ({ members: [USER] }),
		...HARMLESS,
	}),
	onObjects({
		resource: 'team',
		operation: 'addMembers',
		type: 'team',
		path: '/members',
		method: 'POST',
		parameters: { members: [USER] },
		...HARMLESS,
	}),
];

/** What is done with one conversation, customer, workflow or hook a request. */
export const ACTIONS: readonly FaultVendor[] = [...CONVERSATIONS, ...CUSTOMERS, ...ORGANIZATION];
