import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { SalesforceEngagementFakeServer } from '../../../sandbox/salesforceEngagement/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode } from '../../harness/workflow';

const moment = '2022-04-17T12:00:00.000Z';
const end = '2022-04-17T12:04:00.000Z';
const verified = '2022-04-17T12:02:00.000Z';
const checkbox = (key: string) => ({ key, kind: 'boolean', boolean: true });
const date = { key: 'sampleDate__c', kind: 'date', date: '2022-06-17T00:00:00' };
const dateTime = { key: 'sampleDateTime__c', kind: 'dateTime', dateTime: moment };
const email = { key: 'sampleEmail__c', kind: 'text', text: 'sample@email.com' };
const location = { key: 'sampleLocation__c', kind: 'location', latitude: 12, longitude: 17 };
const percentage = { key: 'samplePercentage__c', kind: 'number', number: 17 };
const text = (key: string, value: string) => ({ key, kind: 'text', text: value });

const parameters = {
	authentication: 'oAuth2',
	resource: 'interaction',
	operation: 'create',
	inputMode: 'define',
	attendeeVerified: true,
	communicationChannel: 'Voice Call',
	startDateTime: moment,
	additionalFields: {
		initiatingAttendeeId: 'testattendeeid',
		attendeeAuthenticated: true,
		endDateTime: end,
		sentiment: 'Positive',
		contextId: 'testcontextid',
		externalIdentifierId: 'external_identifier_id',
		type: 'Inbound',
		mappedState: 'New',
		status: 'New',
		attendeeVerificationTime: verified,
		reason: 'Unknown Charges',
		phoneNumber: '9999999999',
		customFieldsList: {
			values: [
				location,
				checkbox('sampleCheckbox__c'),
				date,
				dateTime,
				email,
				percentage,
				text('samplePicklist__c', 'pick1'),
			],
		},
		engagementAttendees: {
			values: [
				{
					startDateTime: moment,
					endDateTime: end,
					externalAttendeeId: 'testattendeeid',
					internalAttendeeId: 'INTERNAL_ATTENDEE_ID',
					role: 'Self',
					verificationTime: verified,
					isAuthenticated: true,
					isVerified: true,
					customFieldsList: { values: [checkbox('sampleCheckBox__c'), dateTime, email, location] },
				},
			],
		},
		engagementTopics: {
			values: [
				{
					topicId: 'testtopicid',
					relatedPersonId: 'testrelatedpersonid',
					name: 'fee reversal',
					parentTopicId: 'testparenttopicid',
					processName: 'Card Fee Reversal',
					processType: 'Flow',
					processStatus: 'Completed',
					interactionSummary: 'Summary',
					processFailureReason: 'unknown',
					customFieldsList: {
						values: [
							checkbox('sampleCheckbox__c'),
							date,
							dateTime,
							email,
							location,
							{ key: 'sampleNumber__c', kind: 'number', number: 1706 },
							percentage,
							text('samplePhoneNumber__c', '1234567890'),
						],
					},
				},
			],
		},
	},
	options: { apiVersion: '63.0', customDateFormat: 'us' },
};

