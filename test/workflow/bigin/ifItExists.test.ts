import type { IDataObject } from 'n8n-workflow';

import { source, useBigin } from '../../harness/bigin';

describe("Bigin's Create with If It Exists", () => {
	const bigin = useBigin();
	const create = async (ifItExists: string, items: IDataObject[], more: IDataObject = {}) =>
		await bigin.run(
			{
				resource: 'contact',
				operation: 'create',
				inputMode: 'autoMap',
				ifItExists,
				...more,
			} as never,
			items,
			{ onError: 'continueErrorOutput' },
		);
	const calls = () => bigin.sent().map(({ call }) => call);
	const ann = { Last_Name: 'Ann', Email: 'ann@example.com' };
	const bob = { Last_Name: 'Bob', Email: 'bob@example.com' };
	const cid = { Last_Name: 'Cid', Email: 'cid@example.com' };

	it('skips existing records and returns them whole, with one more request for all of them', async () => {
		const [annId, bobId] = await bigin.seed('contact', [ann, bob]);
		const result = await create('skip', [{ ...ann, Phone: '1' }, cid, { ...bob, Phone: '2' }]);
		expect(result.error).toBeUndefined();
		expect(result.errors).toEqual([]);
		expect(result.items.map(({ json }) => [json.id, json.action])).toEqual([
			[annId, 'skipped'],
			[expect.any(String), 'created'],
			[bobId, 'skipped'],
		]);
		expect(Object.keys(result.items[0]?.json ?? {}).slice(0, 2)).toEqual(['id', 'action']);
		expect(result.items[0]?.json).toMatchObject({ Last_Name: 'Ann', Email: 'ann@example.com' });
		expect(result.items.map(source)).toEqual([0, 1, 2]);
		expect(bigin.stored('Contacts')).toHaveLength(3);
		expect(bigin.stored('Contacts').filter(({ Phone }) => Phone === '1')).toEqual([]);
		expect(calls().filter((call) => call === 'POST /Contacts')).toHaveLength(1);
		expect(calls().length).toBeLessThanOrEqual(5);
	});

	it('updates existing records, and creates the others', async () => {
		const [annId] = await bigin.seed('contact', [ann]);
		const result = await create('update', [{ ...ann, Phone: '1' }, cid]);
		expect(result.items.map(({ json }) => [json.id, json.action])).toEqual([
			[annId, 'updated'],
			[expect.any(String), 'created'],
		]);
		expect(bigin.stored('Contacts').map(({ Email, Phone }) => [Email, Phone ?? ''])).toEqual([
			['ann@example.com', '1'],
			['cid@example.com', ''],
		]);
		expect(calls()).toEqual(['POST /Contacts', 'PUT /Contacts']);
	});

	it('never updates a record twice in one request, and the later item wins', async () => {
		await bigin.seed('contact', [ann]);
		const result = await create('update', [
			{ ...ann, Phone: '1' },
			{ ...ann, Phone: '2' },
		]);
		expect(result.items.map(({ json }) => json.action)).toEqual(['updated', 'updated']);
		expect(calls()).toEqual(['POST /Contacts', 'PUT /Contacts', 'PUT /Contacts']);
		expect(bigin.stored('Contacts').map(({ Phone }) => Phone)).toEqual(['2']);
	});

	it.each(['fail', 'create'])(
		'set to "%s" fails the item and names the existing record',
		async (mode) => {
			const [annId] = await bigin.seed('contact', [ann]);
			const result = await create(mode, [ann, cid]);
			expect(result.items).toHaveLength(1);
			expect(result.errors[0]?.json).toMatchObject({ details: { id: annId, executed: 'no' } });
		},
	);

	it.each([
		[
			'have',
			[ann, { Last_Name: 'Dan' }, { Last_Name: 'Eve', Email: '' }],
			"2 items have no value in a unique field (Email, Customer_Code), so 'If It Exists' could not recognize existing records, and they were created",
		],
		[
			'has',
			[{ Last_Name: 'Dan' }, { Last_Name: 'Fay', Customer_Code: 'F1' }],
			"1 item has no value in a unique field (Email, Customer_Code), so 'If It Exists' could not recognize existing records, and it was created",
		],
	])(
		'says in one hint how many items were created because they %s no unique value',
		async (_have, items, hint) => {
			const result = await create('skip', items, { requestOptions: { batchSize: 1 } });
			expect(result.hints).toEqual([hint]);
			expect(result.items.map(({ json }) => json.action)).toEqual(items.map(() => 'created'));
			expect(calls().filter((call) => call.startsWith('GET /settings/fields'))).toHaveLength(1);
		},
	);

	it('says in a hint if the account has no unique field for the records', async () => {
		const task = { resource: 'task', ifItExists: 'skip' };
		const result = await create('skip', [{ Subject: 'Call' }], task);
		expect(result.hints).toEqual([
			"The account has no unique field for these records, so 'If It Exists' could not recognize any, and 1 item was created",
		]);
	});

	it('creates items without a unique value, and shows no hint, if the fields of the account are not available', async () => {
		bigin.fakeServer().faults.arm({
			fault: { kind: 'status', status: 403, body: { code: 'NO_PERMISSION' } },
			path: '/settings/fields',
		});
		const result = await create('skip', [{ Last_Name: 'Dan' }]);
		expect([result.error, result.items.length, result.hints]).toEqual([undefined, 1, []]);
	});

	it.each(['create', 'skip'])(
		'asks nothing and shows no hint with "%s" and a unique value',
		async (mode) => {
			const result = await create(mode, [mode === 'skip' ? ann : { Last_Name: 'Dan' }]);
			expect([result.hints, calls()]).toEqual([[], ['POST /Contacts']]);
		},
	);

	it('adds no duplicates if an interrupted run is started again', async () => {
		const items = Array.from({ length: 250 }, (_, index) => ({
			Last_Name: `Person ${index}`,
			Email: `p${index}@example.com`,
		}));
		await create('skip', items.slice(0, 130));
		const again = await create('skip', items);
		expect(again.errors).toEqual([]);
		expect(again.items).toHaveLength(250);
		expect(bigin.stored('Contacts')).toHaveLength(250);
		expect(again.items.filter(({ json }) => json.action === 'skipped')).toHaveLength(130);
	});
});
