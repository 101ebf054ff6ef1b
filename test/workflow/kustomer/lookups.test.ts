import type { IDataObject } from 'n8n-workflow';

import { CUSTOMER, useKustomer } from '../../harness/kustomer';

const order: IDataObject = { __rl: true, mode: 'name', value: 'order' };

describe("Kustomer's look-ups by External ID", () => {
	const kustomer = useKustomer();

	describe.each([
		['conversation', '/v1/conversations', {}, { customer: CUSTOMER }],
		['company', '/v1/companies', {}, { name: 'Northwind' }],
		['customObject', '/v1/klasses/order', { klass: order }, { title: 'Order' }],
	])('of a %s', (resource, path, parameters, record) => {
		it.each([
			['upsert', {}],
			['create', { ifItExists: 'skip' }],
		])('are under way at the same time in operation %s', async (operation, more) => {
			// Each reply takes a while, so one after the other they would come between the creations.
			kustomer.fakeServer.faults.arm({
				fault: { kind: 'latency', millis: 150 },
				path,
				times: 4,
			});
			const result = await kustomer.run(
				resource,
				operation,
				{ ...parameters, ...more, inputMode: 'autoMap' },
				[0, 1, 2, 3].map((index) => ({ ...record, externalId: `e-${index}` })),
			);
			expect(result.error).toBeUndefined();
			const methods = kustomer.fakeServer.requests
				.filter((request) => request.path.startsWith(path))
				.map(({ method }) => method);
			expect(methods).toEqual([...Array(4).fill('GET'), ...Array(4).fill('POST')]);
		});
	});
});
