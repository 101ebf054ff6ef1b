import { GONE, misfit, pick, source, useBigin } from '../../harness/bigin';

const related = (operation: string, module = 'Contacts', relatedList = 'Products') => ({
	resource: 'relatedRecord',
	operation,
	module,
	relatedList,
});
const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe("Bigin's related records", () => {
	const bigin = useBigin();
	const contacts = async (...names: string[]) =>
		await bigin.seed(
			'contact',
			names.map((Last_Name) => ({ Last_Name })),
		);
	const products = async (count: number) =>
		await bigin.seed(
			'product',
			Array.from({ length: count }, (_, index) => ({
				Product_Name: `Product ${index}`,
				Unit_Price: index,
			})),
		);
	const linked = async (id: string) =>
		(await bigin.run({ ...related('getAll'), parentId: id, returnAll: true })).items
			.map(({ json }) => String(json.id))
			.sort();

	it('links 101 products to a contact in two requests, and a repeated one only once', async () => {
		const [contact = ''] = await contacts('Ann');
		const ids = await products(101);
		const items = [...ids.slice(0, 1), ...ids].map((id) => ({ id }));
		const result = await bigin.run(
			{ ...related('link'), parentId: pick(contact), id: '={{ $json.id }}' },
			items,
		);
		expect(result.error).toBeUndefined();
		expect(
			bigin
				.sent()
				.map(({ call, body }) => [call, (body.data as unknown[]).length])
				.sort(),
		).toEqual([
			[`PUT /Contacts/${contact}/Products`, 2],
			[`PUT /Contacts/${contact}/Products`, 99],
		]);
		expect(bigin.sent().flatMap(({ body }) => body.data)).toEqual(
			expect.arrayContaining([{ id: ids[0] }, { id: ids[100] }]),
		);
		expect(result.items.map((item) => [source(item), item.json.id])).toEqual(
			items.map(({ id }, index) => [index, id]),
		);
		expect(misfit('relatedRecord', 'link', result.items[0]?.json)).toBeUndefined();
		expect(await linked(contact)).toEqual([...ids].sort());
	});

	it('counts an existing link as a success', async () => {
		const [contact = ''] = await contacts('Ann');
		const [product = ''] = await products(1);
		const link = async () =>
			(await bigin.run({ ...related('link'), parentId: contact, id: product })).items.map(
				({ json }) => json.message,
			);
		expect([await link(), await link()]).toEqual([['relation added'], ['relation updated']]);
	});

	it.each(ON_ERROR)('links the other records if one does not exist: %s', async (onError) => {
		const [contact = ''] = await contacts('Ann');
		const [a = '', b = ''] = await products(2);
		const result = await bigin.run(
			{ ...related('link'), parentId: contact, id: '={{ $json.id }}' },
			[{ id: a }, { id: GONE }, { id: b }],
			{ onError },
		);
		expect(await linked(contact)).toEqual([a, b].sort());
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toContain('[item 1]');
			expect(result.error?.description).toContain(
				`Already written: item 0 (id ${a}), item 2 (id ${b})`,
			);
			return;
		}
		const bad =
			onError === 'continueErrorOutput'
				? result.errors
				: result.items.filter(({ json }) => json.error !== undefined);
		expect(bad).toMatchObject([
			{
				pairedItem: { item: 1 },
				json: { details: { code: 'INVALID_DATA', id: GONE, executed: 'no' } },
			},
		]);
	});

	it.each(['..', '.', 'Products/../..', ''])(
		'refuses a list name that would change the path: %j',
		async (list) => {
			const [contact = '', other = ''] = await contacts('Ann', 'Bob');
			const result = await bigin.run(
				{ ...related('unlink'), parentId: contact, relatedList: '={{ $json.list }}', id: other },
				[{ list }],
			);
			expect(result.error?.message).toMatch(
				/^'Related List Name or ID' (must be the API name of a list, but is|is missing)/,
			);
			expect(bigin.sent()).toEqual([]);
			expect(bigin.stored('Contacts')).toHaveLength(2);
		},
	);

	it.each(['link', 'unlink', 'getAll'])(
		'says that the record does not exist if Bigin only answers with HTTP 500: %s',
		async (operation) => {
			const [contact = ''] = await contacts('Ann');
			const [product = ''] = await products(1);
			await bigin.run({ ...related('link'), parentId: contact, id: product });
			const result = await bigin.run(
				{
					...related(operation),
					parentId: '={{ $json.id }}',
					...(operation === 'getAll' ? {} : { id: product }),
				},
				[{ id: GONE }, { id: contact }],
				{ onError: 'continueErrorOutput' },
			);
			expect(result.errors).toMatchObject([
				{
					pairedItem: { item: 0 },
					json: {
						error: `No contact with the ID ${GONE} was found in Zoho Bigin [item 0]`,
						details: { field: 'parentId', executed: 'no' },
					},
				},
			]);
			expect(result.items.map((item) => [source(item), item.json.id])).toEqual([[1, product]]);
			// HTTP 500 is not retried before it is clear whether the record exists.
			expect(bigin.sent().filter(({ call }) => call.endsWith(`/${GONE}/Products`))).toHaveLength(1);
		},
	);

	it.each([
		['the reply was lost', { kind: 'dropAfter' } as const, 2],
		['the reply is no JSON', { kind: 'malformed', body: 'html' } as const, 2],
		['Bigin answers with HTTP 500', { kind: 'status', status: 500 } as const, 2],
	])('repeats a read if %s', async (_what, fault, times) => {
		const [contact = ''] = await contacts('Ann');
		const [product = ''] = await products(1);
		await bigin.run({ ...related('link'), parentId: contact, id: product });
		bigin.fakeServer().requests.length = 0;
		bigin.fakeServer().faults.arm({ fault, times: 1, path: '/Products' });
		expect(await linked(contact)).toEqual([product]);
		expect(bigin.sent().filter(({ call }) => call.endsWith('/Products'))).toHaveLength(times);
	});

	it.each([
		['the reply was lost', { kind: 'dropAfter' } as const, ['PUT', 'PUT']],
		[
			'Bigin answers with HTTP 500',
			{ kind: 'status', status: 500 } as const,
			['PUT', 'GET', 'PUT'],
		],
	])('repeats Link if %s, because that changes nothing', async (_what, fault, methods) => {
		const [contact = ''] = await contacts('Ann');
		const [product = ''] = await products(1);
		bigin.fakeServer().faults.arm({ fault, times: 1, path: '/Products' });
		const result = await bigin.run({ ...related('link'), parentId: contact, id: product });
		expect(result.error).toBeUndefined();
		expect(bigin.sent().map(({ call }) => call.split(' ')[0])).toEqual(methods);
		expect(await linked(contact)).toEqual([product]);
	});

	it.each(ON_ERROR)(
		'unlinks records, and names the one that was not linked: %s',
		async (onError) => {
			const [contact = ''] = await contacts('Ann');
			const [a = '', b = '', other = ''] = await products(3);
			await bigin.run({ ...related('link'), parentId: contact, id: '={{ $json.id }}' }, [
				{ id: a },
				{ id: b },
			]);
			bigin.fakeServer().requests.length = 0;
			const result = await bigin.run(
				{ ...related('unlink'), parentId: contact, id: '={{ $json.id }}' },
				[{ id: a }, { id: other }],
				{ onError },
			);
			expect(bigin.sent()).toMatchObject([
				{ call: `DELETE /Contacts/${contact}/Products`, query: { ids: `${a},${other}` } },
			]);
			expect(await linked(contact)).toEqual([b]);
			if (onError === 'stopWorkflow') expect(result.error?.message).toContain('[item 1]');
			if (onError === 'continueErrorOutput')
				expect([result.items.map(source), result.errors.map(source)]).toEqual([[0], [1]]);
		},
	);

	it('does not repeat Unlink after HTTP 500', async () => {
		const [contact = ''] = await contacts('Ann');
		const [product = ''] = await products(1);
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'status', status: 500 }, times: 1, path: '/Products' });
		const result = await bigin.run({ ...related('unlink'), parentId: contact, id: product }, [{}], {
			onError: 'continueErrorOutput',
		});
		expect(result.errors).toMatchObject([{ json: { details: { executed: 'unknown' } } }]);
		expect(bigin.sent().map(({ call }) => call)).toEqual([
			`DELETE /Contacts/${contact}/Products`,
			`GET /Contacts/${contact}`,
		]);
	});

	it('gets the related records, simplified, raw, or with chosen fields', async () => {
		const [company = '', empty = ''] = await bigin.seed('company', [
			{ Account_Name: 'Techtronics' },
			{ Account_Name: 'Empty' },
		]);
		await bigin.seed(
			'contact',
			Array.from({ length: 3 }, (_, index) => ({
				Last_Name: `Person ${index}`,
				Email: `p${index}@example.com`,
				Account_Name: { id: company },
			})),
		);
		const get = async (more: object = {}, items = [{ id: company }]) =>
			await bigin.run(
				{
					...related('getAll', 'Accounts', 'Contacts'),
					parentId: '={{ $json.id }}',
					returnAll: true,
					...more,
				},
				items,
			);
		const simple = await get({}, [{ id: empty }, { id: company }]);
		expect(simple.items.map(source)).toEqual([1, 1, 1]);
		expect(simple.items.find(({ json }) => json.Email === 'p1@example.com')?.json).toMatchObject({
			id: expect.any(String),
			Account_Name: 'Techtronics',
			Owner: 'Sandbox User',
		});
		expect(Object.keys(simple.items[0]?.json ?? {}).length).toBeLessThanOrEqual(10);
		const chosen = await get({ simplify: false, options: { fields: ['Last_Name'] } });
		expect(chosen.items.map(({ json }) => Object.keys(json).sort())).toEqual(
			Array(3).fill(['Last_Name', 'id']),
		);
		const raw = await get({ simplify: false });
		expect(raw.items[0]?.json).toMatchObject({
			Account_Name: { id: company },
			Created_By: { id: expect.any(String) },
		});
		expect(Object.keys(raw.items[0]?.json ?? {}).length).toBeGreaterThan(50);
		const few = await get({ returnAll: false, limit: 2 });
		expect(few.items).toHaveLength(2);
	});

	it('reads the fields of the module in the list, even if the list has another name', async () => {
		const [contact = ''] = await contacts('Ann');
		const list = {
			api_name: 'Purchases',
			display_label: 'Purchases',
			module: { api_name: 'Products' },
		};
		bigin.fakeServer().faults.arm(
			{
				fault: { kind: 'status', status: 200, body: { related_lists: [list] } },
				path: 'related_lists',
			},
			{
				fault: {
					kind: 'status',
					status: 200,
					body: {
						data: [
							{
								id: '1',
								Product_Name: 'Safari',
								Owner: { id: '2', name: 'Ann' },
								$editable: true,
							},
						],
						info: { more_records: false },
					},
				},
				path: '/Purchases',
			},
		);
		const result = await bigin.run({
			...related('getAll', 'Contacts', 'Purchases'),
			parentId: contact,
		});
		expect(bigin.sent()[0]?.query).toEqual({ module: 'Contacts' });
		expect(bigin.sent().at(-1)?.query.fields).toContain('Product_Code');
		expect(result.items.map(({ json }) => json)).toEqual([
			{ id: '1', Product_Name: 'Safari', Owner: 'Ann' },
		]);
	});

	it('gets notes as related records, and says that a list does not exist', async () => {
		const [contact = ''] = await contacts('Ann');
		await bigin.run(
			{
				resource: 'note',
				operation: 'create',
				inputMode: 'autoMap',
				module: 'Contacts',
				parentId: contact,
			},
			[{ Note_Content: 'Text' }],
		);
		const notes = await bigin.run({ ...related('getAll', 'Contacts', 'Notes'), parentId: contact });
		expect(notes.items[0]?.json).toMatchObject({ Note_Content: 'Text' });
		const unknown = await bigin.run({
			...related('getAll', 'Contacts', 'Nothing'),
			parentId: contact,
		});
		expect(unknown.error?.message).toBe(
			'Zoho Bigin did not accept the request: the relation name given seems to be invalid [item 0]',
		);
	});

	it('changes and removes products of a pipeline record by the IDs of their rows', async () => {
		const [product = ''] = await bigin.seed('product', [{ Product_Name: 'Safari' }]);
		const row = (Quantity: number) => ({ Product: { id: product }, Quantity });
		const [id = ''] = await bigin.seed('pipelineRecord', [
			{
				Deal_Name: 'Deal',
				Sub_Pipeline: 'Standard',
				Stage: 'New',
				Associated_Products: [row(1), row(2)],
			},
		]);
		const rows = () => bigin.stored('Pipelines')[0]?.Associated_Products as Array<{ id: string }>;
		const [first, second] = rows();
		const { error } = await bigin.run(
			{ resource: 'pipelineRecord', operation: 'update', inputMode: 'autoMap' },
			[
				{
					id,
					Associated_Products: [
						{ id: first?.id, _delete: null },
						{ id: second?.id, Quantity: 5 },
					],
				},
			],
		);
		expect(error).toBeUndefined();
		expect(rows()).toMatchObject([{ id: second?.id, Quantity: 5 }]);
	});
});
