import type { IDataObject } from 'n8n-workflow';

import { CUSTOMER, linkOf, useKustomer } from '../../harness/kustomer';

const order: IDataObject = { __rl: true, mode: 'name', value: 'order' };
const NOBODY = '5b0000000000000000000000';

describe("Kustomer's 'Delete in Bulk'", () => {
	const kustomer = useKustomer();
	const run = async (
		resource: string,
		ids: readonly string[],
		parameters: IDataObject = {},
		spec = {},
	) =>
		await kustomer.run(
			resource,
			'deleteBulk',
			{ id: '={{ $json.id }}', ...parameters },
			ids.map((id) => ({ id })),
			spec,
		);

	it.each([
		['conversation', 'conversation', {}, '/v1/conversations/bulk'],
		['customer', 'customer', {}, '/v1/customers/bulk'],
		['customObject', 'kobject.order', { klass: order }, '/v1/klasses/order/bulk'],
	])(
		'deletes each %s by jobs of a hundred, with one result an item',
		async (resource, type, parameters, path) => {
			const ids = kustomer.seed(
				type,
				Array.from({ length: 150 }, (_, index) => ({ customer: CUSTOMER, title: `o-${index}` })),
			);
			const result = await run(resource, ids, parameters);
			expect(result.error).toBeUndefined();
			expect(result.items.map(linkOf)).toEqual(ids.map((_, index) => index));
			expect(result.items.map(({ json }) => json)).toMatchObject(
				ids.map((id) => ({ id, deleted: true })),
			);
			expect(kustomer.rows(type)).toEqual([]);
			expect(kustomer.fakeServer.seen(path).map(({ method }) => method)).toEqual([
				'DELETE',
				'DELETE',
			]);
		},
	);

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'tells the one that is not there, with On Error set to %s',
		async (onError) => {
			const [one = '', other = ''] = kustomer.seed('customer', [{ name: 'A' }, { name: 'B' }]);
			const result = await run('customer', [one, NOBODY, other], {}, { onError });
			expect(kustomer.rows('customer')).toEqual([]);
			if (onError === 'stopWorkflow') {
				expect(result.error?.message).toBe(
					'Kustomer did not accept the customer: not found [item 1]',
				);
				expect(result.error?.context).toMatchObject({ writtenCount: 2, unclearCount: 0 });
				return;
			}
			const [failed] = onError === 'continueErrorOutput' ? result.errors : [result.items[1]];
			expect(linkOf(failed)).toBe(1);
			expect(failed?.json.details).toMatchObject({ executed: 'no' });
			expect(result.items.filter(({ json }) => json.deleted === true).map(linkOf)).toEqual([0, 2]);
		},
	);

	it.each([
		[
			'names an ID as done and as refused',
			(id: string) => ({ objectIds: [id], errors: [{ id, data: {} }] }),
		],
		['names no ID', () => ({ objectIds: [], errors: [] })],
	])('does not take a job for a success that %s', async (_what, attributes) => {
		const [id = ''] = kustomer.seed('customer', [{ name: 'A' }]);
		kustomer.fakeServer.faults.arm({
			fault: {
				kind: 'status',
				status: 200,
				body: { data: [{ id: NOBODY, attributes: attributes(id) }], meta: { pages: 1 } },
			},
			path: '/batches',
		});
		const result = await run('customer', [id], {}, { onError: 'continueErrorOutput' });
		expect(result.errors[0]?.json).toMatchObject({
			error: expect.stringContaining('without a clear result') as string,
			details: { executed: 'unknown' },
		});
	});

	it('does not send a deletion again whose reply was lost', async () => {
		const [id = ''] = kustomer.seed('customer', [{ name: 'A' }]);
		kustomer.fakeServer.faults.arm({
			fault: { kind: 'dropAfter' },
			path: '/v1/customers/bulk',
			times: 1,
		});
		const result = await run('customer', [id], {}, { onError: 'continueErrorOutput' });
		expect(result.errors[0]?.json.details).toMatchObject({ executed: 'unknown' });
		expect(kustomer.fakeServer.seen('/v1/customers/bulk')).toHaveLength(1);
	});

	it('sends an ID that comes twice in another job, which finds nothing', async () => {
		const [id = ''] = kustomer.seed('customer', [{ name: 'A' }]);
		const result = await run('customer', [id, id], {}, { onError: 'continueErrorOutput' });
		expect(result.items.map(linkOf)).toEqual([0]);
		expect(result.errors.map(linkOf)).toEqual([1]);
	});

	it('returns each job where nobody waits for it', async () => {
		const ids = kustomer.seed('customer', [{ name: 'A' }, { name: 'B' }]);
		const result = await run('customer', ids, { options: { waitForCompletion: false } });
		expect(result.error).toBeUndefined();
		expect(result.items[0]?.json).toMatchObject({ ids, status: 'queued' });
		expect(kustomer.rows('customer')).toEqual([]);
	});
});
