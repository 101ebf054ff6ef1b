import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../sandbox/bigin/fakeServer';
import type { VendorFakeServer } from '../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../sandbox/khorosMarketing/fakeServer';
import { KustomerFakeServer } from '../../sandbox/kustomer/fakeServer';
import { SalesforceEngagementFakeServer } from '../../sandbox/salesforceEngagement/fakeServer';
import { ShareCrmFakeServer } from '../../sandbox/shareCrm/fakeServer';

/** A kind of request that a fault may hit. */
export interface Target {
	name: string;
	/** Part of the path. */
	path: string;
	/** Requests of the kind in a run without faults. */
	requests: number;
	/** Malformed replies that the fake server has for it. */
	malformed: ReadonlyArray<
		'html' | 'empty' | 'truncated' | 'wrongLength' | 'withoutStatus' | 'reordered'
	>;
	/** True where the request stores records. */
	write?: boolean;
	/** The vendor's entry for a record of a request that it took, but did not carry out for a reason that passes. */
	busy?: unknown;
	/** True where each record has a key, so that a second sending stores nothing twice. */
	keyed?: boolean;
}

/** What the fault tests must know of a vendor. */
export interface FaultVendor {
	/** Name of the node. */
	node: string;
	credential: string;
	make(): VendorFakeServer;
	parameters: INodeParameters;
	/** Records of a request, and so the position of one to refuse. */
	batchSize: number;
	count: number;
	/** Requests before that of the first record, such as one for a token or for the fields of the account; none if absent. */
	opening?: number;
	/** @param id of the record that was there before, where one was */
	item(index: number, id?: string): IDataObject;
	/** Records that are there before, one for each item: the parameters and items that create them. */
	before?: { parameters: INodeParameters; item(index: number): IDataObject };
	/** Given where the records before have the keys of the items; true where the service refuses the items for that. */
	taken?: boolean;
	/** True where what is carried out takes the record away. */
	removes?: boolean;
	/** Kind of the stored records, and where they and the output hold what tells them apart. */
	stored: string;
	key: string;
	id: string;
	targets: readonly Target[];
}

const ANY = ['html', 'empty', 'truncated'] as const;

const BIGIN = {
	node: 'bigin',
	credential: 'biginOAuth2Api',
	make: () => new BiginFakeServer(),
	batchSize: 4,
	count: 10,
	stored: 'Contacts',
	id: 'id',
} as const;

export const FAULT_VENDORS: readonly FaultVendor[] = [
	{
		...BIGIN,
		parameters: { resource: 'contact', operation: 'create' },
		item: (index) => ({ Last_Name: `key-${index}` }),
		key: 'Last_Name',
		targets: [
			{
				name: 'insert',
				path: '/bigin/v2/Contacts',
				requests: 3,
				malformed: [...ANY, 'wrongLength', 'withoutStatus'],
				write: true,
			},
		],
	},
	{
		node: 'kustomer',
		credential: 'kustomerApi',
		make: () => Object.assign(new KustomerFakeServer(), { jobMillis: 0 }),
		parameters: { resource: 'conversation', operation: 'createBulk' },
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
	},
	{
		node: 'salesforceEngagement',
		credential: 'salesforceEngagementOAuth2Api',
		make: () => new SalesforceEngagementFakeServer(),
		parameters: { authentication: 'oAuth2', resource: 'interaction', operation: 'create' },
		batchSize: 4,
		count: 10,
		item: (index) => ({
			attendeeVerified: false,
			communicationChannel: 'Voice Call',
			startDateTime: '2026-03-02T09:15:00.000Z',
			externalIdentifierId: `key-${index}`,
		}),
		stored: 'EngagementInteraction',
		key: 'externalIdentifierId',
		id: 'id',
		targets: [
			{
				name: 'batch',
				path: '/composite/batch',
				requests: 3,
				malformed: [...ANY, 'wrongLength', 'withoutStatus'],
				write: true,
				busy: {
					statusCode: 400,
					result: [
						{
							errorCode: 'UNABLE_TO_LOCK_ROW',
							message: 'unable to obtain exclusive access to this record',
						},
					],
				},
			},
		],
	},
	{
		node: 'shareCrm',
		credential: 'shareCrmApi',
		make: () => new ShareCrmFakeServer(),
		parameters: { resource: 'customerServiceSession', operation: 'create' },
		opening: 1,
		batchSize: 1,
		count: 6,
		item: (index) => ({ name: `key-${index}` }),
		stored: 'CustomerServiceSessionObj',
		key: 'name',
		id: '_id',
		targets: [
			{
				name: 'create',
				path: '/data/create',
				requests: 6,
				malformed: [...ANY, 'withoutStatus'],
				write: true,
			},
			{ name: 'token', path: '/oauth2.0/token', requests: 1, malformed: [...ANY] },
		],
	},
	{
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
	},
];

