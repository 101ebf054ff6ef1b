import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Org } from '../../harness/salesforceEngagement';

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe("Salesforce's bulk jobs", () => {
	const org = new Org();
	const run = async (
		bulkOperation: string,
		items: IDataObject[],
		parameters: INodeParameters = {},
		spec = {},
	) =>
		await org.run({
			parameters: {
				resource: 'bulk',
				operation: 'run',
				object: { __rl: true, mode: 'name', value: 'Contact' },
				bulkOperation,
				inputMode: 'autoMap',
				...parameters,
			},
			items,
			...spec,
		});
	const state = () => org.fakeServer.vendor.state;
	const contacts = () => state().rows('Contact');
	const jobs = () =>
		org.fakeServer.requests
			.filter(({ path }) => path.includes('/jobs/'))
			.map(
				({ method, path }) => `${method} ${path.replace(/.*\/jobs\//, '').replace(/750\w+/, 'ID')}`,
			);

	it('write thousands of records in one job, each with the result of its own item', async () => {
		const items = Array.from({ length: 3_000 }, (_, index) => ({
			LastName: `Name "${index}", \n next`,
			Score__c: index,
			Is_Vip__c: index % 2 === 0,
		}));
		const { error, items: out } = await run('insert', items);
		expect(error).toBeUndefined();
		expect(out).toHaveLength(3_000);
		const byId = new Map(contacts().map((row) => [row.Id, row.Score__c]));
		out.forEach(({ json, pairedItem }) =>
			expect(byId.get(String(json.id))).toBe((pairedItem as { item: number }).item),
		);
		expect(jobs()).toEqual([
			'POST ingest',
			'PUT ingest/ID/batches',
			'PATCH ingest/ID',
			'GET ingest/ID',
			'GET ingest/ID',
			'GET ingest/ID/successfulResults/',
			'GET ingest/ID/failedResults/',
			'GET ingest/ID/unprocessedrecords/',
		]);
	});

	it.each([
		['some', [0, 2, 3]],
		['all', [0, 1, 2, 3, 4]],
	])('are not divided for rows that Salesforce refuses: %s', async (_what, bad) => {
		const { items, errors } = await run(
			'insert',
			Array.from({ length: 5 }, (_, index) =>
				bad.includes(index) ? { Email: `${index}@example.com` } : { LastName: `${index}` },
			),
			{},
			{ onError: 'continueErrorOutput' },
		);
		expect([items.length, errors.length]).toEqual([5 - bad.length, bad.length]);
		for (const { json } of errors)
			expect(json).toMatchObject({
				error: expect.stringContaining("'LastName'") as string,
				details: { executed: 'no', field: 'LastName' },
			});
		expect(jobs().filter((request) => request === 'POST ingest')).toHaveLength(1);
	});

	it.each(ON_ERROR)('keep a refusal with its own item in mode %s', async (onError) => {
		const items = [{ LastName: 'A' }, { FirstName: 'nobody' }, { LastName: 'A' }];
		const result = await run('insert', items, {}, { onError });
		expect(contacts()).toHaveLength(2);
		const said = "did not accept 'LastName': Required fields are missing";
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toContain(said);
			return;
		}
		const failures = onError === 'continueErrorOutput' ? result.errors : result.items;
		expect(
			failures.find(({ pairedItem }) => (pairedItem as { item: number }).item === 1)?.json.error,
		).toContain(said);
	});

	it('update, create or update, and delete by their keys', async () => {
		const ids = ['A', 'B'].map((LastName) => {
			const written = state().insert('Contact', {
				LastName,
				Ext__c: LastName,
				Email: 'x@example.com',
			});
			return written.success ? written.id : '';
		});
		await run('update', [{ Id: ids[0], LastName: 'A2', Email: null }]);
		expect(contacts()[0]).toMatchObject({ LastName: 'A2', Email: null, Ext__c: 'A' });
		const upserted = await run(
			'upsert',
			[
				{ Ext__c: 'C', LastName: 'C' },
				{ Ext__c: 'B', LastName: 'B2' },
			],
			{ matchField: 'Ext__c' },
		);
		expect(upserted.items.map(({ json }) => json.created)).toEqual([true, false]);
		await run('delete', [{ id: ids[1] }]);
		expect(contacts().map(({ IsDeleted }) => IsDeleted)).toEqual([false, true, false]);
	});

	it('say which records a job did not process', async () => {
		org.fakeServer.vendor.bulk.unprocessed = 1;
		const result = await run(
			'insert',
			[{ LastName: 'A' }, { LastName: 'B' }],
			{},
			{
				onError: 'continueErrorOutput',
			},
		);
		expect(result.items).toHaveLength(1);
		expect(result.errors[0]).toMatchObject({
			pairedItem: { item: 1 },
			json: { error: expect.stringContaining('did not process this record') },
		});
	});

	it('do not say that nothing was written where the results cannot be read', async () => {
		org.fakeServer.faults.arm({
			fault: { kind: 'status', status: 404 },
			path: '/successfulResults',
		});
		const { error } = await run('insert', [{ LastName: 'A' }]);
		expect(error?.message).toContain('its results could not be read');
		expect(JSON.stringify(error)).toContain('"executed":"unknown"');
	});

	it('write nothing where the upload fails', async () => {
		org.fakeServer.faults.arm({ fault: { kind: 'status', status: 400 }, path: '/batches' });
		const { error } = await run('insert', [{ LastName: 'A' }]);
		expect(JSON.stringify(error)).toContain('"executed":"no"');
		expect(contacts()).toEqual([]);
		expect(jobs().at(-1)).toBe('PATCH ingest/ID');
	});

	it('read the rows of a query, page by page', async () => {
		for (let index = 0; index < 2_500; index++)
			state().insert('Contact', { LastName: `N${index}` });
		const { error, items } = await org.run({
			parameters: {
				resource: 'bulk',
				operation: 'query',
				query: 'SELECT Id, LastName FROM Contact WHERE LastName != :name',
				parameters: { values: [{ name: 'name', value: 'N7' }] },
			},
			items: [{}],
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2_499);
		expect(items[0]?.json).toEqual({ Id: expect.any(String), LastName: 'N0' });
	});
});
