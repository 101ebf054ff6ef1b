import type { IDataObject } from 'n8n-workflow';

import { GONE, misfit, pick, source, useBigin } from '../../harness/bigin';

const ME = '2034020000000457001';

describe("Bigin's users and organization", () => {
	const bigin = useBigin();

	it('gets a user by ID, or the connected user', async () => {
		const result = await bigin.run(
			{
				resource: 'user',
				operation: 'get',
				whose: '={{ $json.id ? "chosen" : "connected" }}',
				id: '={{ $json.id }}',
				requestOptions: { parallelRequests: 1 },
			},
			[{ id: '2034020000000457002' }, {}],
		);
		expect(bigin.sent()).toMatchObject([
			{ call: 'GET /users/2034020000000457002' },
			{ call: 'GET /users', query: { type: 'CurrentUser' } },
		]);
		expect(result.items.map((item) => [source(item), item.json.full_name])).toEqual([
			[0, 'Priya Raman'],
			[1, 'Sandbox User'],
		]);
		expect(result.items[0]?.json).toMatchObject({ role: 'CEO', profile: 'Standard' });
		expect(misfit('user', 'get', result.items[0]?.json)).toBeUndefined();
		const raw = await bigin.run({
			resource: 'user',
			operation: 'get',
			id: pick(ME),
			simplify: false,
		});
		expect(raw.items[0]?.json).toMatchObject({ id: ME, role: { name: 'CEO' }, locale: 'en_US' });
	});

	it('names the user that does not exist', async () => {
		const result = await bigin.run({ resource: 'user', operation: 'get', id: GONE });
		expect(result.error?.message).toContain('[item 0]');
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'status', status: 204, body: '' }, path: '/users' });
		expect((await bigin.run({ resource: 'user', operation: 'get', id: GONE })).error?.message).toBe(
			`No user with the ID ${GONE} was found in Zoho Bigin [item 0]`,
		);
		expect(
			(await bigin.run({ resource: 'user', operation: 'get', whose: 'connected' })).error?.message,
		).toBe('Zoho Bigin names no user for the connected account [item 0]');
		expect(
			(
				await bigin.run({
					resource: 'user',
					operation: 'get',
					whose: 'chosen',
					id: '={{ $json.missing }}',
				})
			).error?.message,
		).toBe("'User' is missing [item 0]");
	});

	it('gets all users, a limited number, or those of one type', async () => {
		const get = async (more: object) =>
			(await bigin.run({ resource: 'user', operation: 'getAll', ...more })).items;
		expect(await get({ returnAll: true })).toHaveLength(3);
		expect(await get({ limit: 1 })).toHaveLength(1);
		const inactive = await get({ returnAll: true, filters: { type: 'DeactiveUsers' } });
		expect(inactive.map(({ json }) => json.full_name)).toEqual(['Former Colleague']);
		expect(await get({ returnAll: true, filters: { type: 'DeletedUsers' } })).toEqual([]);
		expect(bigin.sent().map(({ query }) => query)).toMatchObject([
			{ type: 'AllUsers', per_page: '200' },
			{ per_page: '1' },
			{ type: 'DeactiveUsers' },
			{ type: 'DeletedUsers' },
		]);
	});

	it('returns the fields that an AI agent selects', async () => {
		const result = await bigin.run(
			{
				resource: 'user',
				operation: 'getAll',
				returnAll: true,
				output: 'selectedFields',
				outputFields: 'email',
			},
			[{}],
			{ node: 'biginTool' },
		);
		expect(result.items[0]?.json).toEqual({ id: ME, email: 'user@sandbox.example' });
	});

	it('requests the organization once for all items', async () => {
		const result = await bigin.run({ resource: 'organization', operation: 'get' }, [{}, {}]);
		expect(
			result.items.map((item) => [source(item), item.json.company_name, item.json.zgid]),
		).toEqual([
			[0, 'Sandbox Travel', '60018234567'],
			[1, 'Sandbox Travel', '60018234567'],
		]);
		expect(bigin.sent().map(({ call }) => call)).toEqual(['GET /org']);
		expect(misfit('organization', 'get', result.items[0]?.json)).toBeUndefined();
		const raw = await bigin.run({ resource: 'organization', operation: 'get', simplify: false });
		expect(raw.items[0]?.json).toMatchObject({ license_details: { paid_type: 'premier' } });
	});

	it('says that the organization cannot be read', async () => {
		bigin.fakeServer().faults.arm({
			fault: { kind: 'status', status: 401, code: 'OAUTH_SCOPE_MISMATCH' },
			path: '/org',
		});
		const result = await bigin.run({ resource: 'organization', operation: 'get' });
		expect(result.error?.description).toContain('This needs the scope ZohoBigin.org.READ');
	});
});