const CONTACTS = {
	parameters: { resource: 'contact', operation: 'create', inputMode: 'autoMap' },
	item: (index: number) => ({ Last_Name: `before-${index}` }),
};

/** A write that may be sent again: its second sending finds the records of the first. */
const KEYED: FaultVendor = {
	...BIGIN,
	parameters: { resource: 'contact', operation: 'upsert', duplicate_check_fields: ['Email'] },
	item: (index) => ({ Last_Name: `key-${index}`, Email: `key-${index}@example.com` }),
	key: 'Last_Name',
	targets: [
		{
			name: 'upsert',
			path: '/bigin/v2/Contacts/upsert',
			requests: 3,
			malformed: [...ANY, 'wrongLength', 'withoutStatus'],
			write: true,
			keyed: true,
		},
	],
};

const UPDATE: FaultVendor = {
	...BIGIN,
	before: CONTACTS,
	parameters: { resource: 'contact', operation: 'update' },
	item: (index, id) => ({ id, Last_Name: `key-${index}` }),
	key: 'Last_Name',
	targets: [
		{
			name: 'update',
			path: '/bigin/v2/Contacts',
			requests: 3,
			malformed: [...ANY, 'wrongLength', 'withoutStatus', 'reordered'],
			write: true,
		},
	],
};

/** A write whose lost reply is found out by looking. */
const DELETE: FaultVendor = {
	...BIGIN,
	before: CONTACTS,
	removes: true,
	parameters: {
		resource: 'contact',
		operation: 'delete',
		id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	},
	item: (_index, id) => ({ id }),
	key: 'id',
	targets: [
		{
			name: 'delete',
			path: '/bigin/v2/Contacts',
			requests: 3,
			malformed: [...ANY, 'wrongLength', 'withoutStatus', 'reordered'],
			write: true,
		},
	],
};

const SHARE_CRM = {
	node: 'shareCrm',
	opening: 1,
	credential: 'shareCrmApi',
	make: () => new ShareCrmFakeServer(),
	batchSize: 1,
	count: 6,
	stored: 'CustomerServiceSessionObj',
	id: '_id',
	before: {
		parameters: {
			resource: 'customerServiceSession',
			operation: 'create',
			inputMode: 'autoMap',
		},
		item: (index: number) => ({ name: `before-${index}` }),
	},
} as const;

const SHARE_CRM_WRITE = { requests: 6, malformed: ['html', 'withoutStatus'], write: true } as const;

