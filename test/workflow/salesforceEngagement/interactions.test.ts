import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Org } from '../../harness/salesforceEngagement';
import type { RunSpec } from '../../harness/workflow';

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const START = '2026-03-02T09:15:00.000Z';
const GRAPH = '/composite/graph';

function interaction(index: number, more: IDataObject = {}): IDataObject {
	return {
		attendeeVerified: false,
		communicationChannel: 'Voice Call',
		startDateTime: START,
		externalIdentifierId: `call-${index}`,
		...more,
	};
}

describe("Salesforce's interactions as records", () => {
	const org = new Org();
	const run = async (
		operation: string,
		parameters: INodeParameters = {},
		items: IDataObject[] = [{}],
		spec: Partial<RunSpec> = {},
	) =>
		await org.run({
			parameters: { authentication: 'oAuth2', resource: 'interaction', operation, ...parameters },
			items,
			...spec,
		});
	const state = () => org.fakeServer.vendor.state;
	const rows = (object: string) => state().rows(object);
	const add = (object: string, values: IDataObject) => {
		const written = state().insert(object, values);
		if (!written.success) throw new Error(JSON.stringify(written));
		return written.id;
	};
	const atomic = async (items: IDataObject[], spec: Partial<RunSpec> = {}) =>
		await run('createAtomically', { inputMode: 'autoMap' }, items, spec);

	describe('created atomically', () => {
		it('are written with attendees, topics and custom fields, many items in one request', async () => {
			const person = add('Contact', { LastName: 'Bell' });
			const items = Array.from({ length: 80 }, (_, index) =>
				interaction(index, {
					engagementAttendees: [{ externalAttendeeId: person, startDateTime: START }],
					engagementTopics: [{ name: `Topic ${index}` }],
					customFieldsList: [
						{ key: 'Branch_Name__c', value: 'North' },
						{ key: 'Branch_Geo__c', value: { latitude: 1.5, longitude: 2.5 } },
					],
				}),
			);
			const { error, items: out } = await atomic(items);
			expect(error).toBeUndefined();
			expect(out).toHaveLength(80);
			out.forEach(({ json, pairedItem }, index) => {
				expect(pairedItem).toEqual({ item: index });
				const row = rows('EngagementInteraction').find(({ Id }) => Id === json.id);
				expect(row).toMatchObject({
					ExternalIdentifier: `call-${index}`,
					Branch_Name__c: 'North',
					Branch_Geo__Latitude__s: 1.5,
				});
				expect(
					rows('EngagementTopic').filter(({ EngagementId }) => EngagementId === json.id),
				).toMatchObject([{ Name: `Topic ${index}` }]);
			});
			expect(org.fakeServer.seen(GRAPH)).toHaveLength(2);
		});

		it('keep to 500 records in a request', async () => {
			const engagementTopics = Array.from({ length: 99 }, (_, index) => ({ name: `T${index}` }));
			const { error } = await atomic(
				Array.from({ length: 6 }, (_, index) => interaction(index, { engagementTopics })),
			);
			expect(error).toBeUndefined();
			expect(org.fakeServer.seen(GRAPH)).toHaveLength(2);
			expect(rows('EngagementTopic')).toHaveLength(594);
		});

		it.each(ON_ERROR)(
			'leave nothing behind where one part is refused, in mode %s',
			async (onError) => {
				const items = [
					interaction(0),
					interaction(1, { engagementTopics: [{ name: 'fine', processType: 'Wrong' }] }),
					interaction(2),
				];
				const result = await atomic(items, { onError });
				const said = "did not accept 'Topic 1 > Process Type'";
				expect(
					rows('EngagementInteraction').map(({ ExternalIdentifier }) => ExternalIdentifier),
				).toEqual(['call-0', 'call-2']);
				expect(rows('EngagementTopic')).toEqual([]);
				if (onError === 'stopWorkflow') {
					expect(result.error?.message).toContain(said);
					return;
				}
				const failures = onError === 'continueErrorOutput' ? result.errors : result.items;
				const failure = failures.find(
					({ pairedItem }) => (pairedItem as { item: number }).item === 1,
				);
				expect(failure?.json.error).toContain(said);
			},
		);

		it('are all tried although Salesforce stops after 14 that it refuses', async () => {
			const items = Array.from({ length: 30 }, (_, index) =>
				interaction(index, index < 20 ? { communicationChannel: 'Pigeon' } : {}),
			);
			const result = await atomic(items, { onError: 'continueErrorOutput' });
			expect(result.items).toHaveLength(10);
			expect(result.errors).toHaveLength(20);
			for (const { json } of result.errors)
				expect(json.error).toContain("did not accept 'Communication Channel'");
			expect(rows('EngagementInteraction')).toHaveLength(10);
		});

		it('are found again by their key although the reply was lost', async () => {
			org.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, path: GRAPH, times: 1 });
			const { items, error } = await atomic([interaction(0)]);
			expect(error?.message ?? items[0]?.json.recovered).toBeTruthy();
			expect(rows('EngagementInteraction')).toHaveLength(1);
		});

		it('refuse a text that Salesforce would read as a reference, for its item alone', async () => {
			const result = await atomic(
				[interaction(0, { reason: 'see @{interaction.id}' }), interaction(1)],
				{ onError: 'continueErrorOutput' },
			);
			expect(result.items).toHaveLength(1);
			expect(result.errors[0]?.json.error).toContain('reads as a reference');
		});
	});

	it('are read with their attendees and topics, many items at once', async () => {
		const person = add('Contact', { LastName: 'Bell' });
		await atomic([
			interaction(0, { engagementTopics: [{ name: 'A' }, { name: 'B' }] }),
			interaction(1, {
				engagementAttendees: [{ externalAttendeeId: person, startDateTime: START }],
			}),
		]);
		org.fakeServer.requests.length = 0;
		const result = await run(
			'get',
			{ id: '={{ $json.key }}', options: { findBy: 'ExternalIdentifier' } },
			[{ key: 'call-1' }, { key: 'call-0' }],
		);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json)).toMatchObject([
			{ ExternalIdentifier: 'call-1', attendees: [{ ExternalAttendeeId: person }], topics: [] },
			{ ExternalIdentifier: 'call-0', attendees: [], topics: [{ Name: 'A' }, { Name: 'B' }] },
		]);
		expect(org.fakeServer.requests).toHaveLength(3);
	});

	it('are changed, and created or updated, by their fields', async () => {
		await atomic([interaction(0), interaction(1)]);
		const [first] = rows('EngagementInteraction');
		const updated = await run('update', {
			inputMode: 'define',
			id: { __rl: true, mode: 'id', value: String(first?.Id) },
			updateFields: { Status: 'Completed', EndDateTime: '2026-03-02T10:00:00Z' },
		});
		expect(updated.error).toBeUndefined();
		expect(first).toMatchObject({
			Status: 'Completed',
			EndDateTime: '2026-03-02T10:00:00.000+0000',
		});
		const upserted = await run(
			'upsert',
			{ inputMode: 'autoMap', matchField: 'ExternalIdentifier' },
			[
				{ ExternalIdentifier: 'call-1', Reason: 'again' },
				{ ExternalIdentifier: 'call-9', CommunicationChannel: 'Web Chat', StartDateTime: START },
			],
		);
		expect(upserted.items.map(({ json }) => json.created)).toEqual([false, true]);
		expect(rows('EngagementInteraction')[1]?.Reason).toBe('again');
	});

	it('are searched by person, channel, time and topic', async () => {
		const bell = add('Contact', { LastName: 'Bell' });
		const other = add('Contact', { LastName: 'Other' });
		const attended = (id: string) => ({
			engagementAttendees: [{ externalAttendeeId: id, startDateTime: START }],
		});
		await atomic([
			interaction(0, { ...attended(bell), engagementTopics: [{ name: 'Fee 100% back' }] }),
			interaction(1, { ...attended(other), communicationChannel: 'Web Chat' }),
			interaction(2, { initiatingAttendeeId: bell, startDateTime: '2026-04-01T00:00:00.000Z' }),
		]);
		const keys = async (parameters: INodeParameters) => {
			const { error, items } = await run('search', { returnAll: true, ...parameters });
			expect(error).toBeUndefined();
			return items.map(({ json }) => json.ExternalIdentifier);
		};
		const person = { __rl: true, mode: 'id', value: bell };
		expect(await keys({ person })).toEqual(['call-2', 'call-0']);
		expect(await keys({ person, filters: { startedBefore: '2026-03-15' } })).toEqual(['call-0']);
		expect(await keys({ filters: { topic: '100%' } })).toEqual(['call-0']);
		expect(await keys({ filters: { topic: '100_' } })).toEqual([]);
		expect(await keys({ filters: { channel: 'Web Chat' } })).toEqual(['call-1']);
		expect(await keys({ person, returnAll: false, limit: 1 })).toEqual(['call-2']);
	});

	describe('logged as conversations', () => {
		const log = async (items: IDataObject[], options: INodeParameters = {}, spec = {}) =>
			await run(
				'log',
				{
					people: '={{ $json.people }}',
					communicationChannel: 'Voice Call',
					startDateTime: START,
					attendeeVerified: true,
					topics: '={{ $json.topics }}',
					additionalFields: { externalIdentifierId: '={{ $json.key }}' },
					options,
				},
				items,
				spec,
			);

		it('find people by mail and phone with one query an object, and write all in one request', async () => {
			const bell = add('Contact', { LastName: 'Bell', Email: 'Bell@example.com' });
			const lead = add('Lead', { LastName: 'Lee', Company: 'Acme', Phone: '+44 1' });
			const { error, items } = await log([
				{ people: 'bell@example.com, +44 1', topics: 'Fee, Card', key: 'k-0' },
				{ people: [bell], topics: '', key: 'k-1' },
			]);
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject({
				people: [
					{ given: 'bell@example.com', result: 'found', id: bell, object: 'Contact' },
					{ given: '+44 1', result: 'found', id: lead, object: 'Lead' },
				],
				topics: [{ name: 'Fee' }, { name: 'Card' }],
			});
			expect(rows('EngagementInteraction')).toMatchObject([
				{ ExternalIdentifier: 'k-0', InitiatingAttendeeId: bell },
				{ ExternalIdentifier: 'k-1', InitiatingAttendeeId: bell },
			]);
			expect(
				rows('EngagementAttendee').map(({ ExternalAttendeeId }) => ExternalAttendeeId),
			).toEqual([bell, lead, bell]);
			expect(org.fakeServer.requests).toHaveLength(3);
		});

		it('refuse topics and people that are no texts', async () => {
			const bell = add('Contact', { LastName: 'Bell', Email: 'bell@example.com' });
			const { errors } = await log(
				[
					{ people: bell, topics: [{ name: 'Fee' }, null], key: 'k-0' },
					{ people: [{ id: bell }], topics: 'Fee', key: 'k-1' },
				],
				{},
				{ onError: 'continueErrorOutput' },
			);
			expect(errors.map(({ json }) => json.error)).toEqual([
				expect.stringContaining("'Topic Names' must hold texts"),
				expect.stringContaining("'People' must hold texts"),
			]);
			expect(rows('EngagementInteraction')).toEqual([]);
		});

		it.each(ON_ERROR)('say who was not found or not clear, in mode %s', async (onError) => {
			add('Contact', { LastName: 'Bell', Email: 'bell@example.com' });
			add('Contact', { LastName: 'One', Email: 'two@example.com' });
			add('Contact', { LastName: 'Two', Email: 'two@example.com' });
			const items = ['nobody@example.com', 'bell@example.com', 'two@example.com'].map((people) => ({
				people,
				topics: 'Fee',
				key: people,
			}));
			const result = await log(items, {}, { onError });
			if (onError === 'stopWorkflow') {
				expect(result.error?.message).toContain('No contact, lead or account with "nobody@');
				return;
			}
			const failures = (onError === 'continueErrorOutput' ? result.errors : result.items).filter(
				({ json }) => json.error !== undefined,
			);
			expect(failures.map(({ json }) => json.error)).toEqual([
				expect.stringContaining('No contact, lead or account with "nobody@example.com" was found'),
				expect.stringContaining('Several records have "two@example.com"'),
			]);
			expect(rows('EngagementInteraction')).toHaveLength(1);
		});

		it('are logged without those who were not found, where that is chosen', async () => {
			const { items } = await log([{ people: 'nobody@example.com', topics: 'Fee', key: 'k' }], {
				ifNotFound: 'skip',
			});
			expect(items[0]?.json.people).toEqual([{ given: 'nobody@example.com', result: 'not found' }]);
			expect(rows('EngagementTopic')).toHaveLength(1);
		});
	});

	it('have attendees and topics that are records, too', async () => {
		await atomic([interaction(0)]);
		const EngagementId = String(rows('EngagementInteraction')[0]?.Id);
		const topic = await org.run({
			parameters: { resource: 'topic', operation: 'create', inputMode: 'autoMap' },
			items: [{ EngagementId, Name: 'Fee' }],
		});
		expect(topic.error).toBeUndefined();
		const listed = await org.run({
			parameters: {
				resource: 'topic',
				operation: 'getAll',
				conditions: {
					values: [{ field: 'EngagementId', operator: 'equals', value: EngagementId }],
				},
			},
			items: [{}],
		});
		expect(listed.items.map(({ json }) => json)).toMatchObject([{ Name: 'Fee', EngagementId }]);
		const attendee = await org.run({
			parameters: { resource: 'attendee', operation: 'create', inputMode: 'autoMap' },
			items: [{ EngagementId, StartDateTime: START }],
		});
		expect(attendee.error?.message).toContain(
			"neither an 'External Attendee' nor an 'Internal Attendee'",
		);
	});

	it('are found together with other records by a text', async () => {
		add('Contact', { LastName: 'Bell (north)' });
		add('Contact', { LastName: 'Other' });
		const { items, error } = await org.run({
			parameters: { resource: 'query', operation: 'search', text: 'bell (north)' },
			items: [{}],
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toMatchObject([
			{ object: 'Contact', Name: 'Bell (north)' },
		]);
	});
});
