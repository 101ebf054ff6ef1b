import { sleep, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { pick, useBigin } from '../../harness/bigin';

const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		Last_Name: `Person ${index}`,
		Title: index % 2 === 0 ? 'Buyer' : 'Seller',
	}));

describe('Lists of Bigin', () => {
	const bigin = useBigin();
	const all = async (more: INodeParameters = {}) =>
		await bigin.run({ resource: 'contact', operation: 'getAll', returnAll: true, ...more });
	const lists = () =>
		bigin
			.fakeServer()
			.requests.filter(({ method, path }) => method === 'GET' && path === '/bigin/v2/Contacts');

	it('are paged by token past 2,000 records', async () => {
		const ids = await bigin.seed('contact', people(2_250));
		const { items } = await all();
		expect(new Set(items.map(({ json }) => json.id))).toEqual(new Set(ids));
		expect(items).toHaveLength(2_250);
		const pages = lists().map(({ query }) => query);
		expect(pages).toHaveLength(12);
		expect(
			pages
				.slice(0, 10)
				.every(({ page, page_token: token }) => page !== undefined && token === undefined),
		).toBe(true);
		expect(
			pages
				.slice(10)
				.every(({ page, page_token: token }) => page === undefined && token !== undefined),
		).toBe(true);
		bigin.fakeServer().requests.length = 0;
		expect(
			(
				await bigin.run({
					resource: 'contact',
					operation: 'getAll',
					returnAll: false,
					limit: 2_010,
				})
			).items,
		).toHaveLength(2_010);
		expect(lists()).toHaveLength(11);
	});

	it('join groups of fields by ID, even if rows move between the calls', async () => {
		await bigin.seed('contact', people(250));
		const fakeServer = bigin.fakeServer();
		// Between the two calls for the first page, a new record moves one to the second page.
		fakeServer.faults.arm({
			fault: { kind: 'latency', millis: 300 },
			path: '/bigin/v2/Contacts',
			skip: 1,
			times: 1,
		});
		const reading = all({ simplify: false });
		while (lists().length < 2) await sleep(5);
		await bigin.run({ resource: 'contact', operation: 'create', inputMode: 'autoMap' }, [
			{ Last_Name: 'Late' },
		]);
		const { items, error } = await reading;
		expect(error).toBeUndefined();
		const known = items.filter(({ json }) => json.Last_Name !== 'Late');
		expect(known).toHaveLength(250);
		// Each row has fields of both groups.
		expect(
			known.every(
				({ json }) =>
					'Last_Name' in json && 'Home_Airport' in json && Object.keys(json).length >= 60,
			),
		).toBe(true);
	});

	it.each<[string, INodeParameters]>([
		['Get Many', { operation: 'getAll' }],
		[
			'Get Many since a time',
			{ operation: 'getAll', filters: { modifiedSince: '2020-01-01T00:00:00Z' } },
		],
		['Get Many with more fields than a call takes', { operation: 'getAll', simplify: false }],
		[
			'Search by conditions',
			{
				operation: 'search',
				searchBy: 'criteria',
				conditions: { values: [{ field: 'Title', operator: 'equals', value: 'Buyer' }] },
			},
		],
		['Search by word', { operation: 'search', searchBy: 'word', word: 'Person' }],
		['Get Deleted', { operation: 'getDeleted' }],
		['Get Many of users', { resource: 'user', operation: 'getAll' }],
		['Get Many of notes', { resource: 'note', operation: 'getAll' }],
		[
			'a query',
			{
				resource: 'query',
				operation: 'run',
				query: 'select Last_Name from Contacts where Last_Name is not null',
			},
		],
	])('request no more rows than the limit: %s', async (_list, parameters) => {
		const ids = await bigin.seed('contact', people(20));
		await bigin.run(
			{
				resource: 'note',
				operation: 'create',
				module: 'Contacts',
				parentId: ids[0] ?? '',
				inputMode: 'autoMap',
			},
			ids.map((id) => ({ Note_Content: id })),
		);
		await bigin.run(
			{ resource: 'contact', operation: 'delete', id: '={{ $json.id }}' },
			ids.slice(10).map((id) => ({ id })),
		);
		bigin.fakeServer().requests.length = 0;
		const { items, error } = await bigin.run({
			resource: 'contact',
			returnAll: false,
			limit: 2,
			...parameters,
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		const asked = bigin.fakeServer().requests.filter(({ path }) => !path.includes('/settings/'));
		expect(asked.length).toBeLessThanOrEqual(2);
		expect(
			asked.map(({ query, body }) =>
				String(
					query.per_page ??
						/ limit .*?(\d+)$/i.exec(String((body as IDataObject).select_query))?.[1],
				),
			),
		).toEqual(asked.map(() => '2'));
	});

	it('request only the missing page again', async () => {
		await bigin.seed('contact', people(450));
		bigin.fakeServer().faults.arm({
			fault: { kind: 'status', status: 503 },
			path: '/bigin/v2/Contacts',
			skip: 1,
			times: 1,
		});
		expect((await all()).items).toHaveLength(450);
		expect(lists().map(({ query }) => query.page)).toEqual(['1', '2', '2', '3', '4']);
	});

	it('report that nothing was changed if a page never arrives', async () => {
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'status', status: 500 }, path: '/bigin/v2/Contacts' });
		const { error } = await all({ requestOptions: { maxTries: 2 } });
		expect(error?.context?.details).toMatchObject({ httpCode: 500, executed: 'no' });
		expect(lists()).toHaveLength(2);
	});

	it('can be limited to a custom view, or to the changes since a time', async () => {
		const [vip] = await bigin.seed('contact', [
			{ Last_Name: 'A', Tag: [{ name: 'VIP' }] },
			{ Last_Name: 'B' },
		]);
		const views = await bigin.run({
			resource: 'metadata',
			operation: 'getCustomViews',
			module: 'Contacts',
		});
		const view = views.items.find(({ json }) =>
			String(json.display_value ?? json.name).includes('VIP'),
		);
		expect(
			(await all({ filters: { cvid: pick(String(view?.json.id)) } })).items.map(
				({ json }) => json.id,
			),
		).toEqual([vip]);
		expect((await all({ filters: { modifiedSince: '2020-01-01T00:00:00Z' } })).items).toHaveLength(
			2,
		);
		expect((await all({ filters: { modifiedSince: '2040-01-01T00:00:00Z' } })).items).toEqual([]);
		expect(lists().at(-1)?.headers['if-modified-since']).toBe('2040-01-01T00:00:00+00:00');
	});

	it('leave out records changed before the time, even if Bigin ignores the header', async () => {
		const row = (id: string, time?: string) => ({
			id,
			Last_Name: id,
			...(time ? { Modified_Time: time } : {}),
		});
		const body = {
			data: [
				row('1', '2020-01-01T00:00:00+00:00'),
				row('2', '2026-01-01T01:00:00+01:00'),
				row('3'),
			],
			info: { more_records: false },
		};
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'status', status: 200, body }, path: '/bigin/v2/Contacts' });
		const since = {
			filters: { modifiedSince: '2026-01-01T00:00:00Z' },
			simplify: false,
			options: { fields: ['Last_Name'] },
		};
		expect((await all(since)).items.map(({ json }) => json)).toEqual([
			{ id: '2', Last_Name: '2' },
			{ id: '3', Last_Name: '3' },
		]);
		expect(lists()[0]?.query.fields).toBe('Modified_Time,Last_Name');
	});

	it('of a search end at 2,000 hits, and the node says so', async () => {
		await bigin.seed('contact', people(2_050));
		const search = {
			resource: 'contact',
			operation: 'search',
			searchBy: 'criteria',
			conditions: { values: [{ field: 'Last_Name', operator: 'starts_with', value: 'Person' }] },
		};
		expect((await bigin.run({ ...search, returnAll: true })).error?.message).toBe(
			"2000 records or more were found, and Bigin's search returns no more than that [item 0]",
		);
		expect((await bigin.run({ ...search, returnAll: false, limit: 2_000 })).items).toHaveLength(
			2_000,
		);
	});

	it('of a search accept every operator, brackets and commas in values, and ten conditions', async () => {
		await bigin.seed('contact', [
			{ Last_Name: 'Bell (Junior), Ava', Score: 5 },
			{ Last_Name: 'Sato', Score: 10 },
			{ Last_Name: 'Smith\\Jones', Score: 15 },
		]);
		const found = async (conditions: INodeParameters[], more: INodeParameters = {}) => {
			const { items, error } = await bigin.run({
				resource: 'contact',
				operation: 'search',
				searchBy: 'criteria',
				conditions: { values: conditions },
				returnAll: true,
				simplify: false,
				...more,
			});
			return (
				error?.message ?? items.map(({ json }) => json.Score).sort((a, b) => Number(a) - Number(b))
			);
		};
		expect(await found([{ field: 'Score', operator: 'between', value: '4, 10' }])).toEqual([5, 10]);
		expect(await found([{ field: 'Score', operator: 'in', value: '={{ [5, 15] }}' }])).toEqual([
			5, 15,
		]);
		expect(
			await found([
				{ field: 'Score', operator: 'greater_than', value: '5' },
				{ field: 'Score', operator: 'less_equal', value: '10' },
			]),
		).toEqual([10]);
		expect(
			await found(
				[
					{ field: 'Score', operator: 'equals', value: '5' },
					{ field: 'Last_Name', operator: 'equals', value: 'Sato' },
				],
				{ combine: 'or' },
			),
		).toEqual([5, 10]);
		expect(
			await found([{ field: 'Last_Name', operator: 'equals', value: 'Bell (Junior), Ava' }]),
		).toEqual([5]);
		expect(
			await found([{ field: 'Last_Name', operator: 'starts_with', value: 'Smith\\' }]),
		).toEqual([15]);
		expect(
			await found([
				{ field: 'Created_Time', operator: 'greater_than', value: '2020-01-01T00:00:00.000Z' },
			]),
		).toEqual([5, 10, 15]);
		expect(await found([{ field: 'Score', operator: 'between', value: '4' }])).toContain(
			"'Condition 1 > Value' must be two values",
		);
		expect(
			await found(
				Array.from({ length: 11 }, () => ({ field: 'Score', operator: 'equals', value: '5' })),
			),
		).toContain("'Conditions' has 11 entries, and at most 10 are allowed");
		expect(await found([])).toContain("'Conditions' is empty");
	});
});

