import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Org } from '../../harness/salesforceEngagement';

const CONTACT = { __rl: true, mode: 'name', value: 'Contact' };
const COLLECTION = '/composite/sobjects';
const MANY = 2_001;

describe('The way that records take to Salesforce', () => {
	const org = new Org();
	const state = () => org.fakeServer.vendor.state;
	const run = async (
		operation: string,
		items: IDataObject[],
		options: INodeParameters = {},
		more: INodeParameters = {},
		spec: IDataObject = {},
	) =>
		await org.run({
			parameters: {
				resource: 'record',
				operation,
				object: CONTACT,
				inputMode: 'autoMap',
				options,
				...more,
			},
			items,
			...spec,
		});
	const people = (count: number, more: IDataObject = {}) =>
		Array.from({ length: count }, (_, index) => ({ LastName: `N${index}`, ...more }));
	const calls = () => ({
		collections: org.fakeServer.seen(COLLECTION).length,
		jobs: org.fakeServer
			.seen('/jobs/ingest')
			.filter(({ method, path }) => method === 'POST' && path.endsWith('/ingest')).length,
	});
	const names = () =>
		state()
			.stored()
			.Contact?.map(({ LastName }) => LastName);

	it.each([
		[1, 1],
		[200, 1],
		[201, 2],
		[2_000, 10],
	])('is collections for %d items', async (count, collections) => {
		const { error, items } = await run('create', people(count));
		expect(error).toBeUndefined();
		expect(items).toHaveLength(count);
		expect(calls()).toEqual({ collections, jobs: 0 });
	});

	it('is a bulk job for more, with the same result for each item, and says so', async () => {
		const byJob = await run('create', people(MANY));
		expect(byJob.error).toBeUndefined();
		expect(calls()).toEqual({ collections: 0, jobs: 1 });
		expect(byJob.hints?.join(' ')).toContain('2001 records were sent by a bulk job');
		org.fakeServer.reset();
		const byCollections = await run('create', people(MANY), { route: 'collections' });
		expect(calls()).toEqual({ collections: 11, jobs: 0 });
		const shapes = (items: typeof byJob.items) =>
			items.map(({ json, pairedItem }) => ({ ...json, id: typeof json.id, pairedItem }));
		expect(shapes(byJob.items)).toEqual(shapes(byCollections.items));
	});

	it('is a bulk job for few items where that is chosen, and collections of the chosen size', async () => {
		await run('create', people(3), { route: 'bulk' });
		expect(calls()).toEqual({ collections: 0, jobs: 1 });
		await run('create', people(MANY), {}, { requestOptions: { batchSize: 100 } });
		expect(calls()).toEqual({ collections: 21, jobs: 1 });
	});

	it('is collections where a record holds a text that a file cannot say', async () => {
		const items: IDataObject[] = people(MANY);
		items[7] = { LastName: 'N7', Description: '#N/A' };
		const { items: out } = await run('create', items);
		expect(out).toHaveLength(MANY);
		expect(state().rows('Contact')[7]?.Description).toBe('#N/A');
		expect(calls()).toEqual({ collections: 11, jobs: 0 });
	});

	it('is collections where a record holds a text that is too long for a job', async () => {
		const items: IDataObject[] = people(MANY);
		items[7] = { LastName: 'N7', Description: 'x'.repeat(32_001) };
		const { items: out } = await run('create', items, {}, {}, { onError: 'continueRegularOutput' });
		expect(out).toHaveLength(MANY);
		expect(names()).toHaveLength(MANY - 1);
		expect(out.find(({ json }) => json.error !== undefined)?.pairedItem).toEqual({ item: 7 });
		expect(calls()).toEqual({ collections: 11, jobs: 0 });
	});

	it('sends a record once whose ID comes in both of its forms', async () => {
		const written = state().insert('Contact', { LastName: 'A' });
		const id = written.success ? written.id : '';
		const { error, items } = await run(
			'delete',
			[{ id }, { id: id.slice(0, 15) }],
			{},
			{ id: '={{ $json.id }}' },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.deleted)).toEqual([true, true]);
		expect(org.fakeServer.seen(COLLECTION).map(({ query }) => query.ids)).toEqual([id]);
	});

	it('updates, creates or updates, and deletes by a job as by collections', async () => {
		await run('create', people(MANY, { Description: 'old', Ext__c: null }), { route: 'bulk' });
		const ids = state()
			.rows('Contact')
			.map(({ Id }) => Id);
		const updated = await run(
			'update',
			ids.map((id, index) => ({
				id,
				LastName: `U${index}`,
				Description: index === 0 ? null : 'new',
			})),
		);
		expect(updated.error).toBeUndefined();
		expect(updated.items.map(({ json }) => json.id)).toEqual(ids);
		expect(state().rows('Contact')[0]).toMatchObject({ LastName: 'U0', Description: null });
		const upserted = await run(
			'upsert',
			people(MANY).map((item, index) => ({ ...item, Ext__c: `key-${index}` })),
			{},
			{ matchField: 'Ext__c' },
		);
		expect(upserted.items[5]?.json).toEqual({
			id: expect.any(String),
			success: true,
			created: true,
		});
		const gone = await run(
			'delete',
			ids.map((id) => ({ id })),
			{},
			{ id: '={{ $json.id }}' },
		);
		expect(gone.items[9]?.json).toEqual({ id: ids[9], deleted: true });
		expect(names()).toHaveLength(MANY);
		expect(calls()).toEqual({ collections: 0, jobs: 4 });
	});

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'keeps a refusal with its own item in mode %s',
		async (onError) => {
			const items: IDataObject[] = people(MANY);
			items[1_234] = { FirstName: 'nobody' };
			const result = await run('create', items, {}, {}, { onError });
			expect(names()).toHaveLength(MANY - 1);
			const said = "did not accept 'LastName'";
			if (onError === 'stopWorkflow') {
				expect(result.error?.message).toContain(said);
				return;
			}
			const failures = onError === 'continueErrorOutput' ? result.errors : result.items;
			expect(failures.find(({ json }) => json.error !== undefined)).toMatchObject({
				pairedItem: { item: 1_234 },
				json: { error: expect.stringContaining(said) },
			});
		},
	);

	it('sends a record that is locked at the moment again, by its own collection', async () => {
		const account = state().insert('Account', { Name: 'A' });
		const AccountId = account.success ? account.id : '';
		state().locks.set(AccountId.slice(0, 15), 1);
		const { error, items } = await run('create', people(3, { AccountId }));
		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
		expect(names()).toHaveLength(3);
	});

	it('ends where the calls of the day are used up, and says how many there were', async () => {
		org.fakeServer.vendor.allowance.perDay = 3;
		const { items, hints } = await run(
			'create',
			people(1_000),
			{},
			{},
			{ onError: 'continueRegularOutput' },
		);
		const refused = items.filter(({ json }) => json.error !== undefined);
		expect(names()).toHaveLength(items.length - refused.length);
		expect(refused.length).toBeGreaterThan(0);
		expect(String(refused[0]?.json.message)).toMatch(/limit|calls/i);
		expect(hints?.join(' ')).toContain('3 of the 3 calls that the org has in 24 hours are used');
	});

	it('ends where the calls of an hour of the Connect API are used up', async () => {
		org.fakeServer.vendor.allowance.perHour = 2;
		const { items } = await org.run({
			parameters: {
				resource: 'interaction',
				operation: 'create',
				inputMode: 'autoMap',
				options: { sendInBatches: false },
			},
			items: Array.from({ length: 5 }, (_, index) => ({
				attendeeVerified: false,
				communicationChannel: 'Voice Call',
				startDateTime: '2026-03-02T09:15:00.000Z',
				externalIdentifierId: `call-${index}`,
			})),
			onError: 'continueRegularOutput',
		});
		expect(org.stored()).toHaveLength(2);
		const refused = items.filter(({ json }) => json.error !== undefined);
		expect(refused).toHaveLength(3);
		expect(JSON.stringify(refused[0]?.json)).toContain('one hour');
	});
});
