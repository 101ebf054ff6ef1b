import { pick, useBigin } from '../../harness/bigin';

describe("Bigin's Get Many", () => {
	const bigin = useBigin();
	const people = async (count: number) =>
		await bigin.seed(
			'contact',
			Array.from({ length: count }, (_, index) => ({
				Last_Name: `Person ${index}`,
				Customer_Code: `C-${index}`,
			})),
		);
	const all = { resource: 'contact', operation: 'getAll', returnAll: true };

	it('pages by token after 2,000 records, even with more than 50 fields', async () => {
		await people(2_210);
		const result = await bigin.run(all);
		expect(new Set(result.items.map(({ json }) => json.id)).size).toBe(2_210);
		const pages = bigin.sent().map(({ query }) => [query.page, query.page_token === undefined]);
		expect(pages).toEqual([
			...Array.from({ length: 10 }, (_, page) => [String(page + 1), true]),
			[undefined, false],
			[undefined, false],
		]);
		const raw = await bigin.run({ ...all, simplify: false });
		expect(
			raw.items.filter(
				({ json }) => String(json.Last_Name).slice(7) === String(json.Customer_Code).slice(2),
			),
		).toHaveLength(2_210);
	});

	it('reads a record by its ID if it has moved out of the page with its other fields', async () => {
		await people(3);
		const fields = await bigin.run({
			resource: 'metadata',
			operation: 'getFields',
			module: 'Contacts',
			returnAll: true,
		});
		expect(fields.items.length).toBeGreaterThan(50);
		bigin.fakeServer().requests.length = 0;
		// The page of the second group of fields has no rows.
		bigin.fakeServer().faults.arm({
			fault: { kind: 'status', status: 200, body: { data: [], info: { more_records: false } } },
			times: 1,
			skip: 1,
			path: '/bigin/v2/Contacts',
		});
		const result = await bigin.run({ ...all, simplify: false });
		expect(result.items).toHaveLength(3);
		expect(result.items.every(({ json }) => 'Last_Name' in json && 'Customer_Code' in json)).toBe(
			true,
		);
		expect(bigin.sent().filter(({ call }) => /Contacts\/\d+$/.test(call))).toHaveLength(3);
	});

	it('returns the records changed since a time, and no items if there are none', async () => {
		await people(2);
		const since = async (modifiedSince: string) =>
			(await bigin.run({ ...all, filters: { modifiedSince } })).items.length;
		expect([await since('2099-01-01T00:00:00'), await since('2020-01-01T00:00:00')]).toEqual([
			0, 2,
		]);
		expect(bigin.fakeServer().requests.map(({ headers }) => headers['if-modified-since'])).toEqual([
			expect.stringMatching(/^2099-01-01T00:00:00[+-]\d\d:\d\d$/),
			expect.stringMatching(/^2020-/),
		]);
	});

	it('can be limited to a custom view', async () => {
		await bigin.run({
			...all,
			filters: { cvid: pick('123') },
			options: { sort_by: 'Created_Time' },
		});
		expect(bigin.sent()).toMatchObject([{ query: { cvid: '123', sort_by: 'Created_Time' } }]);
	});
});