describe('Lost replies of Bigin', () => {
	const bigin = useBigin();
	const sent = (method: string) =>
		bigin.fakeServer().requests.filter((request) => request.method === method);

	it('to a deletion are recovered from the list of deleted records', async () => {
		const ids = await bigin.seed('contact', people(3));
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'dropAfter' }, path: '/bigin/v2/Contacts', times: 1 });
		const { items } = await bigin.run(
			{ resource: 'contact', operation: 'delete', id: '={{ $json.id }}' },
			ids.map((id) => ({ id })),
			{ onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(sent('DELETE')).toHaveLength(1);
	});

	it('to a deletion that never arrived are not a success', async () => {
		const [id] = await bigin.seed('contact', people(1));
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'dropBefore' }, path: '/bigin/v2/Contacts', times: 1 });
		const { items } = await bigin.run(
			{ resource: 'contact', operation: 'delete', id: id ?? '' },
			[{}],
			{ onError: 'continueRegularOutput' },
		);
		expect(items[0]?.json.details).toMatchObject({ executed: 'unknown' });
		expect(bigin.stored('Contacts')).toHaveLength(1);
	});

	it('to an update are not followed by a second update', async () => {
		const [id] = await bigin.seed('contact', people(1));
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'dropAfter' }, path: '/bigin/v2/Contacts', times: 1 });
		const { items } = await bigin.run(
			{ resource: 'contact', operation: 'update', inputMode: 'autoMap' },
			[{ id, Title: 'CEO' }],
			{ onError: 'continueRegularOutput', retry: { tries: 2 } },
		);
		expect(items[0]?.json.details).toMatchObject({ executed: 'unknown' });
		expect(sent('PUT')).toHaveLength(1);
	});
});
