import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode } from '../../harness/workflow';

describe('The output of the Bigin node', () => {
	let bigin: FakeServer<BiginFakeServer>;
	let id: string;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	beforeEach(async () => {
		bigin.reset();
		const { items } = await run('bigin', 'create', { inputMode: 'autoMap' }, [
			{
				Last_Name: 'Johnson',
				First_Name: 'Sarah',
				Email: 's@example.com',
				Phone: '1',
				Tag: [{ name: 'VIP' }],
				Customer_Code: 'C-7',
				Home_Airport: 'x',
			},
		]);
		id = String(items[0]?.json.id);
		bigin.requests.length = 0;
	});

	const run = async (
		node: string,
		operation: string,
		parameters: INodeParameters,
		items: IDataObject[] = [{}],
	) =>
		await runNode({
			node,
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: { resource: 'contact', operation, ...parameters },
			items,
		});
	const asked = () => String(bigin.seen('/Contacts')[0]?.query.fields).split(',');

	it('is flat and small if simplified, and only those fields are requested', async () => {
		const { items } = await run('bigin', 'getAll', {});
		expect(items[0]?.json).toMatchObject({
			id,
			Full_Name: 'Sarah Johnson',
			Email: 's@example.com',
			Owner: 'Sandbox User',
			Tag: ['VIP'],
		});
		expect(Object.keys(items[0]?.json ?? {})).toHaveLength(10);
		expect(asked()).toHaveLength(9);
	});

	it('holds all fields if not simplified, joined from groups of 50', async () => {
		const { items } = await run('bigin', 'getAll', { simplify: false });
		expect(items[0]?.json).toMatchObject({
			id,
			Last_Name: 'Johnson',
			Owner: { id: expect.any(String), name: 'Sandbox User' },
			Customer_Code: 'C-7',
			Home_Airport: 'x',
		});
		expect(
			bigin.seen('/Contacts').map(({ query }) => String(query.fields).split(',').length)[0],
		).toBe(50);
		expect(bigin.seen('/Contacts')).toHaveLength(2);
		// The previous run has cached the fields of this account.
		expect(bigin.seen('/settings/fields')).toEqual([]);
	});

	it('holds only the chosen fields', async () => {
		const { items } = await run('bigin', 'getAll', {
			simplify: false,
			options: { fields: ['Email', 'Customer_Code'] },
		});
		expect(items[0]?.json).toEqual({ id, Email: 's@example.com', Customer_Code: 'C-7' });
		expect(asked()).toEqual(['Email', 'Customer_Code']);
	});

	it.each<[string, INodeParameters, (json: IDataObject) => void]>([
		[
			'simplified',
			{ output: 'simplified' },
			(json) => expect(json).toMatchObject({ Owner: 'Sandbox User' }),
		],
		[
			'raw',
			{ output: 'raw' },
			(json) => expect(json).toMatchObject({ Owner: { name: 'Sandbox User' } }),
		],
		[
			'selected fields',
			{ output: 'selectedFields', outputFields: 'Email, Title' },
			(json) => expect(json).toEqual({ id, Email: 's@example.com', Title: null }),
		],
	])('follows the Output option %s of an AI agent', async (_mode, parameters, check) => {
		for (const operation of ['getAll', 'get'])
			check(
				(
					await run('biginTool', operation, {
						...parameters,
						...(operation === 'get' ? { id } : {}),
					})
				).items[0]?.json ?? {},
			);
	});
});
