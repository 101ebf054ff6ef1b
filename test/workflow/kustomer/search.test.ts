import type { IDataObject } from 'n8n-workflow';

import { CUSTOMER, useKustomer } from '../../harness/kustomer';

const where = (attribute: string, operator: string, value?: unknown): IDataObject => ({
	attribute,
	operator,
	...(value === undefined ? {} : { value }),
});

describe("Kustomer's search", () => {
	const kustomer = useKustomer();
	const search = async (
		conditions: IDataObject[],
		more: IDataObject = {},
		resource = 'conversation',
	) =>
		await kustomer.run(resource, 'search', {
			conditions: { values: conditions },
			combine: 'and',
			returnAll: true,
			...more,
		});
	const seed = (count: number, more: (index: number) => IDataObject = () => ({})) =>
		kustomer.seed(
			'conversation',
			Array.from({ length: count }, (_, index) => ({
				customer: CUSTOMER,
				name: `Ticket ${index}`,
				status: index % 2 ? 'done' : 'open',
				priority: (index % 5) + 1,
				custom: { amountNum: index },
				...more(index),
			})),
		);
	it('meets all, any or none of the conditions', async () => {
		seed(10);
		const conditions = [
			where('conversation_status', 'equals', 'open'),
			where('conversation_custom_amountNum', 'gte', '4'),
		];
		const count = async (combine: string) => (await search(conditions, { combine })).items.length;
		expect(await count('and')).toBe(3);
		expect(await count('or')).toBe(8);
		expect(await count('not')).toBe(2);
		expect(kustomer.fakeServer.seen('/search')[0]?.body).toMatchObject({
			queryContext: 'conversation',
			and: [
				{ conversation_status: { equals: 'open' } },
				{ conversation_custom_amountNum: { gte: 4 } },
			],
			sort: [{ conversation_created_at: 'asc' }],
			timeZone: 'Europe/Berlin',
		});
	});

	it('takes several values, and none where the operator needs none', async () => {
		seed(4, (index) => (index === 0 ? { tags: ['x'] } : {}));
		const some = await search([where('conversation_status', 'in', 'open, done')]);
		expect(some.items).toHaveLength(4);
		const untagged = await search([where('conversation_tags', 'not_set')]);
		expect(untagged.items).toHaveLength(3);
	});

	it('compares by Equals where no operator is chosen', async () => {
		seed(4);
		const found = await search([where('conversation_status', '', 'open')]);
		expect(found.error).toBeUndefined();
		expect(found.items).toHaveLength(2);
	});

	it('refuses a condition without a value before anything is sent', async () => {
		const result = await search([where('conversation_status', 'equals', '')]);
		expect(result.error?.message).toContain("'Condition 1 > Value' is missing");
		expect(kustomer.fakeServer.requests).toEqual([]);
	});

	it('refuses an operator that it does not know before anything is sent, and lists those that it does', async () => {
		const result = await search([where('conversation_status', 'equal', 'open')]);
		expect(result.error?.message).toContain(`'Condition 1 > Operator' is "equal"`);
		expect(result.error?.description).toContain('contains, not_contains, equals');
		expect(kustomer.fakeServer.requests).toEqual([]);
	});

	it('tells that an order by changes may leave out what changes meanwhile, where it has several pages', async () => {
		seed(501);
		const hintsOf = async (options: IDataObject) => {
			const found = await search([where('conversation_priority', 'gte', 1)], { options });
			expect(found.items).toHaveLength(501);
			return found.hints;
		};
		expect(await hintsOf({})).toEqual([]);
		expect(await hintsOf({ sortBy: 'updated_at' })).toEqual([
			expect.stringContaining('may be missing'),
		]);
	});

	it('reads no more pages than a limit needs', async () => {
		seed(30);
		const result = await search([where('conversation_priority', 'gte', 1)], {
			returnAll: false,
			limit: 3,
		});
		expect(result.items).toHaveLength(3);
		expect(kustomer.fakeServer.seen('/search').map(({ query }) => query)).toEqual([
			{ page: '1', pageSize: '3' },
		]);
	});

	describe('with objects that were not changed for two years', () => {
		const names = async (more: IDataObject) => {
			seed(4);
			const old = kustomer.rows('conversation').slice(0, 2);
			for (const row of old) row.storedAt = '2020-03-01T10:00:00.000Z';
			const found = await search([where('conversation_customer_id', 'equals', CUSTOMER)], more);
			expect(found.error).toBeUndefined();
			return found.items.map(({ json }) => json.name);
		};

		it('leaves them out', async () => {
			expect(await names({})).toEqual(['Ticket 2', 'Ticket 3']);
		});

		it('returns them, too, on request, in order and each once', async () => {
			expect(await names({ options: { archive: true } })).toEqual([
				'Ticket 0',
				'Ticket 1',
				'Ticket 2',
				'Ticket 3',
			]);
		});

		it('returns no more than the limit of both together', async () => {
			const options = { archive: true, sortDirection: 'desc' };
			expect(await names({ options, returnAll: false, limit: 3 })).toEqual(
				expect.arrayContaining(['Ticket 2', 'Ticket 3']),
			);
		});

		it('tells of an attribute that the archive does not know', async () => {
			const result = await search([where('conversation_priority', 'gte', 1)], {
				options: { archive: true },
			});
			expect(result.error?.message).toContain('attribute conversation_priority is unknown');
		});
	});

	it('finds custom objects of a class', async () => {
		kustomer.seed('kobject.order', [
			{ title: 'A', custom: { totalNum: 5 } },
			{ title: 'B', custom: { totalNum: 50 } },
		]);
		const result = await search(
			[where('kobject_custom_order_totalNum', 'gt', 10)],
			{ klass: { __rl: true, mode: 'name', value: 'order' } },
			'customObject',
		);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.title)).toEqual(['B']);
		expect(kustomer.fakeServer.requests.at(-1)?.body).toMatchObject({
			queryContext: 'kobject_order',
		});
	});

	it('sends no more searches in a minute than the service takes', async () => {
		kustomer.vendor.limits.searches = 3;
		kustomer.vendor.limits.windowMillis = 1_500;
		kustomer.vendor.limits.rate = 1_000;
		seed(1);
		const result = await kustomer.run(
			'conversation',
			'search',
			{
				conditions: { values: [where('conversation_priority', 'gte', 1)] },
				combine: 'and',
				limit: 1,
				requestOptions: { parallelRequests: 1 },
			},
			Array.from({ length: 4 }, () => ({})),
		);
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(4);
	}, 20_000);
});
