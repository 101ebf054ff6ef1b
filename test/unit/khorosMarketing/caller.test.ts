/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { startFakeServer } from '../../harness/sandbox';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../../sandbox/khorosMarketing/fakeServer';

const SECRET = 'Bearer of-the-crm-31';
let khoros: FakeServer<KhorosMarketingFakeServer>;
/** A CRM that answers each request in the same way. */
let crm: http.Server;
let answer: (response: http.ServerResponse) => void;
beforeAll(async () => {
	khoros = await startFakeServer(new KhorosMarketingFakeServer());
	crm = http.createServer((_request, response) => answer(response));
	await new Promise<void>((resolve) => crm.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
	crm.closeAllConnections();
	await new Promise((resolve) => crm.close(resolve));
	await khoros.stop();
});
beforeEach(() => khoros.reset());

const api = () => khoros.vendor.khoros;
const events = () => [...api().events.values()].flat() as Array<{ data: Record<string, unknown> }>;
const watch = () =>
	api().subscriptions.set('s', { uuid: 's', eventName: 'error-custom-crm', status: 'ACTIVE' });
const register = (instanceUrl: string) =>
	api().caller(api().register({ name: 'CRM', instanceUrl, authHeaderValue: SECRET }));

describe('Khoros of the sandbox, as the caller of a CRM', () => {
	it('creates, finds, hydrates and changes what a CRM by the contract keeps', async () => {
		const { baseUrl, secret } = khoros.vendor.credentials(khoros.url).khorosMarketingCrmApi ?? {};
		const caller = api().caller(
			api().register({
				name: 'CRM',
				instanceUrl: String(baseUrl),
				authHeaderValue: String(secret),
			}),
		);
		watch();
		expect((await caller.learn()).customer.map(({ name }) => name)).toContain('email');
		const made = await caller.ask('createCustomer', { body: { email: 'a@b.example' } });
		expect(made).toMatchObject({ result: 'answered', status: 201 });
		const { id } = made.body as { id: string };
		const body = { customerId: id, title: 'Late parcel' };
		expect(await caller.ask('createCase', { body })).toMatchObject({ status: 201 });
		expect(await caller.hydrate(id)).toMatchObject([
			{ operation: 'searchCustomerById', body: { id } },
			{ operation: 'searchCustomerById-hydrateCases', body: [{ title: 'Late parcel' }] },
		]);
		expect(await caller.ask('searchCustomers', { body: { email: 'nobody' } })).toMatchObject({
			result: 'answered',
			status: 204,
			body: [],
		});
		expect(await caller.ask('lookupCase', { id: 'none' })).toMatchObject({
			result: 'refused',
			status: 404,
		});
		expect(events()).toEqual([]);
	});

	it.each<[string, (response: http.ServerResponse) => void, string]>([
		['is not JSON', (response) => response.end('<html>'), 'Could not deserialize'],
		['lacks a required field', (response) => response.end('{"id":"1"}'), 'Unexpected answer'],
		[
			'has an ID that is a number',
			(response) => response.end('{"id":1,"url":"https://a.b"}'),
			'/id',
		],
		['is late', () => undefined, 'did not answer in time'],
		['is a redirection', (response) => response.writeHead(302).end('{}'), 'Unexpected status 302'],
		['does not come', (response) => response.destroy(), 'could not be reached'],
	])('raises error-custom-crm for an answer that %s', async (_title, given, why) => {
		answer = given;
		watch();
		const { port } = crm.address() as AddressInfo;
		const caller = register(`http://127.0.0.1:${port}`);
		caller.timeout = 200;
		expect(await caller.ask('findCustomer', { id: '7' })).toMatchObject({ result: 'failed' });
		expect(events()).toMatchObject([
			{
				data: {
					operation: 'findCustomer',
					trackingId: expect.stringMatching(/^crm-gateway-/) as unknown,
					spredfastErrorMessage: expect.stringContaining(why) as unknown,
					externalCall: {
						requestMethod: 'GET',
						requestHeaders: { authorization: [SECRET], 'x-sf-initiative': ['4711'] },
					},
				},
			},
		]);
	});

	it('raises error-custom-crm where the CRM does not take its secret', async () => {
		watch();
		const caller = register(
			String(khoros.vendor.credentials(khoros.url).khorosMarketingCrmApi?.baseUrl),
		);
		expect(await caller.ask('lookupCase', { id: '1' })).toMatchObject({ status: 401 });
		expect(events()).toHaveLength(1);
	});
});
