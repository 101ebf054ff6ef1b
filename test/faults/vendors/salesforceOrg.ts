import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import { SalesforceEngagementFakeServer } from '../../../sandbox/salesforceEngagement/fakeServer';
import { ANY, type FaultVendor } from './faultVendor';
import { contactsIn, SALESFORCE } from './salesforceEngagement';

const orgOf = (fakeServer: VendorFakeServer) => fakeServer as SalesforceEngagementFakeServer;

const AUTHENTICATION = { authentication: 'oAuth2' };
const ONE_BY_ONE = { ...SALESFORCE, opening: 0, batchSize: 1 };
const LISTS = { malformed: [...ANY, 'wrongLength', 'withoutStatus'], write: true } as const;

/** Writes beside records: conversations, files, events, flows and approvals. */
export const ORG_WRITES: readonly FaultVendor[] = [
	{
		...SALESFORCE,
		opening: 0,
		prepare: (fakeServer) => contactsIn(fakeServer, false),
		stored: 'EngagementInteraction',
		parameters: {
			...AUTHENTICATION,
			resource: 'interaction',
			operation: 'log',
			people: '={{ $json.people }}',
			communicationChannel: 'Voice Call',
			startDateTime: '2026-03-02T09:15:00.000Z',
			attendeeVerified: true,
			topics: 'Fee',
			additionalFields: { externalIdentifierId: '={{ $json.externalIdentifierId }}' },
		},
		item: (index, id) => ({ people: id, externalIdentifierId: `key-${index}` }),
		key: 'externalIdentifierId',
		targets: [{ ...LISTS, name: 'log a conversation', path: '/composite/graph', requests: 3 }],
	},
	{
		...SALESFORCE,
		stored: 'Call_Ended__e',
		parameters: {
			...AUTHENTICATION,
			resource: 'platformEvent',
			operation: 'publish',
			object: { __rl: true, mode: 'name', value: 'Call_Ended__e' },
		},
		item: (index) => ({ Call_Key__c: `key-${index}` }),
		key: 'Call_Key__c',
		targets: [{ ...LISTS, name: 'publish', path: '/composite/sobjects', requests: 3 }],
	},
	{
		...ONE_BY_ONE,
		count: 2,
		stored: 'ContentVersion',
		parameters: {
			...AUTHENTICATION,
			resource: 'file',
			operation: 'upload',
			inputDataFieldName: 'data',
			additionalFields: { title: '={{ $json.Title }}' },
		},
		files: () => ({ data: { name: 'a.txt', mimeType: 'text/plain', bytes: Buffer.from('a') } }),
		item: (index) => ({ Title: `key-${index}` }),
		key: 'Title',
		id: 'ContentDocumentId',
		targets: [
			{
				name: 'upload a file',
				path: '/sobjects/ContentVersion',
				requests: 2,
				malformed: ANY,
				write: true,
			},
		],
	},
	{
		...ONE_BY_ONE,
		stored: 'a greeting',
		parameters: {
			...AUTHENTICATION,
			resource: 'action',
			operation: 'run',
			actionPath: 'custom/flow/Greet',
			inputs: '={{ $json }}',
		},
		effects: (fakeServer) => orgOf(fakeServer).greeted.map((name) => ({ name })),
		item: (index) => ({ name: `key-${index}` }),
		key: 'name',
		targets: [
			{ name: 'run a flow', path: '/actions/custom', requests: 10, malformed: ANY, write: true },
		],
	},
	...(['approve', 'reject'] as const).map(
		(operation): FaultVendor => ({
			...ONE_BY_ONE,
			stored: 'ProcessInstance',
			prepare(fakeServer) {
				const { approvals } = orgOf(fakeServer);
				return contactsIn(fakeServer, false).map((contextId) => {
					approvals.carryOut({ actionType: 'Submit', contextId });
					return [...approvals.open.keys()].at(-1) ?? '';
				});
			},
			parameters: {
				...AUTHENTICATION,
				resource: 'action',
				operation,
				contextId: '={{ $json.contextId }}',
			},
			// Requests are numbered as the records were submitted.
			effects: (fakeServer) =>
				[...orgOf(fakeServer).approvals.states].flatMap(([id, state], index) =>
					state === 'Pending'
						? []
						: [{ id, contextId: `04i${String(index + 1).padStart(12, '0')}AAA` }],
				),
			item: (_index, id) => ({ contextId: id }),
			key: 'contextId',
			targets: [
				{
					name: operation,
					path: '/process/approvals',
					requests: 10,
					malformed: ANY,
					write: true,
				},
			],
		}),
	),
];
