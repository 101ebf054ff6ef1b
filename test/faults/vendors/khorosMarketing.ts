import type { INodeParameters } from 'n8n-workflow';

import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../../sandbox/khorosMarketing/fakeServer';
import { ANY, type FaultVendor } from './faultVendor';

const KHOROS = {
	node: 'khorosMarketing',
	credential: 'khorosMarketingCrmApi',
	make: () => new KhorosMarketingFakeServer(),
	batchSize: 1,
	count: 4,
	id: 'id',
} as const;

const CUSTOMERS = {
	parameters: { resource: 'customer', operation: 'create', inputMode: 'autoMap' },
	item: (index: number) => ({ email: `key-${index}`, name: `before-${index}` }),
};

/** What is not documented is that a reply holds the ID, so one without it counts as a success (khoros-marketing 7). */
const REGISTERED = { requests: 4, malformed: [...ANY], write: true } as const;

const apiOf = (fakeServer: VendorFakeServer) => (fakeServer as KhorosMarketingFakeServer).khoros;

/** A change of a CRM that Khoros knows, and what it holds after that. */
function crmChange(operation: string, key: 'authHeaderValue' | 'name'): FaultVendor {
	const crm = {
		name: 'before',
		instanceUrl: 'https://n8n.example/webhook/1/1',
		authHeaderValue: 'Bearer of-the-crm',
	};
	return {
		...KHOROS,
		credential: 'khorosMarketingApi',
		prepare: (fakeServer) =>
			Array.from({ length: KHOROS.count }, () => apiOf(fakeServer).register(crm)),
		parameters: {
			resource: 'customCrm',
			operation,
			...crm,
			crmId: '={{ $json.id }}',
			[key]: '={{ $json.' + key + ' }}',
		},
		item: (index, id) => ({ id, [key]: `key-${index}` }),
		effects: (fakeServer) =>
			[...apiOf(fakeServer).crms.values()].filter((row) => row[key] !== crm[key]),
		stored: 'customCrm',
		key,
		targets: [{ ...REGISTERED, name: operation, path: '/v2/crm/admin/custom/', method: 'PATCH' }],
	};
}

/** A change of event subscriptions that are there. */
function subscriptionChange(
	operation: string,
	method: string,
	more: Partial<FaultVendor>,
	parameters: INodeParameters = {},
): FaultVendor {
	return {
		...KHOROS,
		credential: 'khorosMarketingApi',
		prepare: (fakeServer) =>
			Array.from({ length: KHOROS.count }, (_, index) => {
				const uuid = `6f1c2f0e-6b1f-4c7d-9a1e-00000000000${index}`;
				apiOf(fakeServer).subscriptions.set(uuid, {
					uuid,
					eventName: 'error-custom-crm',
					status: 'ACTIVE',
				});
				return uuid;
			}),
		parameters: {
			resource: 'eventSubscription',
			operation,
			id: '={{ $json.uuid }}',
			...parameters,
		},
		item: (_index, id) => ({ uuid: id }),
		stored: 'eventSubscription',
		key: 'uuid',
		id: 'uuid',
		targets: [{ ...REGISTERED, name: operation, path: '/v2/events/subscription/', method }],
		...more,
	};
}

/** The first write of the service: that with the most kinds of fault. */
export const FIRST: FaultVendor = {
	node: 'khorosMarketing',
	credential: 'khorosMarketingCrmApi',
	make: () => new KhorosMarketingFakeServer(),
	parameters: { resource: 'case', operation: 'create' },
	batchSize: 1,
	count: 6,
	item: (index) => ({ customerId: 'cus_19', title: `key-${index}` }),
	stored: 'case',
	key: 'title',
	id: 'id',
	targets: [
		{
			name: 'create',
			path: '/case',
			requests: 6,
			malformed: [...ANY, 'wrongLength', 'withoutStatus'],
			write: true,
		},
	],
};

/** Writes of the Custom CRM API beside the creation of cases. */
export const WRITES: readonly FaultVendor[] = [
	{
		...KHOROS,
		parameters: { resource: 'case', operation: 'update' },
		before: {
			parameters: { resource: 'case', operation: 'create', inputMode: 'autoMap' },
			item: (index) => ({ customerId: 'cus_19', title: `before-${index}` }),
		},
		item: (index, id) => ({ id, title: `key-${index}` }),
		stored: 'case',
		key: 'title',
		targets: [
			{
				name: 'update',
				path: '/crm/v1/case',
				requests: 4,
				malformed: [...ANY, 'wrongLength', 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		...KHOROS,
		parameters: CUSTOMERS.parameters,
		opening: 1,
		item: (index) => ({ email: `key-${index}` }),
		stored: 'customer',
		key: 'email',
		targets: [
			{
				name: 'create',
				path: '/crm/v1/customer',
				requests: 4,
				malformed: [...ANY, 'wrongLength', 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		...KHOROS,
		parameters: { resource: 'customer', operation: 'upsert', matchOn: ['email'] },
		opening: 1,
		before: CUSTOMERS,
		item: (index) => ({ email: `key-${index}`, name: `key-${index}` }),
		stored: 'customer',
		key: 'name',
		targets: [
			{
				name: 'search',
				path: '/crm/v1/customers',
				requests: 4,
				malformed: [...ANY, 'withoutStatus'],
			},
			{
				name: 'update',
				path: '/crm/v1/customer/',
				requests: 4,
				malformed: [...ANY, 'wrongLength', 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		...KHOROS,
		parameters: { resource: 'customer', operation: 'update', inputMode: 'autoMap' },
		opening: 1,
		before: CUSTOMERS,
		item: (index, id) => ({ id, name: `key-${index}` }),
		stored: 'customer',
		key: 'name',
		targets: [
			{
				name: 'update',
				path: '/crm/v1/customer/',
				requests: 4,
				malformed: [...ANY, 'wrongLength', 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		...KHOROS,
		credential: 'khorosMarketingApi',
		parameters: {
			resource: 'customCrm',
			operation: 'register',
			name: '={{ $json.name }}',
			instanceUrl: 'https://n8n.example/webhook/1/1',
			authHeaderValue: 'Bearer of-the-crm',
		},
		item: (index) => ({ name: `key-${index}` }),
		stored: 'customCrm',
		key: 'name',
		targets: [{ ...REGISTERED, name: 'register', path: '/v2/crm/admin/custom' }],
	},
	{
		...KHOROS,
		credential: 'khorosMarketingApi',
		parameters: {
			resource: 'eventSubscription',
			operation: 'create',
			eventName: 'error-custom-crm',
			additionalFields: { externalId: '={{ $json.externalId }}' },
		},
		item: (index) => ({ externalId: `key-${index}` }),
		stored: 'eventSubscription',
		key: 'externalId',
		id: 'uuid',
		targets: [{ ...REGISTERED, name: 'create', path: '/v2/events/subscription' }],
	},
	crmChange('update', 'name'),
	crmChange('rotateSecret', 'authHeaderValue'),
	subscriptionChange(
		'setStatus',
		'PUT',
		{
			effects: (fakeServer) =>
				[...apiOf(fakeServer).subscriptions.values()].filter(({ status }) => status === 'PAUSED'),
		},
		{ status: 'PAUSED' },
	),
	subscriptionChange('delete', 'DELETE', { removes: true }),
];
