import type { IDataObject } from 'n8n-workflow';

import { CUSTOMER, linkOf, useKustomer } from '../../harness/kustomer';

const order: IDataObject = { __rl: true, mode: 'name', value: 'order' };

/** Each kind of objects, with what Create needs, and how one of its objects is told. */
const KINDS = [
	{
		resource: 'conversation',
		type: 'conversation',
		parameters: {},
		record: (key: string): IDataObject => ({
			customer: CUSTOMER,
			externalId: key,
			name: `new ${key}`,
		}),
		named: 'name',
	},
	{
		resource: 'company',
		type: 'company',
		parameters: {},
		record: (key: string): IDataObject => ({ externalId: key, name: `new ${key}` }),
		named: 'name',
	},
	{
		resource: 'customObject',
		type: 'kobject.order',
		parameters: { klass: order },
		record: (key: string): IDataObject => ({ externalId: key, title: `new ${key}` }),
		named: 'title',
	},
	{
		resource: 'customer',
		type: 'customer',
		parameters: { matchOn: 'externalId' },
		record: (key: string): IDataObject => ({ externalId: key, name: `new ${key}` }),
		named: 'name',
	},
] as const;

const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		name: `Person ${index}`,
		emails: [{ email: `person-${index}@example.com`, type: 'work' }],
	}));

