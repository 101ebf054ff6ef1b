import type { IDataObject } from 'n8n-workflow';

import { byId, linkOf, useKustomer } from '../../harness/kustomer';

const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		name: `Person ${index}`,
		emails: [{ email: `person-${index}@example.com`, type: 'work' }],
	}));

describe("Kustomer's customers", () => {
	const kustomer = useKustomer();

	it('are created with the fields of the form, and the result tells the ID and what was stored', async () => {
		const result = await kustomer.run(
			'customer',
			'create',
			{
				name: '={{ $json.who }}',
				additionalFields: {
					emails: { values: [{ email: 'ava@example.com', type: 'work', verified: true }] },
					custom: { values: [{ key: 'tierStr', kind: 'text', text: 'gold' }] },
				},
			},
			[{ who: 'Ava Bell' }],
		);
		expect(result.error).toBeUndefined();
		expect(kustomer.fakeServer.requests.at(-1)).toMatchObject({
			method: 'POST',
			path: '/v1/customers',
			body: {
				name: 'Ava Bell',
				emails: [{ email: 'ava@example.com', type: 'work', verified: true }],
				custom: { tierStr: 'gold' },
			},
		});
		expect(result.items[0]?.json).toMatchObject({
			id: kustomer.rows('customer')[0]?.id,
			name: 'Ava Bell',
			custom: { tierStr: 'gold' },
		});
	});

	it.each([
		['id', 'id', ''],
		['email', 'email', 'PERSON-1@example.com'],
		['externalId', 'externalId', 'a/b c'],
		['phone', 'phone', '+15551234567'],
	])('are read by %s', async (getBy, name, key) => {
		const [, id = ''] = kustomer.seed('customer', [
			{ name: 'Other' },
			{
				...people(2)[1],
				externalId: 'a/b c',
				phones: [{ phone: '+15551234567' }],
			},
		]);
		const result = await kustomer.run('customer', 'get', {
			getBy,
			[name]: name === 'id' ? byId(id) : key,
		});
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json)).toMatchObject([{ id, name: 'Person 1' }]);
		expect(result.items[0]?.json).not.toHaveProperty('orgId');
		const raw = await kustomer.run('customer', 'get', {
			getBy,
			[name]: name === 'id' ? byId(id) : key,
			simplify: false,
		});
		expect(raw.items[0]?.json).toMatchObject({
			id,
			type: 'customer',
			rev: 1,
			orgId: expect.any(String) as string,
		});
	});

	it('are read by the address of their screen', async () => {
		const [id = ''] = kustomer.seed('customer', people(1));
		const result = await kustomer.run('customer', 'get', {
			id: { __rl: true, mode: 'url', value: `https://acme.kustomerapp.com/app/customers/${id}` },
		});
		expect(result.items[0]?.json.id).toBe(id);
	});

	it('that are not there fail their item, in words that name the key', async () => {
		const result = await kustomer.run(
			'customer',
			'get',
			{ getBy: 'email', email: '={{ $json.mail }}' },
			[{ mail: 'nobody@example.com' }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors[0]?.json).toMatchObject({
			error: 'No customer with the Email "nobody@example.com" was found in Kustomer [item 0]',
			details: { executed: 'no', httpCode: 404 },
		});
	});

	describe('updates', () => {
		const company = '5c0000000000000000000001';

		it('keep the company that is not mentioned', async () => {
			const [id = ''] = kustomer.seed('customer', [{ name: 'Ava', company }]);
			const result = await kustomer.run('customer', 'update', {
				id: byId(id),
				updateFields: { name: 'Ava Bell' },
			});
			expect(result.error).toBeUndefined();
			expect(kustomer.rows('customer')).toMatchObject([{ name: 'Ava Bell', company }]);
			expect(result.items[0]?.json).toMatchObject({ id, companyId: company });
		});

		it('keep it in bulk, too, read by one request', async () => {
			const ids = kustomer.seed(
				'customer',
				people(5).map((person, index) => ({ ...person, ...(index % 2 ? { company } : {}) })),
			);
			const result = await kustomer.run(
				'customer',
				'updateBulk',
				{ inputMode: 'autoMap' },
				ids.map((id) => ({ id, locale: 'de' })),
			);
			expect(result.error).toBeUndefined();
			expect(result.items.map(({ json }) => json.id)).toEqual(ids);
			expect(kustomer.rows('customer').map((row) => row.company ?? null)).toEqual([
				null,
				company,
				null,
				company,
				null,
			]);
			expect(kustomer.calls().filter((call) => call.startsWith('GET /v1/customers/'))).toHaveLength(
				1,
			);
		});

		it('take the company where that is asked for', async () => {
			const [id = ''] = kustomer.seed('customer', [{ name: 'Ava', company }]);
			await kustomer.run('customer', 'update', { inputMode: 'autoMap' }, [{ id, company: null }]);
			expect(kustomer.rows('customer')).toMatchObject([{ company: null }]);
		});

		it('are made again with the company of now, where somebody else changed the customer in between', async () => {
			const [id = ''] = kustomer.seed('customer', [{ name: 'Ava', company }]);
			kustomer.fakeServer.faults.arm({
				fault: { kind: 'status', status: 409, code: 'conflict' },
				path: `/v1/customers/${id}`,
				skip: 1,
				times: 1,
			});
			const result = await kustomer.run('customer', 'update', {
				id: byId(id),
				updateFields: { name: 'Ava Bell' },
			});
			expect(result.error).toBeUndefined();
			const calls = kustomer.calls().filter((call) => !call.includes('/auth/'));
			expect(calls.map((call) => call.split(' ')[0])).toEqual(['GET', 'PATCH', 'GET', 'PATCH']);
			expect(kustomer.rows('customer')).toMatchObject([{ name: 'Ava Bell', company }]);
		});

		it('keep it, too, where one of many customers is not there and Kustomer refuses the common request', async () => {
			const ids = kustomer.seed(
				'customer',
				people(3).map((person) => ({ ...person, company })),
			);
			kustomer.fakeServer.faults.arm({
				fault: { kind: 'status', status: 404 },
				path: ',',
				times: 1,
			});
			const result = await kustomer.run(
				'customer',
				'updateBulk',
				{ inputMode: 'autoMap' },
				[...ids, '5b0000000000000000000000'].map((id) => ({ id, locale: 'de' })),
				{ onError: 'continueErrorOutput' },
			);
			expect(result.errors.map(linkOf)).toEqual([3]);
			expect(kustomer.rows('customer').every((row) => row.company === company)).toBe(true);
		});

		it('send nothing where the company cannot be read', async () => {
			const ids = kustomer.seed('customer', people(2));
			kustomer.vendor.roles.delete('org.permission.customer.read');
			const result = await kustomer.run(
				'customer',
				'updateBulk',
				{ inputMode: 'autoMap' },
				ids.map((id) => ({ id, locale: 'de' })),
				{ onError: 'continueErrorOutput' },
			);
			expect(result.errors).toHaveLength(2);
			expect(result.errors[0]?.json.details).toMatchObject({ executed: 'no' });
			expect(kustomer.fakeServer.seen('/bulk')).toEqual([]);
		});
	});

	it('that were created keep their results where the companies of others cannot be read', async () => {
		const company = '5c0000000000000000000001';
		const [known, fresh, named] = people(3);
		const ids = kustomer.seed('customer', [known ?? {}, named ?? {}]);
		kustomer.fakeServer.faults.arm({
			fault: { kind: 'status', status: 403 },
			path: `/v1/customers/${ids[0]}`,
		});
		const result = await kustomer.run(
			'customer',
			'createBulk',
			{ ifItExists: 'update', matchOn: 'email', inputMode: 'autoMap' },
			[known, fresh, { ...named, company }].map((person) => ({ ...person, locale: 'de' })),
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map((item) => [linkOf(item), item.json.action])).toEqual([
			[1, 'created'],
			[2, 'updated'],
		]);
		expect(result.errors.map(linkOf)).toEqual([0]);
		expect(result.errors[0]?.json).toMatchObject({
			error: expect.stringContaining('The company of the customer could not be read') as string,
			details: { executed: 'no' },
		});
		expect(kustomer.rows('customer').map(({ locale }) => locale)).toEqual([undefined, 'de', 'de']);
	});

	describe('Create or Update', () => {
		const upsert = async (items: IDataObject[], matchOn = 'email', spec = {}) =>
			await kustomer.run('customer', 'upsert', { inputMode: 'autoMap', matchOn }, items, spec);

		it.each([1, 40])(
			'of %i creates whom nobody knows, and updates whom Kustomer has',
			async (count) => {
				const known = people(count).filter((_, index) => index % 2 === 0);
				const ids = kustomer.seed('customer', known);
				const items = people(count).map((person) => ({ ...person, locale: 'de' }));
				const result = await upsert(items);
				expect(result.error).toBeUndefined();
				expect(kustomer.rows('customer')).toHaveLength(count);
				expect(kustomer.rows('customer').every(({ locale }) => locale === 'de')).toBe(true);
				expect(result.items.map(linkOf)).toEqual(items.map((_, index) => index));
				expect(result.items.map(({ json }) => json.action)).toEqual(
					items.map((_, index) => (index % 2 === 0 ? 'updated' : 'created')),
				);
				expect(
					result.items.filter((_, index) => index % 2 === 0).map(({ json }) => json.id),
				).toEqual(ids);
			},
		);

		it('finds many by one search, and writes them by two jobs', async () => {
			kustomer.seed('customer', people(50));
			await upsert(people(100));
			// What the search knows is asked for once a minute, so that request may be an earlier test's.
			expect(kustomer.calls().filter((call) => call === 'POST /v1/customers/search')).toHaveLength(
				1,
			);
			expect(kustomer.fakeServer.seen('/v1/customers/bulk')).toHaveLength(2);
			expect(kustomer.fakeServer.count).toBeLessThan(15);
		});

		it('finds those that the search does not show yet, where their creation is refused', async () => {
			const ids = kustomer.seed('customer', people(6));
			kustomer.vendor.searchLag = 60_000;
			const result = await upsert(people(6).map((person) => ({ ...person, locale: 'de' })));
			expect(result.error).toBeUndefined();
			expect(result.items.map(({ json }) => json.id)).toEqual(ids);
			expect(kustomer.rows('customer')).toHaveLength(6);
			expect(kustomer.rows('customer').every(({ locale }) => locale === 'de')).toBe(true);
		});

		it('takes nobody for another whose address holds the same words', async () => {
			kustomer.seed(
				'customer',
				people(5).map(({ name }, index) => ({
					name,
					emails: [{ email: `person-${index}@example.com.example.com` }],
				})),
			);
			const result = await upsert(people(5));
			expect(result.items.map(({ json }) => json.action)).toEqual(Array(5).fill('created'));
			expect(kustomer.rows('customer')).toHaveLength(10);
		});

		it('does without a search that its key may not use', async () => {
			kustomer.seed('customer', people(5));
			for (const role of [...kustomer.vendor.roles])
				if (role.includes('search')) kustomer.vendor.roles.delete(role);
			const result = await upsert(people(6));
			expect(result.items.map(({ json }) => json.action)).toEqual([
				...Array(5).fill('updated'),
				'created',
			]);
		});

		it.each([
			['externalId', { externalId: 'crm-1' }],
			['phone', { phones: [{ phone: '+1 555 123' }] }],
		])('matches by %s', async (matchOn, key) => {
			const [id] = kustomer.seed('customer', [
				{ name: 'Old', ...(matchOn === 'phone' ? { phones: [{ phone: '+1 555 123' }] } : key) },
			]);
			const result = await upsert([{ name: 'New', ...key }], matchOn);
			expect(result.items[0]?.json).toMatchObject({ id, name: 'New', action: 'updated' });
		});

		it('sends later items about the same customer after earlier ones', async () => {
			const [person = {}] = people(1);
			await upsert(['one', 'two', 'three', 'four', 'five'].map((name) => ({ ...person, name })));
			expect(kustomer.rows('customer')).toMatchObject([{ name: 'five' }]);
		});

		it('sends two items that are about one customer by two of its keys one after the other', async () => {
			const [id] = kustomer.seed('customer', [
				{ name: 'Old', emails: people(2).flatMap(({ emails }) => emails as IDataObject[]) },
			]);
			const items: IDataObject[] = people(5).map((person, index) => ({
				...person,
				locale: `l${index}`,
			}));
			const result = await upsert(
				items.map(({ emails, ...item }, index) => ({
					...item,
					emails:
						index < 2
							? [...(emails as IDataObject[]), { email: `own-${index}@example.com` }]
							: emails,
				})),
			);
			expect(result.error).toBeUndefined();
			expect(result.items[0]?.json).toMatchObject({ id, action: 'updated' });
			expect(
				kustomer.fakeServer.seen('/v1/customers/bulk').filter(({ method }) => method === 'PUT'),
			).toMatchObject([{ body: [{ id, locale: 'l0' }] }]);
		});

		it('refuses an item without its key, and it alone', async () => {
			const result = await upsert([{ name: 'No mail' }, ...people(1)], 'email', {
				onError: 'continueErrorOutput',
			});
			expect(result.errors.map(linkOf)).toEqual([0]);
			expect(result.errors[0]?.json.error).toContain("'Email' is missing");
			expect(result.items).toHaveLength(1);
		});
	});

	it('are deleted by their IDs', async () => {
		const [id = ''] = kustomer.seed('customer', people(2));
		const result = await kustomer.run('customer', 'delete', { id: byId(id) });
		expect(result.items[0]?.json).toEqual({ id, deleted: true });
		expect(kustomer.rows('customer')).toHaveLength(1);
		const again = await kustomer.run('customer', 'delete', { id: byId(id) }, [{}], {
			onError: 'continueRegularOutput',
		});
		expect(again.items[0]?.json.error).toBe(
			`No customer with the ID ${id} was found in Kustomer [item 0]`,
		);
	});

	it('are listed over several pages, each once', async () => {
		kustomer.seed('customer', people(250));
		const all = await kustomer.run('customer', 'getAll', { returnAll: true });
		expect(new Set(all.items.map(({ json }) => json.id)).size).toBe(250);
		const some = await kustomer.run('customer', 'getAll', { limit: 7 });
		expect(some.items).toHaveLength(7);
		expect(kustomer.fakeServer.requests.at(-1)?.query).toMatchObject({ page: '1', pageSize: '7' });
	});
});
