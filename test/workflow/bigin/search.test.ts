import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useBigin } from '../../harness/bigin';

describe("Bigin's search", () => {
	const bigin = useBigin();
	const search = async (
		resource: string,
		conditions: INodeParameters[],
		options: INodeParameters = {},
		more: INodeParameters = {},
		item: IDataObject = {},
	) =>
		await bigin.run(
			{
				resource,
				operation: 'search',
				searchBy: 'criteria',
				conditions: { values: conditions },
				simplify: false,
				options,
				...more,
			},
			[item],
		);
	const equals = (field: string, value: string) => ({ field, operator: 'equals', value });
	const criteria = () => bigin.sent().at(-1)?.query.criteria;

	it('finds an exact match behind other hits, whatever the limit', async () => {
		const [first = ''] = await bigin.seed('product', [
			{ Product_Name: 'Safari' },
			...Array.from({ length: 250 }, (_, index) => ({ Product_Name: `Safari ${index}` })),
		]);
		const result = await search(
			'product',
			[equals('Product_Name', 'Safari')],
			{ exact: true },
			{ limit: 1 },
		);
		expect(result.items.map(({ json }) => json.id)).toEqual([first]);
		expect(
			bigin
				.sent()
				.filter(({ call }) => call.endsWith('/search'))
				.map(({ query }) => [query.page, query.per_page]),
		).toEqual([
			['1', '200'],
			['2', '200'],
		]);
	});

	it.each<[string, string, INodeParameters | string]>([
		['the name of a lookup', 'Account_Name', 'Zylker'],
		['an entry of several', 'Interests', 'Ski'],
		['a number, however it is written', 'Score', '10.0'],
		['a checkbox', 'Email_Opt_Out', 'true'],
		['text in another case', 'Last_Name', 'ann'],
	])('accepts as an exact match %s', async (_what, field, value) => {
		const [company = ''] = await bigin.seed('company', [{ Account_Name: 'Zylker' }]);
		await bigin.seed('contact', [
			{
				Last_Name: 'Ann',
				Account_Name: { id: company },
				Interests: ['Ski', 'Sail'],
				Score: 10,
				Email_Opt_Out: true,
			},
			{ Last_Name: 'Bob' },
		]);
		expect(
			(await search('contact', [equals(field, value as string)], { exact: true })).items.map(
				({ json }) => json.Last_Name,
			),
		).toEqual(['Ann']);
	});

	it('accepts as an exact match the same time in another time zone', async () => {
		const row = { id: '7', Modified_Time: '2026-03-01T15:30:00+05:30' };
		bigin.fakeServer().faults.arm({
			fault: {
				kind: 'status',
				status: 200,
				body: { data: [row], info: { more_records: false } },
			},
			path: '/search',
		});
		const result = await search('contact', [equals('Modified_Time', '2026-03-01T10:00:00Z')], {
			exact: true,
			fields: ['Modified_Time'],
		});
		expect(result.items.map(({ json }) => json)).toEqual([row]);
		expect(
			(
				await search('contact', [equals('Modified_Time', '2026-03-01T10:00:01Z')], {
					exact: true,
					fields: ['Modified_Time'],
				})
			).items,
		).toEqual([]);
	});

	it('returns the chosen fields, even more than 50, and not those that were only compared', async () => {
		await bigin.seed('contact', [{ Last_Name: 'Ann', Customer_Code: 'x' }]);
		const many = [...Array.from({ length: 55 }, (_, index) => `Extra_${index}`), 'Customer_Code'];
		const whole = await search('contact', [equals('Last_Name', 'Ann')], {
			exact: true,
			fields: many,
		});
		expect(
			whole.items.map(({ json }) => [Object.keys(json).includes('Last_Name'), json.Customer_Code]),
		).toEqual([[false, 'x']]);
		expect(bigin.sent().at(-1)?.query).not.toHaveProperty('fields');
		const few = await search('contact', [equals('Last_Name', 'Ann')], {
			exact: true,
			fields: ['Email'],
		});
		expect(few.items.map(({ json }) => json)).toEqual([{ id: expect.any(String), Email: null }]);
		expect(bigin.sent().at(-1)?.query.fields).toBe('Email,Last_Name');
		const got = await bigin.run({
			resource: 'contact',
			operation: 'get',
			id: String(few.items[0]?.json.id),
			simplify: false,
			options: { fields: many },
		});
		expect(Object.keys(got.items[0]?.json ?? {})).not.toContain('Last_Name');
	});

	it('compares a mapped lookup by its ID', async () => {
		await search(
			'contact',
			[equals('Account_Name', '={{ $json.company }}')],
			{},
			{},
			{ company: { id: '123', name: 'Zylker' } },
		);
		expect(criteria()).toBe('(Account_Name:equals:123)');
		await search(
			'contact',
			[equals('Created_Time', '={{ DateTime.fromISO("2026-03-01T10:00:00", { zone: "UTC" }) }}')],
			{},
			{},
			{},
		);
		expect(criteria()).toMatch(/^\(Created_Time:equals:2026-03-01T\d\d:00:00[+-]\d\d:\d\d\)$/);
	});

	it.each<[string, INodeParameters]>([
		["'Email' is missing", { searchBy: 'email', email: '={{ "" }}' }],
		['\'Email\' must be an email address, but is "Ann"', { searchBy: 'email', email: 'Ann' }],
		["'Phone' is missing", { searchBy: 'phone', phone: '={{ "" }}' }],
		['\'Word\' must have at least 2 characters, but is "A"', { searchBy: 'word', word: 'A' }],
	])('refuses an incomplete search: %s', async (message, parameters) => {
		expect(
			(await bigin.run({ resource: 'contact', operation: 'search', ...parameters })).error?.message,
		).toBe(`${message} [item 0]`);
		expect(bigin.sent()).toEqual([]);
	});

	it.each([
		[
			'\'Condition 1 > Value\' must be a single value, but is {"a":1}',
			{ field: 'Last_Name', operator: 'equals', value: '={{ ({ a: 1 }) }}' },
		],
		[
			'\'Condition 1 > Field Name or ID\' must be the API name of a field, but is "Last_Name:equals:Ann)or(Last_Name"',
			equals('Last_Name:equals:Ann)or(Last_Name', 'Bob'),
		],
	])('refuses a condition: %s', async (message, condition) => {
		expect((await search('contact', [condition])).error?.message).toBe(`${message} [item 0]`);
		expect(bigin.sent()).toEqual([]);
	});
});
