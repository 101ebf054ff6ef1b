import type { IDataObject } from 'n8n-workflow';

import { credentialsOf } from '../../harness/sandbox';
import { autoMap, define, Org, record, records, USER } from '../../harness/salesforceEngagement';

describe('Salesforce Engagement', () => {
	const org = new Org();

	describe('input', () => {
		const bad: Array<[string, IDataObject, string, string]> = [
			[
				'a missing channel',
				{ communicationChannel: undefined },
				"'Communication Channel' is missing",
				'communicationChannel',
			],
			[
				'a missing flag',
				{ attendeeVerified: undefined },
				"'Attendee Verified' is missing",
				'attendeeVerified',
			],
			[
				'a flag of another type',
				{ attendeeVerified: 'perhaps' },
				"'Attendee Verified' must be true or false",
				'attendeeVerified',
			],
			[
				'a date that is none',
				{ endDateTime: 'soon' },
				"'End Date Time' must be a date",
				'endDateTime',
			],
			[
				'a text that is too long',
				{ reason: 'x'.repeat(766) },
				"'Reason' has 766 characters, and at most 765 are allowed",
				'reason',
			],
			[
				'an id with a slash',
				{ contextId: '0Xx/../me' },
				"'Context ID' must be an ID without spaces or slashes",
				'contextId',
			],
			[
				'an id with a line break',
				{ initiatingAttendeeId: '003\n004' },
				"'Initiating Attendee' must be an ID",
				'initiatingAttendeeId',
			],
			[
				'an unknown key',
				{ customFields: [] },
				"'customFields' is not a field that can be sent",
				'customFields',
			],
			[
				'an attendee without an id',
				{
					engagementAttendees: [
						{ externalAttendeeId: '003', startDateTime: '2026-03-02' },
						{ startDateTime: '2026-03-02' },
					],
				},
				"'Attendee 2' has neither an 'External Attendee' nor",
				'externalAttendeeId',
			],
			[
				'an attendee without a start',
				{ engagementAttendees: [{ externalAttendeeId: '003' }] },
				"'Attendee 1 > Start Date Time' is missing",
				'startDateTime',
			],
			[
				'a topic without a name',
				{ engagementTopics: [{ topicId: '500' }] },
				"'Topic 1 > Name' is missing",
				'name',
			],
			[
				'a topic with an unknown key',
				{ engagementTopics: [{ name: 'a', id: '1' }] },
				"'Topic 1 > id' is not a field that can be sent",
				'id',
			],
			[
				'too many custom fields',
				{
					customFieldsList: Object.fromEntries(
						Array.from({ length: 51 }, (_, index) => [`F${index}__c`, index]),
					),
				},
				"'Custom Fields' has 51 entries, and at most 50 are allowed",
				'customFieldsList',
			],
			[
				'custom fields in another form',
				{ customFieldsList: ['a'] },
				"'Custom Fields' must be an object, or a list",
				'customFieldsList',
			],
		];
		it.each(bad)('refuses %s, and sends the rest', async (_what, change, message, field) => {
			const result = await org.run({
				parameters: autoMap,
				items: records(3, { 1: change }),
				onError: 'continueErrorOutput',
			});
			expect(result.items).toHaveLength(2);
			org.expectLinks(result);
			expect(result.errors).toHaveLength(1);
			expect(result.errors[0]?.pairedItem).toMatchObject({ item: 1 });
			expect(result.errors[0]?.json).toMatchObject({
				error: expect.stringContaining(message),
				details: { field, executed: 'no' },
			});
			expect(result.errors[0]?.json.error).toContain('[item 1]');
		});

		it('leaves out unknown keys on request, also those of rows, and custom fields without a value', async () => {
			const items = [
				record(0, {
					row_number: 2,
					customFieldsList: { Branch__c: null, Vip__c: true },
					engagementTopics: [{ name: 'a', id: '1' }],
				}),
			];
			const result = await org.run({
				parameters: { ...autoMap, options: { ignoreUnknownFields: true } },
				items,
			});
			expect(result.error).toBeUndefined();
			expect(org.bodies()).toEqual([
				{
					engagementInteraction: record(0, {
						customFieldsList: [{ key: 'Vip__c', value: true }],
						engagementTopics: [{ name: 'a' }],
					}),
				},
			]);
			expect(items[0]).toHaveProperty('row_number');
		});

		it('names rows and fields of the form', async () => {
			const attendees = {
				values: [
					{
						startDateTime: '2026-03-02T09:15:00.000Z',
						isVerified: false,
						isAuthenticated: false,
						role: '',
						externalAttendeeId: '',
					},
				],
			};
			const result = await org.run({
				parameters: { ...define, additionalFields: { engagementAttendees: attendees } },
				items: [{}],
			});
			expect(result.error?.message).toBe(
				"'Attendee 1' has neither an 'External Attendee' nor an 'Internal Attendee' [item 0]",
			);
			expect(org.fakeServer.requests).toEqual([]);
		});

		it('says that a host does not answer', async () => {
			const credentials = credentialsOf(org.fakeServer, USER, {
				myDomain: 'http://127.0.0.1:9',
				oauthTokenData: {
					access_token: 'x',
					instance_url: 'http://127.0.0.1:9',
					token_type: 'Bearer',
				},
			});
			const result = await org.run({
				parameters: { ...autoMap, requestOptions: { maxTries: 1 } },
				credentials,
				items: records(1),
			});
			expect(result.error?.message).toBe(
				'Salesforce Engagement could not be reached: the host refused the connection [item 0]',
			);
		});
	});
});