describe("Kustomer's 'If It Exists'", () => {
	const kustomer = useKustomer();

	describe.each(KINDS)('of a $resource', ({ resource, type, parameters, record, named }) => {
		const old = (key: string) => ({ ...record(key), [named]: `old ${key}` });
		describe.each(['create', 'createBulk'])('in operation %s', (operation) => {
			const run = async (ifItExists: string, keys: string[], spec = {}) =>
				await kustomer.run(
					resource,
					operation,
					{ ...parameters, ifItExists, inputMode: 'autoMap' },
					keys.map(record),
					spec,
				);

			it('returns the one that is there, and creates the others', async () => {
				const [id] = kustomer.seed(type, [old('a')]);
				const result = await run('skip', ['a', 'b']);
				expect(result.error).toBeUndefined();
				expect(result.items.map(({ json }) => [json.id === id, json.action])).toEqual([
					[true, 'skipped'],
					[false, 'created'],
				]);
				expect(result.items[0]?.json[named]).toBe('old a');
				expect(kustomer.rows(type).map((row) => row[named])).toEqual(['old a', 'new b']);
			});

			it('updates the one that is there', async () => {
				const [id] = kustomer.seed(type, [old('a')]);
				const result = await run('update', ['a', 'b']);
				expect(result.error).toBeUndefined();
				expect(result.items.map(({ json }) => [json.id === id, json.action])).toEqual([
					[true, 'updated'],
					[false, 'created'],
				]);
				expect(kustomer.rows(type).map((row) => row[named])).toEqual(['new a', 'new b']);
			});

			it('fails the item whose object is there, and names it', async () => {
				const [id] = kustomer.seed(type, [old('a')]);
				const result = await run('fail', ['a', 'b'], { onError: 'continueErrorOutput' });
				expect(result.errors.map(linkOf)).toEqual([0]);
				expect(result.errors[0]?.json).toMatchObject({ details: { id, executed: 'no' } });
				expect(kustomer.rows(type)).toHaveLength(2);
			});

			it('creates one object for two items with the same key', async () => {
				const result = await run('skip', ['a', 'a']);
				expect(result.error).toBeUndefined();
				expect(result.items.map(({ json }) => json.action)).toEqual(['created', 'skipped']);
				expect(new Set(result.items.map(({ json }) => json.id)).size).toBe(1);
				expect(kustomer.rows(type)).toHaveLength(1);
			});

			it('refuses an item without its key, and that one alone', async () => {
				const result = await kustomer.run(
					resource,
					operation,
					{ ...parameters, ifItExists: 'skip', inputMode: 'autoMap' },
					[{ ...record('x'), externalId: undefined }, record('b')],
					{ onError: 'continueErrorOutput' },
				);
				expect(result.errors.map(linkOf)).toEqual([0]);
				expect(result.errors[0]?.json.error).toContain("'External ID' is missing");
				expect(kustomer.rows(type)).toHaveLength(1);
			});
		});
	});

	it.each([
		['email', { emails: [{ email: 'ava@example.com', type: 'work' }] }],
		['phone', { phones: [{ phone: '+15551234567', type: 'mobile' }] }],
	])('finds a customer by %s', async (matchOn, key) => {
		const [id] = kustomer.seed('customer', [{ name: 'Ava', ...key }]);
		const result = await kustomer.run(
			'customer',
			'create',
			{ ifItExists: 'skip', matchOn, inputMode: 'autoMap' },
			[{ name: 'Other', ...key }],
		);
		expect(result.error).toBeUndefined();
		expect(result.items[0]?.json).toMatchObject({ id, name: 'Ava', action: 'skipped' });
	});

	it.each(['create', 'createBulk'])(
		'finds a hundred customers by one search in operation %s',
		async (operation) => {
			const ids = kustomer.seed('customer', people(50));
			const result = await kustomer.run(
				'customer',
				operation,
				{ ifItExists: 'skip', matchOn: 'email', inputMode: 'autoMap' },
				people(100),
			);
			expect(result.error).toBeUndefined();
			expect(result.items.slice(0, 50).map(({ json }) => json.id)).toEqual(ids);
			expect(result.items.map(({ json }) => json.action)).toEqual([
				...Array<string>(50).fill('skipped'),
				...Array<string>(50).fill('created'),
			]);
			const calls = kustomer.calls();
			expect(calls.filter((call) => call === 'POST /v1/customers/search')).toHaveLength(1);
			expect(calls.filter((call) => call.startsWith('GET /v1/customers/email='))).toEqual([]);
		},
	);

	it.each(['create', 'createBulk'])(
		'finds customers that the search does not show yet, when their creation is refused in operation %s',
		async (operation) => {
			const ids = kustomer.seed('customer', people(6));
			kustomer.vendor.searchLag = 60_000;
			const result = await kustomer.run(
				'customer',
				operation,
				{ ifItExists: 'skip', matchOn: 'email', inputMode: 'autoMap' },
				people(8),
			);
			expect(result.error).toBeUndefined();
			expect(result.items.slice(0, 6).map(({ json }) => json.id)).toEqual(ids);
			expect(kustomer.rows('customer')).toHaveLength(8);
		},
	);

	it.each([
		['customer', 'customer', { matchOn: 'email' }, people(40)],
		[
			'conversation',
			'conversation',
			{},
			Array.from({ length: 40 }, (_, index) => ({ customer: CUSTOMER, externalId: `t-${index}` })),
		],
	])(
		'makes a run of a %s that broke off safe to start again: nothing is lost and nothing twice',
		async (resource, type, parameters, items) => {
			const run = async () =>
				await kustomer.run(
					resource,
					'createBulk',
					{
						...parameters,
						ifItExists: 'skip',
						inputMode: 'autoMap',
						requestOptions: { batchSize: 10, parallelRequests: 1, maxTries: 1 },
					},
					items,
				);
			kustomer.vendor.searchLag = 60_000;
			// The third job is carried out, and nobody hears of it: as if n8n had been killed.
			kustomer.fakeServer.faults.arm({
				fault: { kind: 'dropAfter' },
				path: `/v1/${type}s/bulk`,
				skip: 2,
				times: 1,
			});
			await run();
			const before = kustomer.rows(type).length;
			expect(before).toBeGreaterThanOrEqual(30);
			expect(before).toBeLessThanOrEqual(40);
			const again = await run();
			expect(again.error).toBeUndefined();
			expect(again.items).toHaveLength(40);
			expect(kustomer.rows(type)).toHaveLength(40);
			expect(new Set(again.items.map(({ json }) => json.id)).size).toBe(40);
		},
	);

	it('keeps the company of a customer that is updated', async () => {
		const company = '5c0000000000000000000001';
		kustomer.seed('customer', [{ ...people(1)[0], company }]);
		for (const operation of ['create', 'createBulk']) {
			const result = await kustomer.run(
				'customer',
				operation,
				{ ifItExists: 'update', matchOn: 'email', inputMode: 'autoMap' },
				people(1).map((person) => ({ ...person, locale: operation === 'create' ? 'de' : 'fr' })),
			);
			expect(result.error).toBeUndefined();
		}
		expect(kustomer.rows('customer')).toMatchObject([{ locale: 'fr', company }]);
	});

	it('sends an update of a conversation without what only a new one takes', async () => {
		const [id = ''] = kustomer.seed('conversation', [{ customer: CUSTOMER, externalId: 'a' }]);
		const result = await kustomer.run('conversation', 'create', {
			customer: CUSTOMER,
			ifItExists: 'update',
			additionalFields: { externalId: 'a', name: 'Late', importedAt: '2026-03-01T10:00:00Z' },
		});
		expect(result.error).toBeUndefined();
		expect(kustomer.fakeServer.requests.at(-1)).toMatchObject({
			method: 'PATCH',
			path: `/v1/conversations/${id}`,
			body: { externalId: 'a', name: 'Late' },
		});
	});

	it('is refused for a job that is not waited for', async () => {
		const result = await kustomer.run(
			'conversation',
			'createBulk',
			{ inputMode: 'autoMap', ifItExists: 'skip', options: { waitForCompletion: false } },
			[{ customer: CUSTOMER, externalId: 'a' }],
		);
		expect(result.error?.message).toContain("'Wait for Completion' is off");
		expect(kustomer.rows('conversation')).toEqual([]);
	});
});