/** The JSON example of the page "Engagement Interactions (POST)". */
const page = {
	engagementInteraction: {
		initiatingAttendeeId: 'testattendeeid',
		attendeeAuthenticated: true,
		attendeeVerified: true,
		startDateTime: '2022-04-17T12:00:00.000Z',
		endDateTime: '2022-04-17T12:04:00.000Z',
		communicationChannel: 'Voice Call',
		sentiment: 'Positive',
		contextId: 'testcontextid',
		externalIdentifierId: 'external_identifier_id',
		type: 'Inbound',
		mappedState: 'New',
		status: 'New',
		attendeeVerificationTime: '2022-04-17T12:02:00.000Z',
		reason: 'Unknown Charges',
		phoneNumber: '9999999999',
		customFieldsList: [
			{ key: 'sampleLocation__c', value: { latitude: 12, longitude: 17 } },
			{ key: 'sampleCheckbox__c', value: 'true' },
			{ key: 'sampleDate__c', value: '06/17/2022' },
			{ key: 'sampleDateTime__c', value: '2022-04-17T12:00:00.000Z' },
			{ key: 'sampleEmail__c', value: 'sample@email.com' },
			{ key: 'samplePercentage__c', value: 17 },
			{ key: 'samplePicklist__c', value: 'pick1' },
		],
		engagementAttendees: [
			{
				startDateTime: '2022-04-17T12:00:00.000Z',
				endDateTime: '2022-04-17T12:04:00.000Z',
				externalAttendeeId: 'testattendeeid',
				internalAttendeeId: 'INTERNAL_ATTENDEE_ID',
				role: 'Self',
				verificationTime: '2022-04-17T12:02:00.000Z',
				isAuthenticated: true,
				isVerified: true,
				customFieldsList: [
					{ key: 'sampleCheckBox__c', value: true },
					{ key: 'sampleDateTime__c', value: '2022-04-17T12:00:00.000Z' },
					{ key: 'sampleEmail__c', value: 'sample@email.com' },
					{ key: 'sampleLocation__c', value: { latitude: 12, longitude: 17 } },
				],
			},
		],
		engagementTopics: [
			{
				topicId: 'testtopicid',
				relatedPersonId: 'testrelatedpersonid',
				name: 'fee reversal',
				parentTopicId: 'testparenttopicid',
				processName: 'Card Fee Reversal',
				processType: 'Flow',
				processStatus: 'Completed',
				interactionSummary: 'Summary',
				processFailureReason: 'unknown',
				customFieldsList: [
					{ key: 'sampleCheckbox__c', value: true },
					{ key: 'sampleDate__c', value: '06/17/2022' },
					{ key: 'sampleDateTime__c', value: '2022-04-17T12:00:00.000Z' },
					{ key: 'sampleEmail__c', value: 'sample@email.com' },
					{ key: 'sampleLocation__c', value: { latitude: 12, longitude: 17 } },
					{ key: 'sampleNumber__c', value: 1706 },
					{ key: 'samplePercentage__c', value: 17 },
					{ key: 'samplePhoneNumber__c', value: '1234567890' },
				],
			},
		],
	},
};

/** The page's body as the contract corrects it. */
function corrected(): typeof page {
	const body = structuredClone(page);
	const checkbox = body.engagementInteraction.customFieldsList[1];
	// salesforce-engagement 8: a checkbox is a JSON boolean; the page has the text "true" once and the boolean twice.
	if (checkbox) Object.assign(checkbox, { value: true });
	return body;
}

describe('Salesforce Engagement: the example of the vendor page', () => {
	let salesforce: FakeServer<SalesforceEngagementFakeServer>;
	beforeAll(async () => {
		salesforce = await startFakeServer(new SalesforceEngagementFakeServer());
	});
	afterAll(async () => await salesforce.stop());

	it('is sent by node parameters', async () => {
		const result = await runNode({
			node: 'salesforceEngagement',
			credentials: credentialsOf(salesforce, 'salesforceEngagementOAuth2Api'),
			parameters,
			items: [{}],
		});
		expect(result.error).toBeUndefined();
		expect(salesforce.requests).toHaveLength(1);
		expect(salesforce.requests[0]).toMatchObject({
			method: 'POST',
			path: '/services/data/v63.0/connect/service-excellence/engagement-interactions',
		});
		expect(salesforce.requests[0]?.body).toEqual(corrected());
		expect(result.items[0]?.json).toMatchObject({
			engagementAttendees: [{ id: expect.any(String) }],
			engagementTopics: [{ id: expect.any(String) }],
		});
	});

	it('differs in the dates alone where they are written as ISO', async () => {
		await runNode({
			node: 'salesforceEngagement',
			credentials: credentialsOf(salesforce, 'salesforceEngagementOAuth2Api'),
			parameters: { ...parameters, options: { apiVersion: '63.0' } },
			items: [{}],
		});
		const iso = JSON.stringify(corrected()).replaceAll('06/17/2022', '2022-06-17');
		expect(salesforce.requests[1]?.body).toEqual(JSON.parse(iso));
	});
});
