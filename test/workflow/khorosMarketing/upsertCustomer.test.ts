import type { IDataObject } from 'n8n-workflow';

import { useKhoros } from '../../harness/khoros';
import type { RunSpec } from '../../harness/workflow';

const khoros = useKhoros();
const upsert = async (items: IDataObject[], matchOn = ['email'], spec: Partial<RunSpec> = {}) =>
	await khoros.run(
		{ resource: 'customer', operation: 'upsert', inputMode: 'autoMap', matchOn },
		items,
		spec,
	);

describe('Create or Update of a customer of Khoros Marketing', () => {
	it('changes the customer that is found and creates the others', async () => {
		await khoros.customers({ email: 'ann@example.com', name: 'Ann' });
		const { items, error } = await upsert([
			{ email: 'ANN@example.com', tier: 'gold' },
			{ email: 'ben@example.com', name: 'Ben' },
		]);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.id, json.action])).toEqual([
			['cus_41', 'updated'],
			['cus_42', 'created'],
		]);
		expect(khoros.stored('customer')).toMatchObject([
			{ name: 'Ann', tier: 'gold' },
			{ name: 'Ben' },
		]);
	});

	it('changes the customer that is found, whatever ID the item has in another system', async () => {
		await khoros.customers({ email: 'zoe@example.com' }, { email: 'ann@example.com' });
		const [other, ann] = khoros.stored('customer').map((row) => (row as IDataObject).id);
		const { items } = await upsert([
			{ id: other, email: 'ann@example.com', name: 'Ann' },
			{ id: 42, email: 'new@example.com' },
		]);
		expect(items.map(({ json }) => [json.id === ann, json.action])).toEqual([
			[true, 'updated'],
			[false, 'created'],
		]);
		expect(khoros.stored('customer')).toMatchObject([
			{ email: 'zoe@example.com' },
			{ id: ann, name: 'Ann' },
			{ email: 'new@example.com' },
		]);
		const sent = khoros.fakeServer.requests.filter(({ method }) => method === 'POST').at(-1);
		expect(sent?.body).not.toHaveProperty('id');
	});

	it('does not take a longer value for the same, which a loose search finds', async () => {
		await khoros.customers({ email: 'joann@example.com' });
		const { items } = await upsert([{ email: 'ann@example.com' }]);
		expect(items[0]?.json).toMatchObject({ id: 'cus_42', action: 'created' });
	});

	it('makes one customer of two items about the same, also where the search does not know it yet', async () => {
		khoros.fakeServer.faults.arm({
			fault: { kind: 'status', status: 204 },
			path: '/customers',
			times: 5,
		});
		const { items } = await upsert([
			{ email: 'ann@example.com', name: 'Ann' },
			{ email: 'Ann@Example.com', name: 'Anna' },
		]);
		expect(items.map(({ json }) => [json.id, json.action])).toEqual([
			['cus_41', 'created'],
			['cus_41', 'updated'],
		]);
		expect(khoros.stored('customer')).toHaveLength(1);
	});

	it('writes nothing where several customers have the values', async () => {
		await khoros.customers(
			{ email: 'a@b.example', name: 'A' },
			{ email: 'a@b.example', name: 'B' },
		);
		const { error } = await upsert([{ email: 'a@b.example', tier: 'gold' }]);
		expect(error?.message).toContain('has 2 customers with these values: cus_41, cus_42');
		expect(error?.context?.details).toMatchObject({ executed: 'no' });
		expect(khoros.calls()).toEqual(['POST /customers']);
		const { items } = await upsert([{ email: 'a@b.example', name: 'B' }], ['email', 'name']);
		expect(items[0]?.json).toMatchObject({ id: 'cus_42', action: 'updated' });
	});

	it('writes nothing where the CRM does not tell the values of the customer it found', async () => {
		khoros.fakeServer.faults.arm({
			fault: { kind: 'status', status: 200, body: [{ id: 'cus_1', url: 'https://crm.example' }] },
			path: '/customers',
		});
		const { error } = await upsert([{ email: 'a@b.example' }]);
		expect(error?.message).toContain('does not tell whether it has these values');
		expect(khoros.calls()).toEqual(['POST /customers']);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'fails the item without a value to search by alone with %s',
		async (onError) => {
			const result = await upsert([{ name: 'Ann' }, { email: 'ben@example.com' }], ['email'], {
				onError,
			});
			const bad = onError === 'continueErrorOutput' ? result.errors[0] : result.items[0];
			expect(bad).toMatchObject({ pairedItem: { item: 0 } });
			expect(JSON.stringify(bad?.json)).toContain("'email' has no value");
			expect(khoros.stored('customer')).toHaveLength(1);
		},
	);

	it('creates no second customer where the search was refused', async () => {
		await khoros.customers({ email: 'ann@example.com' });
		khoros.fakeServer.faults.arm({
			fault: { kind: 'status', status: 400, body: { message: 'No.' } },
			path: '/customers',
		});
		const { error } = await upsert([{ email: 'ann@example.com' }]);
		expect(error?.context?.details).toMatchObject({ executed: 'no' });
		expect(khoros.stored('customer')).toHaveLength(1);
	});

	it('leaves a lost creation unclear', async () => {
		khoros.fakeServer.faults.arm({
			fault: { kind: 'dropAfter' },
			path: '/crm/v1/customer',
			skip: 1,
		});
		const { error } = await upsert([{ email: 'ann@example.com' }]);
		expect(error?.context?.details).toMatchObject({ executed: 'unknown' });
		expect(khoros.stored('customer')).toHaveLength(1);
	});
});
