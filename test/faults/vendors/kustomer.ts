import { KustomerFakeServer } from '../../../sandbox/kustomer/fakeServer';
import { ANY, type FaultVendor } from './faultVendor';

/** What all runs against the fake server have in common. */
export const KUSTOMER = {
	node: 'kustomer',
	credential: 'kustomerApi',
	make: () => Object.assign(new KustomerFakeServer(), { jobMillis: 0 }),
	id: 'id',
	// The roles of the key.
	opening: 1,
} as const;

const CONVERSATIONS = {
	parameters: { resource: 'conversation', operation: 'createBulk', inputMode: 'autoMap' },
	item: (index: number) => ({ customer: '5a1b2c3d4e5f60718293a4b5', name: `before-${index}` }),
};

/** The first write of the service: that with the most kinds of fault. */
export const FIRST: FaultVendor = {
	node: 'kustomer',
	credential: 'kustomerApi',
	make: () => Object.assign(new KustomerFakeServer(), { jobMillis: 0 }),
	parameters: { resource: 'conversation', operation: 'createBulk' },
	opening: 1,
	batchSize: 4,
	count: 10,
	item: (index) => ({ customer: '5a1b2c3d4e5f60718293a4b5', externalId: `key-${index}` }),
	stored: 'conversations',
	key: 'externalId',
	id: 'id',
	targets: [
		{
			name: 'bulk',
			path: '/v1/conversations/bulk',
			requests: 3,
			malformed: [...ANY, 'withoutStatus'],
			write: true,
			busy: 'Rate limit exceeded for this customer',
		},
		{
			name: 'results',
			path: '/batches',
			requests: 3,
			malformed: [...ANY, 'wrongLength', 'withoutStatus', 'reordered'],
		},
	],
};

/** Writes of Kustomer beside its first one: one object a request, many by a job, and by a key. */
export const WRITES: readonly FaultVendor[] = [
	{
		...KUSTOMER,
		parameters: { resource: 'customObject', operation: 'create', klass: 'order' },
		batchSize: 1,
		count: 6,
		item: (index) => ({ title: `key-${index}`, externalId: `key-${index}` }),
		stored: 'orders',
		key: 'title',
		targets: [
			{
				name: 'create one',
				path: '/v1/klasses/order',
				requests: 6,
				malformed: [...ANY, 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		...KUSTOMER,
		before: CONVERSATIONS,
		parameters: { resource: 'conversation', operation: 'updateBulk' },
		batchSize: 4,
		count: 10,
		item: (index, id) => ({ id, name: `key-${index}` }),
		stored: 'conversations',
		key: 'name',
		targets: [
			{
				name: 'update in bulk',
				path: '/v1/conversations/bulk',
				requests: 3,
				malformed: [...ANY, 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		...KUSTOMER,
		parameters: { resource: 'customer', operation: 'upsert', matchOn: 'externalId' },
		batchSize: 4,
		count: 10,
		item: (index) => ({ name: `key-${index}`, externalId: `key-${index}` }),
		stored: 'customers',
		key: 'name',
		targets: [
			{
				name: 'upsert',
				path: '/v1/customers/bulk',
				requests: 3,
				malformed: [...ANY, 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		...KUSTOMER,
		before: CONVERSATIONS,
		removes: true,
		parameters: {
			resource: 'conversation',
			operation: 'deleteBulk',
			id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
		batchSize: 4,
		count: 10,
		item: (_index, id) => ({ id }),
		stored: 'conversations',
		key: 'id',
		targets: [
			{
				name: 'delete in bulk',
				path: '/v1/conversations/bulk',
				requests: 3,
				malformed: [...ANY, 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		...KUSTOMER,
		parameters: {
			resource: 'customer',
			operation: 'createBulk',
			ifItExists: 'skip',
			matchOn: 'externalId',
		},
		batchSize: 4,
		count: 10,
		item: (index) => ({ name: `key-${index}`, externalId: `key-${index}` }),
		stored: 'customers',
		key: 'name',
		targets: [
			{
				name: 'create unless it exists',
				path: '/v1/customers/bulk',
				requests: 3,
				malformed: [...ANY, 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		...KUSTOMER,
		before: {
			parameters: CONVERSATIONS.parameters,
			item: (index) => ({ ...CONVERSATIONS.item(index), externalId: `of-${index}` }),
		},
		parameters: { resource: 'conversation', operation: 'createBulk', ifItExists: 'update' },
		batchSize: 4,
		count: 10,
		item: (index) => ({
			...CONVERSATIONS.item(index),
			externalId: `of-${index}`,
			name: `key-${index}`,
		}),
		stored: 'conversations',
		key: 'name',
		targets: [
			{
				name: 'update what exists',
				path: '/v1/conversations/bulk',
				requests: 3,
				malformed: [...ANY, 'withoutStatus'],
				write: true,
			},
		],
	},
];
