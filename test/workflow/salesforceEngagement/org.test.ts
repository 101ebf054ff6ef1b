import type { INodeParameters } from 'n8n-workflow';

import { openForm } from '../../harness/form';
import { credentialsOf } from '../../harness/sandbox';
import { bytesOf } from '../../harness/workflow';
import { Org, USER } from '../../harness/salesforceEngagement';

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe("What Salesforce's org offers beside records", () => {
	const org = new Org();
	const run = async (parameters: INodeParameters, items = [{}], spec = {}) =>
		await org.run({ parameters, items, ...spec });

	it.each(ON_ERROR)('are flows, run with the inputs of each item, in mode %s', async (onError) => {
		const result = await run(
			{
				resource: 'action',
				operation: 'run',
				actionPath: 'custom/flow/Greet',
				inputs: '={{ $json }}',
			},
			[{ name: 'Ava' }, {}, { name: 'Bo' }],
			{ onError },
		);
		const said = 'Missing required input: name';
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toContain(said);
			return;
		}
		const good = result.items.filter(({ json }) => json.error === undefined);
		expect(good.map(({ json }) => json.outputValues)).toEqual([
			{ greeting: 'Hello Ava' },
			{ greeting: 'Hello Bo' },
		]);
		const failures = onError === 'continueErrorOutput' ? result.errors : result.items;
		expect(failures.find(({ json }) => json.error !== undefined)).toMatchObject({
			pairedItem: { item: 1 },
			json: { error: expect.stringContaining(said) },
		});
	});

	it('are lists of flows, objects, fields, limits and versions', async () => {
		const list = async (resource: string, operation: string, more: INodeParameters = {}) => {
			const { error, items } = await run({ resource, operation, ...more });
			expect(error).toBeUndefined();
			return items.map(({ json }) => json);
		};
		expect(await list('action', 'getAll')).toEqual([
			{ name: 'Greet', label: 'Greet', type: 'FLOW', path: 'custom/flow/Greet' },
		]);
		expect(await list('metadata', 'getObjects')).toContainEqual(
			expect.objectContaining({ name: 'EngagementInteraction', keyPrefix: '0xx' }),
		);
		const object = { __rl: true, mode: 'name', value: 'Contact' };
		expect(await list('metadata', 'getFields', { object })).toContainEqual(
			expect.objectContaining({ name: 'LastName', type: 'string', required: true }),
		);
		expect(await list('metadata', 'getLimits')).toEqual([
			{ name: 'DailyApiRequests', max: 15000, remaining: 14998 },
		]);
		expect(await list('metadata', 'getVersions')).toHaveLength(2);
	});

	it('are files of records, given back byte for byte', async () => {
		const written = org.fakeServer.vendor.state.insert('Contact', { LastName: 'Bell' });
		const linkedRecord = written.success ? written.id : '';
		const bytes = Buffer.from([0, 1, 2, 250, 255]);
		const uploaded = await run(
			{ resource: 'file', operation: 'upload', inputDataFieldName: 'data', linkedRecord },
			[{}],
			{ files: [{ data: { name: 'a b.png', mimeType: 'image/png', bytes } }] },
		);
		expect(uploaded.error).toBeUndefined();
		const listed = await run({ resource: 'file', operation: 'getAll', linkedRecord });
		expect(listed.items.map(({ json }) => json)).toEqual([
			{ id: uploaded.items[0]?.json.id, title: 'a b.png', fileExtension: 'png', size: 5 },
		]);
		const id = String(uploaded.items[0]?.json.id);
		const download = { resource: 'file', operation: 'download', id, outputDataFieldName: 'out' };
		const downloaded = await run(download);
		expect(downloaded.items[0]?.json).toMatchObject({ id, fileName: 'a b.png', fileSize: 5 });
		expect(bytesOf(downloaded.items[0], 'out')).toEqual(bytes);
		const gone = await run({ ...download, id: '069000000009999AAA' });
		expect(gone.error?.message).toContain('No file with the ID 069000000009999AAA was found');
	});

	it('are platform events, published many at once', async () => {
		const { items, error } = await run(
			{
				resource: 'platformEvent',
				operation: 'publish',
				object: { __rl: true, mode: 'name', value: 'Call_Ended__e' },
				inputMode: 'autoMap',
			},
			[{ Call_Key__c: 'a' }, { Call_Key__c: 'b' }],
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.success)).toEqual([true, true]);
		expect(
			org.fakeServer.vendor.state.rows('Call_Ended__e').map(({ Call_Key__c }) => Call_Key__c),
		).toEqual(['a', 'b']);
	});

	it('is any request, with the pages of a query', async () => {
		for (let index = 0; index < 5; index++)
			org.fakeServer.vendor.state.insert('Contact', { LastName: `N${index}` });
		org.fakeServer.vendor.queries.pageSize = 2;
		const { error, items } = await run({
			resource: 'apiCall',
			operation: 'send',
			method: 'GET',
			path: '/services/data/v67.0/query?q=SELECT Id FROM Contact',
			followPages: true,
			returnAll: true,
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(5);
	});

	it('are pickers and lists of the form', async () => {
		org.fakeServer.vendor.state.insert('Contact', { LastName: "O'Neil" });
		org.fakeServer.vendor.state.insert('Lead', { LastName: 'Neilson', Company: 'Acme' });
		const form = await openForm(
			'salesforceEngagement',
			{
				authentication: 'oAuth2',
				resource: 'record',
				operation: 'create',
				object: { __rl: true, mode: 'list', value: 'Contact' },
			},
			credentialsOf(org.fakeServer, USER),
		);
		expect((await form.search('searchPeople', 'neil')).results.map(({ name }) => name)).toEqual([
			"O'Neil (Contact)",
			'Neilson (Lead)',
		]);
		expect((await form.search('searchObjects', '')).results[0]?.value).toBe(
			'EngagementInteraction',
		);
		const fields = await form.mapper('getObjectFields');
		expect(fields.fields[0]).toMatchObject({ id: 'LastName', required: true });
		expect(fields.fields.map(({ id }) => id)).not.toContain('CreatedDate');
		expect((await form.options('getExternalIds')).map(({ value }) => value)).toEqual([
			'Email',
			'Ext__c',
			'Id',
		]);
	});
});
