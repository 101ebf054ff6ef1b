import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../../sandbox/khorosMarketing/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { WebhookServer, type HookedWorkflow } from '../../harness/webhooks';

const FAILED = 'error-custom-crm';
const LABELED = 'stream-item-label-applied';
/** A failed call to a CRM, as Khoros tells of it. */
const failedCall = (more: IDataObject = {}) => ({
	operation: 'searchCustomerById-hydrateCases',
	trackingId: 'crm-gateway-1',
	spredfastErrorMessage: 'No JSON: crm-secret-91 was refused',
	externalCall: {
		requestMethod: 'GET',
		requestUri: 'https://crm.example/customer/7/cases',
		requestHeaders: {
			'X-Our-Own': ['Bearer crm-secret-91'],
			'x-sf-company-id': ['90210'],
			accept: ['application/json'],
		},
		responseHeaders: { 'x-echo': ['crm-secret-91'] },
		responseCode: 200,
		...more,
	},
});

let khoros: FakeServer<KhorosMarketingFakeServer>;
let n8n: WebhookServer;
beforeAll(async () => {
	khoros = await startFakeServer(new KhorosMarketingFakeServer());
	n8n = await WebhookServer.start();
});
afterAll(async () => {
	await khoros.stop();
	await n8n.stop();
});
beforeEach(() => {
	khoros.reset();
	n8n.routes.clear();
});

const api = () => khoros.vendor.khoros;
const subscriptions = () => [...api().subscriptions.values()];
const workflow = async (parameters: INodeParameters = {}): Promise<HookedWorkflow> =>
	await n8n.workflow({
		node: 'khorosMarketingEventTrigger',
		path: 'khorosMarketing',
		credentials: credentialsOf(khoros, 'khorosMarketingApi'),
		parameters: { triggerOn: [FAILED], ...parameters },
	});
const active = async (parameters: INodeParameters = {}): Promise<HookedWorkflow> => {
	const made = await workflow(parameters);
	await made.activate();
	return made;
};
const send = async (url: string, body: unknown, token?: unknown) =>
	await axios.post<unknown>(url, body, {
		headers: { ...(token === undefined ? {} : { authorization: `Bearer ${String(token)}` }) },
		validateStatus: () => true,
	});

