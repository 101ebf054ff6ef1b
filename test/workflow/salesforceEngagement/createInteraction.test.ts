import type { IDataObject } from 'n8n-workflow';

import { schemaOf } from '../../harness/schemas';
import {
	autoMap,
	BATCH,
	create,
	define,
	DIRECT,
	Org,
	record,
	records,
} from '../../harness/salesforceEngagement';

describe('Salesforce Engagement', () => {
	const org = new Org();

	describe('requests', () => {
		it('sends one interaction directly, with false as a value', async () => {
			const result = await org.run({
				parameters: { ...define, communicationChannel: '={{ $json.how }}' },
				items: [{ how: 'Web Chat' }],
			});
			expect(result.error).toBeUndefined();
			expect(org.fakeServer.requests.map(({ path }) => path)).toEqual([DIRECT]);
			expect(org.bodies()).toEqual([
				{
					engagementInteraction: {
						attendeeVerified: false,
						communicationChannel: 'Web Chat',
						startDateTime: '2026-03-02T09:15:00.000Z',
					},
				},
			]);
			expect(org.fakeServer.requests[0]?.headers.authorization).toBe(
				`Bearer ${org.fakeServer.vendor.firstToken}`,
			);
			expect(result.items[0]?.json).toEqual({
				id: org.stored()[0]?.id,
				communicationChannel: 'Web Chat',
				startDateTime: '2026-03-02T09:15:00.000Z',
				engagementAttendees: [],
				engagementTopics: [],
				status: { code: 201, message: 'Created' },
			});
			expect(
				Object.keys(schemaOf('SalesforceEngagement', 'interaction', 'create').properties),
			).toEqual([
				'id',
				// What If It Exists did, where it is not left at Create Anyway.
				'action',
				'externalIdentifierId',
				...Object.keys(result.items[0]?.json ?? {}).slice(1),
			]);
		});

		it('takes a picklist value of the org by expression, and dates in the time zone of the workflow', async () => {
			const result = await org.run({
				parameters: {
					...define,
					startDateTime: '2026-07-01T12:00:00',
					additionalFields: { sentiment: '={{ $json.mood }}' },
				},
				items: [{ mood: 'Delighted' }],
			});
			expect(org.bodies()).toMatchObject([
				{
					engagementInteraction: {
						sentiment: 'Delighted',
						startDateTime: '2026-07-01T10:00:00.000Z',
					},
				},
			]);
			// The fake server's org has the shipped picklists only.
			expect(result.error?.message).toContain("did not accept 'Sentiment'");
		});

		it('sends 60 interactions in 3 requests, linked in order', async () => {
			const result = await org.run({ parameters: autoMap, items: records(60) });
			expect(result.error).toBeUndefined();
			expect(org.fakeServer.seen(BATCH)).toHaveLength(3);
			expect(org.fakeServer.requests).toHaveLength(3);
			const batches = org.bodies() as Array<{ haltOnError: boolean; batchRequests: IDataObject[] }>;
			expect(batches.map(({ batchRequests }) => batchRequests.length).sort()).toEqual([10, 25, 25]);
			expect(batches.every(({ haltOnError }) => haltOnError === false)).toBe(true);
			expect(batches.flatMap(({ batchRequests }) => batchRequests)).toContainEqual({
				method: 'POST',
				url: 'v67.0/connect/service-excellence/engagement-interactions',
				richInput: { engagementInteraction: record(0) },
			});
			expect(result.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(
				Array.from({ length: 60 }, (_, index) => index),
			);
			org.expectLinks(result);
		});

		it('sends every interaction alone where batches are switched off', async () => {
			const result = await org.run({
				parameters: { ...autoMap, options: { sendInBatches: false } },
				items: records(4),
			});
			expect(org.fakeServer.requests.map(({ path }) => path)).toEqual([
				DIRECT,
				DIRECT,
				DIRECT,
				DIRECT,
			]);
			org.expectLinks(result);
		});

		it('sends to the chosen version, and refuses one without engagement interactions', async () => {
			const result = await org.run({
				parameters: {
					...autoMap,
					options: {
						apiVersion: '={{ $json.externalIdentifierId === "call-0" ? "v58" : "54.0" }}',
					},
				},
				items: records(2),
				onError: 'continueErrorOutput',
			});
			expect(org.fakeServer.requests.map(({ path }) => path)).toEqual([
				DIRECT.replace('67.0', '58.0'),
			]);
			expect(result.errors[0]?.json).toMatchObject({
				error: '\'API Version\' must be 55.0 or later, but is "54.0" [item 1]',
				details: { field: 'apiVersion', executed: 'no' },
			});
		});

		it('sends the same request in each input mode', async () => {
			const topics = [
				{
					name: 'Card replacement',
					processStatus: 'Completed',
					customFieldsList: [{ key: 'Cost__c', value: 3_000_000_000 }],
				},
			];
			const attendees = [
				{
					internalAttendeeId: '005000000000001AAA',
					startDateTime: '2026-03-02T09:15:00.000Z',
					isVerified: true,
					isAuthenticated: false,
				},
			];
			const whole = {
				attendeeVerified: true,
				communicationChannel: 'Voice Call',
				startDateTime: '2026-03-02T09:15:00.000Z',
				reason: 'Lost card',
				engagementAttendees: attendees,
				engagementTopics: topics,
			};
			const form = {
				...define,
				attendeeVerified: true,
				additionalFields: {
					reason: 'Lost card',
					engagementAttendees: {
						values: [
							{
								internalAttendeeId: '005000000000001AAA',
								startDateTime: '2026-03-02T09:15:00.000Z',
								isVerified: true,
								isAuthenticated: false,
								role: '',
							},
						],
					},
					engagementTopics: {
						values: [
							{
								name: 'Card replacement',
								processStatus: 'Completed',
								customFieldsList: {
									values: [{ key: 'Cost__c', kind: 'number', number: 3_000_000_000 }],
								},
							},
						],
					},
				},
			};
			await org.run({ parameters: form, items: [{}] });
			await org.run({ parameters: autoMap, items: [whole] });
			await org.run({
				parameters: { ...create, inputMode: 'json', jsonRecord: '={{ JSON.stringify($json) }}' },
				items: [whole],
			});
			expect(org.bodies()).toHaveLength(3);
			// Integers above 2^31-1 travel in quotes.
			const sent = {
				engagementInteraction: {
					...whole,
					engagementTopics: [
						{ ...topics[0], customFieldsList: [{ key: 'Cost__c', value: '3000000000' }] },
					],
				},
			};
			for (const body of org.bodies()) expect(body).toEqual(sent);
			expect(org.stored()).toHaveLength(3);
		});

		it('writes every kind of custom field', async () => {
			const rows = [
				{ key: 'Branch__c', kind: 'text', text: 'North' },
				{ key: 'Share__c', kind: 'number', number: 17.5 },
				{ key: 'Small__c', kind: 'number', number: 2147483647 },
				{ key: 'Large__c', kind: 'number', number: -2147483649 },
				{ key: 'Vip__c', kind: 'boolean', boolean: false },
				{ key: 'Day__c', kind: 'date', date: '2026-06-17T00:00:00' },
				{ key: 'Moment__c', kind: 'dateTime', dateTime: '2026-06-17T12:00:00+02:00' },
				{ key: 'Tags__c', kind: 'list', list: 'Red, Blue' },
				{ key: 'Mapped_Tags__c', kind: 'list', list: '={{ $json.tags }}' },
				{ key: 'Case__c', kind: 'lookup', lookup: '500000000000001AAA' },
				{ key: 'Geo__c', kind: 'location', latitude: 0, longitude: 17 },
				{ key: 'Empty__c', kind: 'text', text: '' },
			];
			const fields = { additionalFields: { customFieldsList: { values: rows } } };
			const result = await org.run({
				parameters: { ...define, ...fields },
				items: [{ tags: ['A', 'B'] }],
			});
			expect(result.error).toBeUndefined();
			expect(org.stored()[0]?.customFieldsList).toEqual([
				{ key: 'Branch__c', value: 'North' },
				{ key: 'Share__c', value: 17.5 },
				{ key: 'Small__c', value: 2147483647 },
				{ key: 'Large__c', value: '-2147483649' },
				{ key: 'Vip__c', value: false },
				{ key: 'Day__c', value: '2026-06-17' },
				{ key: 'Moment__c', value: '2026-06-17T10:00:00.000Z' },
				{ key: 'Tags__c', value: 'Red;Blue' },
				{ key: 'Mapped_Tags__c', value: 'A;B' },
				{ key: 'Case__c', value: '500000000000001AAA' },
				{ key: 'Geo__c', value: { latitude: 0, longitude: 17 } },
			]);
			await org.run({
				parameters: { ...define, ...fields, options: { customDateFormat: 'us' } },
				items: [{ tags: [] }],
			});
			const again = org.stored()[1]?.customFieldsList as IDataObject[];
			expect(again).toContainEqual({ key: 'Day__c', value: '06/17/2026' });
			expect(again.map(({ key }) => key)).not.toContain('Mapped_Tags__c');
		});
	});
});