describe("Bigin's metadata", () => {
	const bigin = useBigin();
	const get = async (operation: string, more: IDataObject = {}, items: IDataObject[] = [{}]) =>
		await bigin.run({ resource: 'metadata', operation, ...more } as never, items);

	it.each([
		[
			'getModules',
			'/settings/modules',
			{ api_name: 'Accounts', singular_label: 'Company', api_supported: true },
		],
		[
			'getFields',
			'/settings/fields',
			{ api_name: 'Email', data_type: 'email', unique: true, custom_field: false },
		],
		[
			'getLayouts',
			'/settings/layouts',
			{ id: expect.any(String), fields: expect.arrayContaining(['Last_Name', 'Email']) },
		],
		['getRelatedLists', '/settings/related_lists', { api_name: 'Products', module: 'Products' }],
		['getCustomViews', '/settings/custom_views', { name: 'VIP', default: false }],
	])('%s returns each entry as an item, simplified or raw', async (operation, path, expected) => {
		const parameters = operation === 'getModules' ? {} : { module: 'Contacts' };
		const simple = await get(operation, parameters);
		expect(bigin.sent()).toMatchObject([{ call: `GET ${path}`, query: parameters }]);
		expect(simple.items.map(({ json }) => json)).toContainEqual(expect.objectContaining(expected));
		for (const { json } of simple.items) {
			expect(Object.keys(json).length).toBeLessThanOrEqual(10);
			expect(misfit('metadata', operation, json)).toBeUndefined();
		}
		const raw = await get(operation, { ...parameters, simplify: false });
		expect(raw.items).toHaveLength(simple.items.length);
		expect(Object.keys(raw.items[0]?.json ?? {}).length).toBeGreaterThan(6);
		const few = await get(operation, { ...parameters, returnAll: false, limit: 1 });
		expect(few.items).toHaveLength(1);
	});

	it('shows picklists by their values, and the pipelines with sub-pipelines and stages', async () => {
		const fields = await get('getFields', { module: 'Contacts' });
		expect(fields.items.find(({ json }) => json.api_name === 'Segment')?.json).toMatchObject({
			custom_field: true,
			pick_list_values: ['A', 'B', 'C'],
		});
		expect(fields.items.find(({ json }) => json.api_name === 'Account_Name')?.json).toMatchObject({
			field_label: 'Company Name',
		});
		const layouts = await get('getLayouts', { module: 'Pipelines' });
		expect(layouts.items.map(({ json }) => json)).toMatchObject([
			{ name: 'Sales', sub_pipelines: ['Sales Pipeline Standard', 'Sales Pipeline Partner'] },
			{ name: 'Service' },
		]);
	});

	it('sends one request for all items with the same module, and refuses an unknown module on its own item', async () => {
		const result = await bigin.run(
			{
				resource: 'metadata',
				operation: 'getRelatedLists',
				module: '={{ $json.module }}',
				requestOptions: { parallelRequests: 1 },
			},
			[{ module: 'Products' }, { module: 'Nothing' }, { module: 'Products' }],
			{ onError: 'continueErrorOutput' },
		);
		expect(bigin.sent().map(({ query }) => query.module)).toEqual(['Products', 'Nothing']);
		expect(new Set(result.items.map(source))).toEqual(new Set([0, 2]));
		expect(result.errors).toMatchObject([
			{ pairedItem: { item: 1 }, json: { details: { code: 'INVALID_MODULE', executed: 'no' } } },
		]);
	});
});