describe('subscriptions of the Khoros Marketing Event Trigger', () => {
	it('are made with the workflow, one for each event, and deleted with it', async () => {
		const made = await active({ triggerOn: [FAILED, LABELED, 'credential-deauth'] });
		expect(subscriptions()).toMatchObject(
			[FAILED, LABELED, 'credential-deauth'].map((eventName) => ({
				eventName,
				notificationUri: made.url(),
				status: 'ACTIVE',
			})),
		);
		await made.deactivate();
		expect(subscriptions()).toEqual([]);
	});

	it('stay as they are when n8n is started again', async () => {
		const made = await active({ triggerOn: [FAILED, LABELED] });
		const before = structuredClone(subscriptions());
		await made.activate('init');
		expect(subscriptions()).toEqual(before);
	});

	it('of others are neither changed nor deleted', async () => {
		const other = {
			uuid: 'o',
			eventName: FAILED,
			notificationUri: 'https://x.example',
			status: 'PAUSED',
		};
		api().subscriptions.set('o', other);
		const made = await active();
		await made.deactivate();
		expect(subscriptions()).toEqual([other]);
		expect(other.status).toBe('PAUSED');
	});

	it('are switched on again where they were paused', async () => {
		const made = await active();
		for (const one of subscriptions()) one.status = 'PAUSED';
		await made.activate('init');
		expect(subscriptions()).toMatchObject([{ eventName: FAILED, status: 'ACTIVE' }]);
		await api().raise(FAILED, failedCall());
		await n8n.idle();
		expect(made.items).toMatchObject([
			{ eventName: FAILED, notice: expect.stringContaining('switched on again') as unknown },
		]);
	});

	it('count as switched on however Khoros spells their status', async () => {
		const made = await active();
		for (const one of subscriptions()) one.status = 'active';
		khoros.requests.length = 0;
		await made.activate('init');
		expect(khoros.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		for (const one of subscriptions()) one.status = 'paused';
		await made.activate('init');
		expect(subscriptions()).toMatchObject([{ eventName: FAILED, status: 'ACTIVE' }]);
	});

	it('are made anew with another query, where the form asks for one', async () => {
		const made = await active();
		const changed = await n8n.workflow({
			node: 'khorosMarketingEventTrigger',
			path: 'khorosMarketing',
			credentials: credentialsOf(khoros, 'khorosMarketingApi'),
			parameters: { triggerOn: [FAILED], options: { query: 'createCase' } },
			id: made.id,
		});
		changed.stored = made.stored;
		await changed.activate('init');
		expect(subscriptions()).toMatchObject([{ eventName: FAILED, query: 'createCase' }]);
	});

	it('get a new token where n8n has lost the one that Khoros sends', async () => {
		const made = await active();
		const [before] = structuredClone(subscriptions());
		made.stored = {};
		await made.activate('init');
		expect(subscriptions()).toHaveLength(1);
		expect(subscriptions()[0]?.bearerToken).not.toBe(before?.bearerToken);
		await api().raise(FAILED, failedCall());
		await n8n.idle();
		expect(made.items).toHaveLength(1);
	});

	it('are taken back where only some of them could be made', async () => {
		khoros.faults.arm({
			path: '/v2/events/subscription',
			// Two lists and the first subscription.
			skip: 3,
			times: 1,
			fault: { kind: 'status', status: 400 },
		});
		const made = await workflow({ triggerOn: [FAILED, LABELED] });
		await expect(made.activate()).rejects.toThrow(/Khoros Marketing/);
		expect(subscriptions()).toEqual([]);
	});

	it('of a test in the editor have an address and a token of their own, and end with it', async () => {
		const made = await active();
		await made.test();
		expect(subscriptions().map(({ notificationUri }) => notificationUri)).toEqual([
			made.url(),
			made.url(true),
		]);
		await api().raise(FAILED, failedCall());
		await n8n.idle();
		expect(made.items).toHaveLength(2);
		expect(subscriptions()).toHaveLength(1);
	});
});

describe('a delivery of Khoros Marketing', () => {
	it('starts the workflow with the event, without the secret of the CRM in any of its texts', async () => {
		const made = await active();
		await api().raise(FAILED, failedCall());
		await n8n.idle();
		expect(made.items).toEqual([
			expect.objectContaining({
				eventName: FAILED,
				eventUuid: expect.any(String) as unknown,
				data: {
					...failedCall(),
					spredfastErrorMessage: 'No JSON: *** was refused',
					externalCall: {
						...failedCall().externalCall,
						requestHeaders: { 'x-sf-company-id': ['90210'], accept: ['application/json'] },
						responseHeaders: { 'x-echo': ['***'] },
					},
				},
			}),
		]);
		expect(JSON.stringify([made.items, made.stored])).not.toContain('crm-secret-91');
	});

	it('starts the workflow once, however often it comes', async () => {
		const made = await active({ triggerOn: [FAILED, 'message-published'] });
		api().copies = 3;
		await Promise.all(
			Array.from({ length: 20 }, async (_, index) => {
				await api().raise(index % 2 ? FAILED : 'message-published', { index });
			}),
		);
		await n8n.idle();
		expect(
			made.items
				.map(({ data }) => (data as IDataObject).index)
				.map(Number)
				.sort((a, b) => a - b),
		).toEqual(Array.from({ length: 20 }, (_, index) => index));
		expect(api().delivered).toEqual(Array.from({ length: 60 }, () => 200));
	});

	it('is remembered when n8n has been started anew', async () => {
		const before = await active();
		await api().raise(FAILED, failedCall());
		await n8n.idle();
		const [event] = before.items;
		const after = await active();
		after.stored = structuredClone(before.stored);
		const token = subscriptions()[0]?.bearerToken;
		for (const eventUuid of [event?.eventUuid, 'another'])
			expect(await send(after.url(), { ...event, eventUuid }, token)).toMatchObject({
				status: 200,
			});
		expect(after.items.map(({ eventUuid }) => eventUuid)).toEqual(['another']);
	});

	it('keeps IDs beyond 53 bits', async () => {
		const made = await active();
		const token = subscriptions()[0]?.bearerToken;
		await axios.post(
			made.url(),
			`{"eventName":"${FAILED}","eventUuid":"1","companyId":9007199254740993,"data":{}}`,
			{
				headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
			},
		);
		expect(made.items).toMatchObject([{ companyId: '9007199254740993' }]);
	});
});

describe('a stranger who calls the Khoros Marketing Event Trigger', () => {
	it('is refused without a word, and starts nothing', async () => {
		const made = await active();
		const token = String(subscriptions()[0]?.bearerToken);
		const event = { eventName: FAILED, eventUuid: 'f', data: {} };
		for (const forged of [undefined, '', 'other', `${token}x`, token.slice(0, -1), 'undefined'])
			expect({ forged, ...(await send(made.url(), event, forged)) }).toMatchObject({
				forged,
				status: 401,
				data: '',
			});
		expect(made.items).toEqual([]);
	});

	it('with the token and no event in the body gets 400', async () => {
		const made = await active();
		const token = subscriptions()[0]?.bearerToken;
		for (const strange of [{}, { eventUuid: 'x' }, [{ eventName: FAILED }, 7]])
			expect(await send(made.url(), strange, token)).toMatchObject({ status: 400, data: '' });
		expect(made.items).toEqual([]);
	});
});