/** Found by a key, and then created; changed by its ID; taken away by its ID. */
const SHARE_CRM_WRITES: readonly FaultVendor[] = [
	{
		...SHARE_CRM,
		before: undefined,
		parameters: {
			resource: 'record',
			operation: 'upsert',
			object: 'CustomerServiceSessionObj',
			matchOn: 'name',
		},
		item: (index) => ({ name: `key-${index}` }),
		key: 'name',
		targets: [{ ...SHARE_CRM_WRITE, name: 'create after a look-up', path: '/data/create' }],
	},
	{
		...SHARE_CRM,
		parameters: { resource: 'customerServiceSession', operation: 'update' },
		item: (index, id) => ({ id, name: `key-${index}` }),
		key: 'name',
		targets: [{ ...SHARE_CRM_WRITE, name: 'update', path: '/data/update' }],
	},
	{
		...SHARE_CRM,
		stored: 'not voided',
		removes: true,
		parameters: {
			resource: 'customerServiceSession',
			operation: 'void',
			id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
		item: (index, id) => ({ id, _id: id, name: `key-${index}` }),
		key: '_id',
		targets: [{ ...SHARE_CRM_WRITE, name: 'void', path: '/data/invalid' }],
	},
];

const SALESFORCE = {
	node: 'salesforceEngagement',
	credential: 'salesforceEngagementOAuth2Api',
	make: () => new SalesforceEngagementFakeServer(),
	batchSize: 4,
	count: 10,
	stored: 'Contact',
	id: 'id',
	opening: 1,
} as const;

const SALESFORCE_CONTACT = { __rl: true, mode: 'name', value: 'Contact' };

const SALESFORCE_BEFORE = {
	parameters: {
		authentication: 'oAuth2',
		resource: 'record',
		operation: 'create',
		object: SALESFORCE_CONTACT,
		inputMode: 'autoMap',
	},
	item: (index: number) => ({ LastName: `before-${index}` }),
};

/** Records of Salesforce by collections, and interactions by graphs. */
const SALESFORCE_WRITES: readonly FaultVendor[] = [
	{
		...SALESFORCE,
		parameters: {
			authentication: 'oAuth2',
			resource: 'record',
			operation: 'create',
			object: SALESFORCE_CONTACT,
		},
		item: (index) => ({ LastName: `key-${index}` }),
		key: 'LastName',
		targets: [
			{
				name: 'collection create',
				path: '/composite/sobjects',
				requests: 3,
				malformed: [...ANY, 'wrongLength', 'withoutStatus'],
				write: true,
				busy: {
					success: false,
					errors: [
						{
							statusCode: 'UNABLE_TO_LOCK_ROW',
							message: 'unable to obtain exclusive access to this record',
							fields: [],
						},
					],
				},
			},
		],
	},
	{
		...SALESFORCE,
		before: SALESFORCE_BEFORE,
		parameters: {
			authentication: 'oAuth2',
			resource: 'record',
			operation: 'update',
			object: SALESFORCE_CONTACT,
		},
		item: (index, id) => ({ id, LastName: `key-${index}` }),
		key: 'LastName',
		targets: [
			{
				name: 'collection update',
				path: '/composite/sobjects',
				requests: 3,
				malformed: [...ANY, 'wrongLength', 'withoutStatus', 'reordered'],
				write: true,
			},
		],
	},
	{
		...SALESFORCE,
		parameters: {
			authentication: 'oAuth2',
			resource: 'record',
			operation: 'upsert',
			object: SALESFORCE_CONTACT,
			matchField: 'Ext__c',
		},
		item: (index) => ({ LastName: `key-${index}`, Ext__c: `key-${index}` }),
		key: 'LastName',
		targets: [
			{
				name: 'collection upsert',
				path: '/composite/sobjects/Contact/Ext__c',
				requests: 3,
				malformed: [...ANY, 'wrongLength', 'withoutStatus'],
				write: true,
				keyed: true,
			},
		],
	},
	{
		...SALESFORCE,
		before: SALESFORCE_BEFORE,
		removes: true,
		parameters: {
			authentication: 'oAuth2',
			resource: 'record',
			operation: 'delete',
			object: SALESFORCE_CONTACT,
			id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
		item: (_index, id) => ({ id }),
		key: 'id',
		targets: [
			{
				name: 'collection delete',
				path: '/composite/sobjects',
				requests: 3,
				malformed: [...ANY, 'wrongLength', 'withoutStatus', 'reordered'],
				write: true,
			},
		],
	},
	{
		...SALESFORCE,
		// It asks for no fields of the object.
		opening: 0,
		stored: 'EngagementInteraction',
		parameters: {
			authentication: 'oAuth2',
			resource: 'interaction',
			operation: 'createAtomically',
		},
		item: (index) => ({
			attendeeVerified: false,
			communicationChannel: 'Voice Call',
			startDateTime: '2026-03-02T09:15:00.000Z',
			externalIdentifierId: `key-${index}`,
		}),
		key: 'externalIdentifierId',
		targets: [
			{
				name: 'graph',
				path: '/composite/graph',
				requests: 3,
				malformed: [...ANY, 'wrongLength', 'withoutStatus', 'reordered'],
				write: true,
			},
		],
	},
];

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

/** Writes of the Custom CRM API beside the creation of cases. */
const KHOROS_WRITES: readonly FaultVendor[] = [
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
];

/** A second run with keys that the records of an earlier run have: none of those may be taken for the item's own. */
const AGAIN: readonly FaultVendor[] = FAULT_VENDORS.flatMap(({ targets: [write], ...vendor }) => {
	const again = (
		key: string,
		item: (index: number, content: string) => IDataObject,
	): FaultVendor[] => [
		{
			...vendor,
			key,
			item: (index) => item(index, `key-${index}`),
			before: {
				parameters: { ...vendor.parameters, inputMode: 'autoMap' },
				item: (index) => item(index, `before-${index}`),
			},
			taken: vendor.node === 'kustomer',
			targets: write ? [{ ...write, malformed: ['html'] }] : [],
		},
	];
	if (vendor.node === 'kustomer')
		return again('name', (index, name) => ({ ...vendor.item(index), name }));
	if (vendor.node === 'salesforceEngagement')
		return again('reason', (index, reason) => ({ ...vendor.item(index), reason }));
	return [];
});

const KUSTOMER = {
	node: 'kustomer',
	credential: 'kustomerApi',
	make: () => Object.assign(new KustomerFakeServer(), { jobMillis: 0 }),
	id: 'id',
} as const;

const CONVERSATIONS = {
	parameters: { resource: 'conversation', operation: 'createBulk', inputMode: 'autoMap' },
	item: (index: number) => ({ customer: '5a1b2c3d4e5f60718293a4b5', name: `before-${index}` }),
};

/** Writes of Kustomer beside its first one: one object a request, many by a job, and by a key. */
const OF_KUSTOMER: readonly FaultVendor[] = [
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
];

/** The first write of each vendor, and writes by a key and by an id. */
export const MATRIX_VENDORS: readonly FaultVendor[] = [
	...FAULT_VENDORS,
	...AGAIN,
	KEYED,
	UPDATE,
	DELETE,
	...KHOROS_WRITES,
	...SHARE_CRM_WRITES,
	...SALESFORCE_WRITES,
	...OF_KUSTOMER,
];
