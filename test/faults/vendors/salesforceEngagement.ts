import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import { SalesforceEngagementFakeServer } from '../../../sandbox/salesforceEngagement/fakeServer';
import { ANY, type FaultVendor } from './faultVendor';

/** What all runs against an org have in common. */
export const SALESFORCE = {
	node: 'salesforceEngagement',
	credential: 'salesforceEngagementOAuth2Api',
	make: () => new SalesforceEngagementFakeServer(),
	batchSize: 4,
	count: 10,
	stored: 'Contact',
	id: 'id',
	opening: 1,
} as const;

export const SALESFORCE_CONTACT = { __rl: true, mode: 'name', value: 'Contact' };

export const SALESFORCE_BEFORE = {
	parameters: {
		authentication: 'oAuth2',
		resource: 'record',
		operation: 'create',
		object: SALESFORCE_CONTACT,
		inputMode: 'autoMap',
	},
	item: (index: number) => ({ LastName: `before-${index}` }),
};

/** The first write of the service: that with the most kinds of fault. */
export const FIRST: FaultVendor = {
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
};

/** Records of Salesforce by collections, and interactions by graphs. */
export const WRITES: readonly FaultVendor[] = [
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
	{
		...SALESFORCE,
		opening: 1,
		prepare: (fakeServer) => contactsIn(fakeServer, true),
		parameters: {
			authentication: 'oAuth2',
			resource: 'record',
			operation: 'undelete',
			object: SALESFORCE_CONTACT,
			id: '={{ $json.id }}',
		},
		item: (_index, id) => ({ id }),
		key: 'id',
		targets: [
			{
				name: 'undelete',
				path: '/services/Soap/',
				requests: 3,
				malformed: ANY,
				write: true,
			},
		],
	},
	{
		...SALESFORCE,
		opening: 0,
		batchSize: 1,
		prepare: (fakeServer) => contactsIn(fakeServer, false),
		stored: 'ProcessInstance',
		parameters: {
			authentication: 'oAuth2',
			resource: 'action',
			operation: 'submit',
			contextId: '={{ $json.id }}',
		},
		item: (_index, id) => ({ id }),
		key: 'id',
		targets: [
			{
				name: 'approval',
				path: '/process/approvals',
				requests: 10,
				malformed: ANY,
				write: true,
			},
		],
	},
];

/** Contacts that are there before, in the recycle bin or not; gives their IDs. */
export function contactsIn(fakeServer: VendorFakeServer, deleted: boolean): string[] {
	const { state } = fakeServer as SalesforceEngagementFakeServer;
	return Array.from({ length: SALESFORCE.count }, (_, index) => {
		const written = state.insert('Contact', { LastName: `before-${index}` });
		if (!written.success) throw new Error('The contact was not stored');
		if (deleted) state.remove(written.id);
		return written.id;
	});
}
