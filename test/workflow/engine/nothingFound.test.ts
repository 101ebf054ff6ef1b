import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { bigin as vendor } from '../../../nodes/Bigin/vendor';
import { GONE, source, useBigin } from '../../harness/bigin';

describe('If Nothing Is Found', () => {
	const bigin = useBigin();
	const byTitle: INodeParameters = {
		resource: 'contact',
		operation: 'search',
		searchBy: 'criteria',
		conditions: { values: [{ field: 'Title', operator: 'equals', value: '={{ $json.title }}' }] },
	};
	const three: IDataObject[] = [{ title: 'Buyer' }, { title: 'Pilot' }, { title: 'Seller' }];
	const choose = (ifNothingFound: string): INodeParameters => ({ options: { ifNothingFound } });
	const seed = async () =>
		await bigin.seed('contact', [
			{ Last_Name: 'Ann', Title: 'Buyer' },
			{ Last_Name: 'Ben', Title: 'Seller' },
		]);

	it('leaves out the item without hits of a search, unless chosen otherwise', async () => {
		await seed();
		for (const parameters of [byTitle, { ...byTitle, ...choose('none') }])
			expect((await bigin.run(parameters, three)).items.map(source)).toEqual([0, 2]);
	});

	it('returns an empty item in its place, linked to its input', async () => {
		await seed();
		const { items } = await bigin.run({ ...byTitle, ...choose('empty') }, three);
		expect(items.map(source)).toEqual([0, 1, 2]);
		expect(items[1]?.json).toEqual({});
	});

	it('fails the item alone', async () => {
		await seed();
		const { items, errors } = await bigin.run({ ...byTitle, ...choose('fail') }, three, {
			onError: 'continueErrorOutput',
		});
		expect(items.map(source)).toEqual([0, 2]);
		expect(errors).toMatchObject([
			{
				pairedItem: { item: 1 },
				json: { error: 'Nothing was found in Zoho Bigin [item 1]', details: { executed: 'no' } },
			},
		]);
	});

	it('is chosen by item', async () => {
		const { items } = await bigin.run({ ...byTitle, ...choose('={{ $json.choice }}') }, [
			{ title: 'A', choice: 'none' },
			{ title: 'B', choice: 'empty' },
		]);
		expect(items.map(source)).toEqual([1]);
	});

	it.each<[string, INodeParameters]>([
		['a contact', { resource: 'contact', operation: 'get', id: GONE }],
		['a user', { resource: 'user', operation: 'get', id: GONE }],
		['a file', { resource: 'file', operation: 'download', fileId: 'gone' }],
		['a bulk job', { resource: 'bulkRead', operation: 'getJob', jobId: GONE }],
	])('%s that is not there fails its item, unless chosen otherwise', async (_what, parameters) => {
		for (const more of [{}, choose('fail')])
			expect((await bigin.run({ ...parameters, ...more })).error).toBeDefined();
		expect((await bigin.run({ ...parameters, ...choose('empty') })).items).toMatchObject([
			{ json: {}, pairedItem: { item: 0 } },
		]);
		expect(await bigin.run({ ...parameters, ...choose('none') })).toMatchObject({
			items: [],
			error: undefined,
		});
	});

	it.each<[string, INodeParameters]>([
		['records', { resource: 'contact', operation: 'getAll', simplify: false }],
		['deleted records', { resource: 'contact', operation: 'getDeleted' }],
		['notes', { resource: 'note', operation: 'getAll' }],
		['tags', { resource: 'tag', operation: 'getAll', module: 'Contacts' }],
		[
			'rows of a query',
			{
				resource: 'query',
				operation: 'run',
				query: 'select Last_Name from Contacts where id is not null',
			},
		],
		[
			'rows of an export',
			{ resource: 'bulkRead', operation: 'run', module: 'Contacts', fields: ['Last_Name'] },
		],
	])('a list without %s is no item, an empty one or a failed one', async (_what, parameters) => {
		expect(
			(await bigin.run({ ...parameters, ...choose('empty') })).items.map(({ json }) => json),
		).toEqual([{}]);
		expect(await bigin.run(parameters)).toMatchObject({ items: [], error: undefined });
		expect((await bigin.run({ ...parameters, ...choose('fail') })).error?.message).toContain(
			'Nothing was found',
		);
	});

	it('does not hide that the record is gone whose list is wanted', async () => {
		const { error } = await bigin.run({
			resource: 'relatedRecord',
			operation: 'getAll',
			module: 'Contacts',
			parentId: GONE,
			relatedList: 'Products',
			...choose('empty'),
		});
		expect(error?.message).toContain(`No contact with the ID ${GONE}`);
	});

	it('is offered by everything that reads, apart from results of jobs', () => {
		const without = vendor.resources.flatMap(({ value, operations }) =>
			operations
				.filter(({ reads, nothingFound }) => reads && nothingFound === 'never')
				.map((operation) => `${value} ${operation.value}`),
		);
		expect(without).toEqual(['bulkRead downloadResult', 'bulkWrite downloadResult']);
	});
});
