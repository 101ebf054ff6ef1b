import { GONE, misfit, pick, source, useBigin } from '../../harness/bigin';

const tag = (operation: string) => ({ resource: 'tag', operation, module: 'Contacts' });
const json = { inputMode: 'autoMap' };
const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe("Bigin's tags", () => {
	const bigin = useBigin();
	const make = async (names: string[], module = 'Contacts') => {
		const { items } = await bigin.run(
			{ ...tag('create'), ...json, module },
			names.map((name) => ({ name })),
		);
		bigin.fakeServer().requests.length = 0;
		return items.map(({ json: { id } }) => String(id));
	};
	const contacts = async (count: number) =>
		await bigin.seed(
			'contact',
			Array.from({ length: count }, (_, index) => ({ Last_Name: `Person ${index}` })),
		);
	const list = async (module = 'Contacts') =>
		(await bigin.run({ ...tag('getAll'), module, returnAll: true })).items.map((item) => item.json);
	const tagsOf = (id: string) =>
		(
			bigin.stored('Contacts').find((row) => row.id === id)?.Tag as
				| Array<{ name: string }>
				| undefined
		)?.map(({ name }) => name);

	it('creates the tags of a module in one request', async () => {
		const result = await bigin.run(
			{
				...tag('create'),
				module: '={{ $json.module }}',
				name: '={{ $json.name }}',
				color_code: '#57B1FD',
				requestOptions: { parallelRequests: 1 },
			},
			[
				{ module: 'Contacts', name: 'VIP' },
				{ module: 'Contacts', name: 'Ski' },
				{ module: 'Products', name: 'VIP' },
			],
		);
		expect(result.error).toBeUndefined();
		expect(bigin.sent()).toEqual([
			{
				call: 'POST /settings/tags',
				query: { module: 'Contacts' },
				body: {
					tags: [
						{ name: 'VIP', color_code: '#57B1FD' },
						{ name: 'Ski', color_code: '#57B1FD' },
					],
				},
			},
			{
				call: 'POST /settings/tags',
				query: { module: 'Products' },
				body: { tags: [{ name: 'VIP', color_code: '#57B1FD' }] },
			},
		]);
		expect(await list()).toMatchObject([
			{ id: result.items[0]?.json.id, name: 'VIP', color_code: '#57B1FD' },
			{ id: result.items[1]?.json.id, name: 'Ski' },
		]);
		expect(await list('Products')).toHaveLength(1);
	});

	it.each(ON_ERROR)('reports the refusal of a tag on its own item: %s', async (onError) => {
		const [id = ''] = await make(['VIP']);
		const result = await bigin.run(
			{ ...tag('create'), ...json },
			[{ name: 'Ski' }, { name: 'vip' }, { name: 'Sail' }],
			{ onError },
		);
		expect((await list()).map(({ name }) => name)).toEqual(['VIP', 'Ski', 'Sail']);
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toBe(
				"Zoho Bigin did not accept 'Name': duplicate data [item 1]",
			);
			expect(result.error?.description).toContain('Already written: item 0 (id ');
			return;
		}
		const bad =
			onError === 'continueErrorOutput'
				? result.errors
				: result.items.filter(({ json: { error } }) => error !== undefined);
		expect(bad).toMatchObject([
			{
				pairedItem: { item: 1 },
				json: { details: { code: 'DUPLICATE_DATA', field: 'name', id, executed: 'no' } },
			},
		]);
	});

	it('reports the refusal of each tag even if all are refused with HTTP 400', async () => {
		const refused = (id: string) => ({
			code: 'INVALID_DATA',
			details: { id },
			message: 'invalid data',
			status: 'error',
		});
		bigin.fakeServer().faults.arm({
			fault: { kind: 'status', status: 400, body: { tags: [refused('1'), refused('2')] } },
			path: '/settings/tags',
		});
		const result = await bigin.run({ ...tag('create'), ...json }, [{ name: 'A' }, { name: 'B' }], {
			onError: 'continueErrorOutput',
		});
		expect(result.errors.map((item) => item.json.details)).toMatchObject([
			{ id: '1', executed: 'no' },
			{ id: '2', executed: 'no' },
		]);
	});

	it('gets the tags of a module, all or a limited number', async () => {
		await make(['VIP', 'Ski', 'Sail']);
		const few = await bigin.run({ ...tag('getAll'), limit: 2 });
		expect(few.items.map(({ json: { name } }) => name)).toEqual(['VIP', 'Ski']);
		expect(bigin.sent()).toMatchObject([
			{ call: 'GET /settings/tags', query: { module: 'Contacts' } },
		]);
		expect(misfit('tag', 'getAll', few.items[0]?.json)).toBeUndefined();
		expect(await list('Tasks')).toEqual([]);
	});

	it.each(ON_ERROR)('updates tags, each by its id: %s', async (onError) => {
		const [vip = '', ski = ''] = await make(['VIP', 'Ski']);
		const result = await bigin.run(
			{ ...tag('update'), id: '={{ $json.id }}', name: '={{ $json.name }}' },
			[
				{ id: vip, name: 'Key' },
				{ id: GONE, name: 'X' },
				{ id: ski, name: 'Snow' },
			],
			{ onError },
		);
		expect(bigin.sent()).toMatchObject([
			{
				call: 'PUT /settings/tags',
				query: { module: 'Contacts' },
				body: {
					tags: [
						{ id: vip, name: 'Key' },
						{ id: GONE, name: 'X' },
						{ id: ski, name: 'Snow' },
					],
				},
			},
		]);
		expect((await list()).map(({ name }) => name)).toEqual(['Key', 'Snow']);
		if (onError === 'stopWorkflow') expect(result.error?.message).toContain('[item 1]');
		if (onError === 'continueErrorOutput')
			expect([result.items.map(source), result.errors.map(source)]).toEqual([[0, 2], [1]]);
	});

	it.each(ON_ERROR)('deletes tags one by one: %s', async (onError) => {
		const [vip = '', ski = ''] = await make(['VIP', 'Ski']);
		const result = await bigin.run(
			{ ...tag('delete'), id: '={{ $json.id }}', requestOptions: { parallelRequests: 1 } },
			[{ id: vip }, { id: GONE }, { id: ski }],
			{ onError },
		);
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toContain('[item 1]');
			expect((await list()).map(({ name }) => name)).toEqual(['Ski']);
			return;
		}
		expect(bigin.sent().map(({ call }) => call)).toEqual(
			[vip, GONE, ski].map((id) => `DELETE /settings/tags/${id}`),
		);
		expect(
			result.items
				.filter(({ json: { error } }) => error === undefined)
				.map((item) => [source(item), item.json]),
		).toEqual([
			[0, { id: vip, deleted: true }],
			[2, { id: ski, deleted: true }],
		]);
		expect(await list()).toEqual([]);
	});

	it('accepts the result of a deletion outside a list', async () => {
		bigin.fakeServer().faults.arm({
			fault: {
				kind: 'status',
				status: 200,
				body: {
					tags: {
						code: 'SUCCESS',
						details: { id: '7' },
						message: 'tags deleted successfully',
						status: 'success',
					},
				},
			},
			path: '/settings/tags/7',
		});
		const result = await bigin.run({ ...tag('delete'), id: pick('7') });
		expect(result.items.map((item) => item.json)).toEqual([{ id: '7', deleted: true }]);
	});

	it('reports that a tag is gone after the reply to its deletion was lost, but not that this run deleted it', async () => {
		const [vip = '', ski = ''] = await make(['VIP', 'Ski']);
		bigin
			.fakeServer()
			.faults.arm(
				...[vip, GONE].map((path) => ({ fault: { kind: 'dropAfter' } as const, times: 1, path })),
				{ fault: { kind: 'status', status: 500 }, times: 1, path: ski },
			);
		const result = await bigin.run(
			{ ...tag('delete'), id: '={{ $json.id }}' },
			[{ id: vip }, { id: ski }, { id: GONE }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items).toEqual([]);
		expect(result.errors.map(({ json }) => json.details)).toMatchObject([
			{ executed: 'unknown', id: vip },
			{ executed: 'unknown' },
			{ executed: 'unknown', id: GONE },
		]);
		expect(result.errors.map(({ json }) => String(json.message).includes('exists now'))).toEqual([
			true,
			false,
			true,
		]);
	});

	it('adds tags to 101 records in two requests, and to a repeated record only once', async () => {
		const ids = await contacts(101);
		const items = [...ids.slice(0, 1), ...ids].map((id) => ({ id }));
		const result = await bigin.run(
			{ ...tag('addToRecords'), tags: ['VIP', 'Ski'], id: '={{ $json.id }}' },
			items,
		);
		expect(result.error).toBeUndefined();
		expect(result.items.map((item) => [source(item), item.json.id])).toEqual(
			items.map(({ id }, index) => [index, id]),
		);
		expect(bigin.sent().map(({ call }) => call)).toEqual(
			Array(2).fill('POST /Contacts/actions/add_tags'),
		);
		expect(bigin.sent().find(({ body }) => (body.ids as string[]).length === 99)).toMatchObject({
			query: {},
			body: { tags: [{ name: 'VIP' }, { name: 'Ski' }], over_write: false },
		});
		expect(tagsOf(ids[0] ?? '')).toEqual(['VIP', 'Ski']);
		expect(tagsOf(ids[100] ?? '')).toEqual(['VIP', 'Ski']);
		expect(misfit('tag', 'addToRecords', result.items[0]?.json)).toBeUndefined();
	});

	it('adds different tags to each record, and replaces existing tags', async () => {
		const [a = '', b = ''] = await contacts(2);
		const add = async (tags: string, over_write: boolean) =>
			await bigin.run(
				{ ...tag('addToRecords'), tags, id: '={{ $json.id }}', options: { over_write } },
				[
					{ id: a, tags: ['One'] },
					{ id: b, tags: 'Two, Three' },
				],
			);
		await add('={{ $json.tags }}', false);
		expect([tagsOf(a), tagsOf(b)]).toEqual([['One'], ['Two', 'Three']]);
		await add("={{ [{ name: 'New' }] }}", true);
		expect([tagsOf(a), tagsOf(b)]).toEqual([['New'], ['New']]);
		expect(bigin.sent().map(({ body }) => (body.ids as string[]).length)).toEqual([1, 1, 2]);
	});

	it.each(ON_ERROR)('adds tags to the other records if one does not exist: %s', async (onError) => {
		const [a = '', b = ''] = await contacts(2);
		const result = await bigin.run(
			{ ...tag('addToRecords'), tags: ['VIP'], id: '={{ $json.id }}' },
			[{ id: a }, { id: GONE }, { id: b }],
			{ onError },
		);
		expect([tagsOf(a), tagsOf(b)]).toEqual([['VIP'], ['VIP']]);
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toContain('[item 1]');
			expect(result.error?.description).toContain(`item 2 (id ${b})`);
			return;
		}
		const bad =
			onError === 'continueErrorOutput'
				? result.errors
				: result.items.filter(({ json: { error } }) => error !== undefined);
		expect(bad).toMatchObject([
			{
				pairedItem: { item: 1 },
				json: { details: { code: 'INVALID_DATA', id: GONE, executed: 'no' } },
			},
		]);
	});

	it('adds tags again after a lost reply, because that changes nothing', async () => {
		const [a = ''] = await contacts(1);
		bigin.fakeServer().faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: 'add_tags' });
		const result = await bigin.run({ ...tag('addToRecords'), tags: ['VIP'], id: a });
		expect(result.error).toBeUndefined();
		expect(bigin.sent()).toHaveLength(2);
		expect(tagsOf(a)).toEqual(['VIP']);
	});

	it('refuses to remove a tag with a comma, whose parts Bigin would take for other tags', async () => {
		const [a = ''] = await contacts(1);
		const result = await bigin.run(
			{ ...tag('removeFromRecords'), tags: "={{ ['Berlin, DE'] }}", id: a },
			[{}],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors).toMatchObject([
			{
				json: {
					error: expect.stringContaining('cannot name a tag with a comma'),
					details: { executed: 'no', field: 'tags' },
				},
			},
		]);
		expect(bigin.sent()).toEqual([]);
	});

	it('does not replace tags again after a lost reply', async () => {
		const [a = ''] = await contacts(1);
		bigin.fakeServer().faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: 'add_tags' });
		const result = await bigin.run(
			{ ...tag('addToRecords'), tags: ['VIP'], id: a, options: { over_write: true } },
			[{}],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors).toMatchObject([{ json: { details: { executed: 'unknown' } } }]);
		expect(bigin.sent()).toHaveLength(1);
	});

	it.each(ON_ERROR)('removes tags from records: %s', async (onError) => {
		const [a = '', b = ''] = await contacts(2);
		await bigin.run(
			{ ...tag('addToRecords'), tags: ['VIP', 'Ski', 'Sail'], id: '={{ $json.id }}' },
			[{ id: a }, { id: b }],
		);
		bigin.fakeServer().requests.length = 0;
		const result = await bigin.run(
			{ ...tag('removeFromRecords'), tags: ['VIP', 'Sail'], id: '={{ $json.id }}' },
			[{ id: a }, { id: GONE }, { id: b }],
			{ onError },
		);
		expect(bigin.sent()).toMatchObject([
			{
				call: 'POST /Contacts/actions/remove_tags',
				query: { ids: [a, GONE, b].join(','), tag_names: 'VIP,Sail' },
			},
		]);
		expect([tagsOf(a), tagsOf(b)]).toEqual([['Ski'], ['Ski']]);
		if (onError === 'stopWorkflow') expect(result.error?.message).toContain('[item 1]');
		if (onError === 'continueErrorOutput')
			expect([result.items.map(source), result.errors.map(source)]).toEqual([[0, 2], [1]]);
	});

	it.each([
		["'Tag Names or IDs' is missing", { tags: '={{ [] }}' }],
		[
			'\'Tag Names or IDs\' must hold names of tags, but holds {"id":"1"}',
			{ tags: "={{ [{ id: '1' }] }}" },
		],
		['\'Record\' must be a Bigin ID of up to 19 digits, but is "x"', { tags: ['VIP'], id: 'x' }],
	])('refuses to tag a record: %s', async (message, parameters) => {
		const result = await bigin.run({ ...tag('addToRecords'), id: GONE, ...parameters });
		expect(result.error?.message).toBe(`${message} [item 0]`);
		expect(bigin.sent()).toEqual([]);
	});

	it.each([
		["'Name' has 26 characters, and at most 25 are allowed", { name: 'x'.repeat(26) }],
		['\'Color\' must be a color such as #57B1FD, but is "red"', { name: 'VIP', color_code: 'red' }],
	])('refuses a tag: %s', async (message, given) => {
		expect((await bigin.run({ ...tag('create'), ...json }, [given])).error?.message).toBe(
			`${message} [item 0]`,
		);
	});
});
