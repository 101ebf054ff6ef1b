import type { IDataObject } from 'n8n-workflow';

import { useBigin } from '../../harness/bigin';

const run = { resource: 'apiCall', operation: 'send' };

describe("Bigin's API Call", () => {
	const bigin = useBigin();
	const people = async (count: number) =>
		await bigin.seed(
			'contact',
			Array.from({ length: count }, (_, index) => ({ Last_Name: `Person ${index}` })),
		);
	const call = async (parameters: IDataObject, items?: IDataObject[]) =>
		await bigin.run({ ...run, ...parameters } as never, items);

	it('returns the entries of a list as items, linked to the input item', async () => {
		await people(3);
		const result = await call({ path: '/bigin/v2/Contacts?fields=Last_Name&per_page=2' }, [{}, {}]);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 1].map((item) => ({ item })),
		);
		expect(Object.keys(result.items[0]?.json ?? {})).toContain('Last_Name');
	});

	it('does not count what was only read as written when it stops the run', async () => {
		await people(1);
		const { error } = await call({ path: '={{ $json.path }}' }, [
			{ path: '/bigin/v2/Contacts?fields=Last_Name' },
			{ path: '/bigin/v2/Nothing' },
		]);
		expect(error).toMatchObject({ context: { written: [], writtenCount: 0 } });
		expect(error?.description).toContain('Nothing was written before this item stopped the run.');
	});

	it('follows the pages of a list', async () => {
		await people(450);
		const result = await call({
			path: '/bigin/v2/Contacts?fields=Last_Name',
			followPages: true,
			returnAll: true,
		});
		expect(new Set(result.items.map(({ json }) => json.id)).size).toBe(450);
		const some = await call({
			path: '/bigin/v2/Contacts?fields=Last_Name',
			followPages: true,
			limit: 7,
		});
		expect(some.items).toHaveLength(7);
	});

	it('sends method, query, headers and body unchanged', async () => {
		await call({
			method: 'POST',
			path: '/bigin/v2/Contacts',
			additionalFields: {
				query: { values: [{ name: 'a b', value: 'c&d' }] },
				headers: { values: [{ name: 'X-Own', value: 'yes' }] },
			},
			body: '{"data":[{"Last_Name":"Lee"}]}',
		});
		const [sent] = bigin.sent();
		expect(sent).toMatchObject({ call: 'POST /Contacts', body: { data: [{ Last_Name: 'Lee' }] } });
		expect(sent?.query).toMatchObject({ 'a b': 'c&d' });
		expect(bigin.fakeServer().requests[0]?.headers).toMatchObject({ 'x-own': 'yes' });
	});

	it('sends a query parameter twice if it is given twice', async () => {
		await call({ path: '/bigin/v2/Contacts?fields=Last_Name&own=1&own=2' });
		expect(bigin.sent()[0]?.query).toEqual({ fields: 'Last_Name', own: ['1', '2'] });
	});

	it.each([
		['another host', '//example.com/x'],
		['a scheme', 'https://example.com/x'],
		['parts of dots', '/bigin/v2/../../oauth'],
		['encoded parts of dots', '/bigin/v2/%2e%2e/x'],
		['a backslash', '/\\example.com'],
		['a line break', '/bigin/v2/a\nb'],
	])('refuses a path with %s before it sends anything', async (_what, path) => {
		const result = await call({ path });
		expect(result.error?.message).toMatch(/^'Path' must/);
		expect(bigin.sent()).toEqual([]);
	});

	it('refuses a header that the node sets itself', async () => {
		const result = await call({
			path: '/bigin/v2/users',
			additionalFields: { headers: { values: [{ name: 'Authorization', value: 'x' }] } },
		});
		expect(result.error?.message).toMatch(/^'Headers' must not contain 'Authorization'/);
	});

	it("fails with Bigin's reason if the request is refused", async () => {
		const result = await call({ path: '/bigin/v2/Nothing' });
		expect(result.error?.message).toMatch(/did not accept the request/);
	});

	it('repeats a write after a lost reply only if the user allows it', async () => {
		const write = {
			method: 'POST',
			path: '/bigin/v2/Contacts',
			body: '{"data":[{"Last_Name":"Lee"}]}',
		};
		bigin.fakeServer().faults.arm({ fault: { kind: 'dropAfter' }, times: 1 });
		const lost = await call(write);
		expect(lost.error).toBeDefined();
		expect(bigin.sent().filter(({ call: sent }) => sent === 'POST /Contacts')).toHaveLength(1);
		bigin.fakeServer().faults.arm({ fault: { kind: 'dropAfter' }, times: 1 });
		const repeated = await call({ ...write, options: { repeatable: true } });
		expect(repeated.error).toBeUndefined();
	});
});
