import type { IDataObject } from 'n8n-workflow';

import { source, useBigin } from '../../harness/bigin';

const run = { resource: 'query', operation: 'run' };
const ALL = 'select Last_Name, Email from Contacts where id is not null order by id asc';

describe("Bigin's queries", () => {
	const bigin = useBigin();
	const people = async (count: number) =>
		await bigin.seed(
			'contact',
			Array.from({ length: count }, (_, index) => ({
				Last_Name: `Person ${index}`,
				Email: `p${index}@example.com`,
			})),
		);
	const asked = () =>
		bigin.sent().map(({ body }) => String(body.select_query).slice(ALL.length).trim());
	const query = async (text: string, more: IDataObject = {}) =>
		await bigin.run({ ...run, query: text, ...more } as never);
	const names = (result: { items: Array<{ json: IDataObject }> }) =>
		result.items.map(({ json }) => json.Last_Name);

	it('read all rows page by page', async () => {
		await people(450);
		const result = await query(ALL, { returnAll: true });
		expect(result.error).toBeUndefined();
		expect(names(result)).toEqual(Array.from({ length: 450 }, (_, index) => `Person ${index}`));
		expect(asked()).toEqual(['limit 0, 200', 'limit 200, 200', 'limit 400, 200', 'limit 600, 200']);
		expect(bigin.sent().map(({ call }) => call)).toEqual(Array(4).fill('POST /coql'));
	});

	it.each([
		['a Limit', ALL, { limit: 3 }, ['limit 0, 3'], [0, 3]],
		['a limit of its own', `${ALL} limit 2`, { returnAll: true }, ['limit 0, 2'], [0, 2]],
		[
			'a limit of its own beyond a page',
			`${ALL} limit 250`,
			{ returnAll: true },
			['limit 0, 200', 'limit 200, 200'],
			[0, 250],
		],
		[
			'a limit of its own, which is the smaller one',
			`${ALL}\nlimit 2;`,
			{ limit: 50 },
			['limit 0, 2'],
			[0, 2],
		],
		['a Limit, which is the smaller one', `${ALL} limit 250`, { limit: 3 }, ['limit 0, 3'], [0, 3]],
		['an offset', `${ALL} limit 100, 150`, { returnAll: true }, ['limit 100, 150'], [100, 250]],
		['an offset alone', `${ALL} offset 290`, { returnAll: true }, ['limit 290, 200'], [290, 300]],
	])('read with %s', async (_what, text, more, sent, [from = 0, to = 0]) => {
		await people(300);
		const result = await query(text, more);
		expect(asked()).toEqual(sent);
		expect(names(result)).toEqual(
			Array.from({ length: to - from }, (_, index) => `Person ${from + index}`),
		);
	});

	it('read nothing for a limit of 0, and return no items if nothing is found', async () => {
		expect((await query(`${ALL} limit 0`)).items).toEqual([]);
		expect(bigin.sent()).toEqual([]);
		expect((await query("select Email from Contacts where Last_Name = 'Nobody'")).items).toEqual(
			[],
		);
	});

	it('say that there are more rows than a query returns', async () => {
		const page = (rows: number) => ({
			data: Array.from({ length: rows }, () => ({ id: String(Math.random()) })),
			info: { count: rows, more_records: true },
		});
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'status', status: 200, body: page(200) }, path: '/coql' });
		const result = await query(`${ALL} offset 9650`, { returnAll: true });
		expect(asked()).toEqual(['limit 9650, 200', 'limit 9850, 150']);
		expect(result.error?.message).toBe(
			'More than 10000 rows were found, and a query in Bigin returns no more than that [item 0]',
		);
	});

	it('run once for each item', async () => {
		await people(3);
		const result = await bigin.run(
			{ ...run, query: "=select Last_Name from Contacts where Last_Name = '{{ $json.name }}'" },
			[{ name: 'Person 2' }, { name: 'Nobody' }, { name: 'Person 0' }],
		);
		expect(result.items.map((item) => [source(item), item.json.Last_Name])).toEqual([
			[0, 'Person 2'],
			[2, 'Person 0'],
		]);
	});

	it('are repeated after HTTP 500, because they only read', async () => {
		await people(1);
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'status', status: 500 }, times: 1, path: '/coql' });
		expect((await query(ALL)).items).toHaveLength(1);
		expect(bigin.sent()).toHaveLength(2);
	});

	it.each([
		['SYNTAX_ERROR', 'select Email Contacts', 'WHERE is required'],
		[
			'INVALID_QUERY',
			'select Colour from Contacts where id is not null',
			'the module, the fields and the comparisons exist',
		],
		[
			'INVALID_QUERY',
			'select id from Companies where id is not null',
			'such as Accounts for companies',
		],
	])('say what to do about %s: %s', async (code, text, hint) => {
		const result = await bigin.run(
			{ ...run, query: '={{ $json.query }}' },
			[{ query: 'select Email from Contacts where id is not null' }, { query: text }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors).toMatchObject([
			{
				pairedItem: { item: 1 },
				json: { message: expect.stringContaining(hint), details: { code, executed: 'no' } },
			},
		]);
		expect(String(result.errors[0]?.json.message)).toContain(`HTTP 400, ${code}`);
	});

	it('name the missing scope', async () => {
		bigin.fakeServer().faults.arm({
			fault: { kind: 'status', status: 401, code: 'OAUTH_SCOPE_MISMATCH' },
			path: '/coql',
		});
		const result = await query(ALL);
		expect(result.error?.description).toContain('This needs the scope ZohoBigin.coql.READ');
		expect(result.error?.description).not.toContain('written');
		// Another token would not have the scope either, and Zoho issues only a few.
		expect(bigin.fakeServer().seen('/oauth/v2/token')).toEqual([]);
	});

	it('ask for a missing query', async () => {
		expect((await bigin.run({ ...run, query: '={{ $json.none }}' })).error?.message).toBe(
			"'Query' is missing [item 0]",
		);
	});
});