describe("Kustomer's refused duplicates", () => {
	const kustomer = useKustomer();

	it('have a code when they are created one by one', async () => {
		kustomer.seed('conversation', [{ customer: CUSTOMER, externalId: 'a' }]);
		const result = await kustomer.run(
			'conversation',
			'create',
			{ inputMode: 'autoMap' },
			[{ customer: CUSTOMER, externalId: 'a' }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors[0]?.json.details).toMatchObject({ code: 'duplicate', executed: 'no' });
	});

	it.each([
		[
			'conversation',
			'conversation',
			{},
			(index: number) => ({ customer: CUSTOMER, externalId: `c-${index}` }),
			'GET /v1/conversations',
		],
		[
			'customObject',
			'kobject.order',
			{ klass: order },
			(index: number) => ({ title: 'x', externalId: `c-${index}` }),
			'GET /v1/klasses/order',
		],
		[
			'customer',
			'customer',
			{},
			(index: number) => people(index + 1)[index] ?? {},
			'POST /v1/customers/search',
		],
	])(
		'have a code and the ID of the %s that is there, by one request for many',
		async (resource, type, parameters, record, request) => {
			const ids = kustomer.seed(type, [0, 1, 2].map(record));
			const result = await kustomer.run(
				resource,
				'createBulk',
				{ ...parameters, inputMode: 'autoMap' },
				[0, 1, 2, 3].map(record),
				{ onError: 'continueErrorOutput' },
			);
			expect(result.items.map(linkOf)).toEqual([3]);
			expect(result.errors.map(({ json }) => json.details)).toMatchObject(
				ids.map((id) => ({ code: 'duplicate', id, executed: 'no' })),
			);
			expect(kustomer.calls().filter((call) => call === request)).toHaveLength(1);
		},
	);

	it('have no ID where two customers share the values of the new one', async () => {
		const [one = {}, other = {}] = people(2);
		kustomer.seed('customer', [one, other]);
		const emails = [one, other].flatMap((person) => person.emails as IDataObject[]);
		const result = await kustomer.run(
			'customer',
			'createBulk',
			{ inputMode: 'autoMap' },
			[{ name: 'Both', emails }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors[0]?.json.details).toMatchObject({ code: 'duplicate' });
		expect(result.errors[0]?.json.details).not.toHaveProperty('id');
	});
});
