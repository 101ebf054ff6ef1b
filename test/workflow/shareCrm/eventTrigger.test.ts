import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { parseKeyOf } from '../../../nodes/ShareCrm/fields/parseKey';
import { answerOf } from '../../../nodes/ShareCrm/trigger/envelope';
import { callbackBody, type CallbackEvent } from '../../../sandbox/shareCrm/callbacks';
import { credentialsOf } from '../../harness/sandbox';
import { picked, useShareCrm } from '../../harness/sharecrm';
import { WebhookServer } from '../../harness/webhooks';

const KEY = parseKeyOf({ appId: 'FSAID_sandbox', appSecret: 'sandbox-app-secret' });
const OTHER_KEY = parseKeyOf({ appId: 'other', appSecret: 'other' });

let n8n: WebhookServer;
beforeAll(async () => {
	n8n = await WebhookServer.start();
});
afterAll(async () => await n8n.stop());

describe('The ShareCRM Event Trigger', () => {
	const { appId, form, seed, fakeServer } = useShareCrm();

	const active = async (parameters: INodeParameters = {}, id?: string) => {
		const workflow = await n8n.workflow({
			...(id === undefined ? {} : { id }),
			node: 'shareCrmEventTrigger',
			credentials: credentialsOf(fakeServer(), 'shareCrmApi', { appId: appId() }),
			parameters: {
				parseKey: picked(KEY),
				objects: '',
				triggerOn: 'any',
				fetchRecord: false,
				...parameters,
			},
			path: 'shareCrm',
		});
		await workflow.activate();
		return workflow;
	};
	const event = (more: Partial<CallbackEvent> = {}): CallbackEvent => ({
		eventType: 'update',
		apiName: 'AccountObj',
		dataId: 'a',
		...more,
	});
	const post = async (url: string, body: unknown) =>
		await axios.post<IDataObject>(url, body, { validateStatus: () => true });
	const SUCCESS = '7FO0G35bUs9NmQG2L271Ww==';

	it('starts the workflow with an event, and answers in the cipher of the key', async () => {
		const vector = 'bjhuU2hhcmVDcm1UZXN0S2V5LTAxMjM0NTY3ODlhYmM=';
		const workflow = await active({ parseKey: picked(vector) });
		const { data } = await post(workflow.url(), callbackBody(event(), vector, { messageId: 'M1' }));
		expect(data).toMatchObject({ encryptedResult: SUCCESS, nonce: expect.any(String) });
		expect(workflow.items).toEqual([
			{
				tenantId: 100001,
				eventType: 'update',
				apiName: 'AccountObj',
				dataId: 'a',
				timestamp: 1700000000000,
				messageId: 'M1',
				enterpriseAccount: 'sandbox01',
			},
		]);
	});

	it('starts the workflow once for a message that comes again and again, and at the same time', async () => {
		const workflow = await active();
		const deliveries = Array.from({ length: 40 }, (_, index) =>
			Array.from({ length: 5 }, (_entry, retry) =>
				callbackBody(event({ dataId: `r${index}` }), KEY, {
					messageId: `again-${index}`,
					...(retry === 0 ? {} : { retryTimes: retry }),
				}),
			),
		).flat();
		const answers = await Promise.all(
			deliveries.map(async (body) => await post(workflow.url(), body)),
		);
		expect(answers.map(({ status }) => status)).toEqual(deliveries.map(() => 200));
		expect(new Set(answers.map(({ data }) => data.encryptedResult)).size).toBe(1);
		expect(workflow.items.map(({ dataId }) => dataId).sort()).toEqual(
			Array.from({ length: 40 }, (_, index) => `r${index}`).sort(),
		);
	});

	it('takes nothing that was signed by another key, changed, or sent long ago', async () => {
		const workflow = await active();
		const good = callbackBody(event(), KEY);
		const bad = [
			callbackBody(event(), OTHER_KEY),
			{ ...good, messageId: 'changed' },
			callbackBody(event(), KEY, { timestamp: Date.now() - 600_000 }),
			callbackBody(event(), KEY, { timestamp: Date.now() + 600_000 }),
			{},
			[],
		];
		const accepted = (await post(workflow.url(), callbackBody(event(), KEY))).data.encryptedResult;
		for (const body of bad) {
			const { data } = await post(workflow.url(), body);
			expect(data.encryptedResult).not.toBe(accepted);
		}
		expect(workflow.items).toHaveLength(1);
	});

	it('drops a captured delivery that is sent again under another message ID', async () => {
		const workflow = await active();
		const captured = callbackBody(event(), KEY, { messageId: 'captured-1' });
		// The signed parts are joined without separators, so this envelope has the same signature.
		const shifted = {
			...captured,
			nonce: `${String(captured.nonce)}c`,
			messageId: 'aptured-1',
		};
		const counted = { ...captured, messageId: 'captured-', retryTimes: 1 };
		const { encryptedResult: success } = JSON.parse(answerOf('success', KEY)) as IDataObject;
		for (const body of [captured, shifted, counted]) {
			// Each is taken for genuine.
			expect((await post(workflow.url(), body)).data.encryptedResult).toBe(success);
		}
		expect(workflow.items).toHaveLength(1);
	});

	it('answers before it reads the records, and reads those of a burst together', async () => {
		const ids = seed(
			'AccountObj',
			Array.from({ length: 200 }, (_, index) => ({ name: `A ${index}` })),
		);
		const workflow = await active({ fetchRecord: true, simplify: true, options: {} });
		await Promise.all(
			ids.map(async (dataId) => await post(workflow.url(), callbackBody(event({ dataId }), KEY))),
		);
		await n8n.idle();
		expect(workflow.items.map(({ record }) => (record as IDataObject).id).sort()).toEqual(
			[...ids].sort(),
		);
		expect(workflow.items.filter(({ incomplete }) => incomplete !== undefined)).toEqual([]);
		// Far fewer than the hundred calls that ShareCRM takes in a window.
		expect(fakeServer().seen('/data/').length).toBeLessThan(50);
	});

	it('takes a late delivery whose envelope is stamped anew', async () => {
		const workflow = await active();
		await post(workflow.url(), callbackBody(event(), KEY, { retryTimes: 3 }));
		expect(workflow.items).toHaveLength(1);
	});

	it('waits for the objects and events that are wanted, whatever the names of events', async () => {
		const workflow = await active({
			objects: 'AccountObj, order__c',
			triggerOn: 'named',
			eventTypes: 'update, purge',
		});
		for (const more of [
			{ dataId: '1' },
			{ dataId: '2', apiName: 'LeadsObj' },
			{ dataId: '3', apiName: 'order__c', eventType: 'PURGE' },
			{ dataId: '4', eventType: 'create' },
		]) {
			const { status } = await post(workflow.url(), callbackBody(event(more), KEY));
			expect(status).toBe(200);
		}
		expect(workflow.items.map(({ dataId }) => dataId)).toEqual(['1', '3']);
	});

	it('brings the record along, and the event alone where it cannot be read', async () => {
		const [id = ''] = seed('AccountObj', [{ name: 'Northwind', owner: ['1001'] }]);
		const workflow = await active({ fetchRecord: true, simplify: true, options: {} });
		await post(workflow.url(), callbackBody(event({ dataId: id }), KEY));
		await post(workflow.url(), callbackBody(event({ dataId: 'gone' }), KEY));
		await n8n.idle();
		expect(workflow.items).toEqual([
			expect.objectContaining({
				dataId: id,
				record: expect.objectContaining({ id, name: 'Northwind', owner: ['1001'] }),
			}),
			expect.objectContaining({
				dataId: 'gone',
				incomplete: expect.stringContaining('does not exist'),
			}),
		]);
	});

	it('reads the records one by one where ShareCRM refuses the query for them', async () => {
		const ids = seed(
			'AccountObj',
			Array.from({ length: 20 }, (_, index) => ({ name: `A ${index}` })),
		);
		const workflow = await active({ fetchRecord: true, simplify: true, options: {} });
		fakeServer().faults.arm({
			path: '/data/query',
			fault: { kind: 'status', status: 200, body: { errorCode: 99999, errorMessage: 'a bad ID' } },
		});
		await Promise.all(
			ids.map(async (dataId) => await post(workflow.url(), callbackBody(event({ dataId }), KEY))),
		);
		await n8n.idle();
		expect(fakeServer().faults.hits).toBeGreaterThan(0);
		expect(
			workflow.items.map(({ record }) => (record as IDataObject | undefined)?.id).sort(),
		).toEqual([...ids].sort());
	});

	it('starts the workflow without the record where ShareCRM does not give it out in a few seconds', async () => {
		const [id = ''] = seed('AccountObj', [{ name: 'Northwind' }]);
		const workflow = await active({ fetchRecord: true, simplify: true, options: {} });
		fakeServer().faults.arm({ path: '/data/', fault: { kind: 'status', status: 503 } });
		await post(workflow.url(), callbackBody(event({ dataId: id }), KEY));
		await n8n.idle();
		expect(workflow.items).toEqual([
			expect.objectContaining({ dataId: id, incomplete: expect.any(String) as unknown }),
		]);
		// Two tries, so that an event is not lost where n8n ends meanwhile.
		expect(fakeServer().faults.hits).toBe(2);
	});

	it('answers nothing but an empty object as long as it has no key', async () => {
		const workflow = await active({ parseKey: picked('short') });
		const { status, data } = await post(workflow.url(), callbackBody(event(), KEY));
		expect([status, data]).toEqual([401, {}]);
		expect(workflow.items).toEqual([]);
	});

	describe('where workflows share the one callback of a company', () => {
		const sharing = async () => {
			const accounts = await active({ objects: 'AccountObj' });
			const leads = await active({ objects: 'LeadsObj', triggerOn: 'update' });
			const called = await active({
				objects: 'order__c',
				passOnTo: [accounts.url(), leads.url(), ''],
			});
			return { accounts, leads, called };
		};
		const objects = ['AccountObj', 'LeadsObj', 'order__c', 'CasesObj'];

		it('gives each its own objects and events, once, also where deliveries come again', async () => {
			const { accounts, leads, called } = await sharing();
			const bodies = objects.flatMap((apiName) =>
				['update', 'create'].map((eventType) =>
					callbackBody(event({ apiName, eventType, dataId: `${eventType} ${apiName}` }), KEY),
				),
			);
			for (const body of [...bodies, ...bodies]) {
				const { status } = await post(called.url(), body);
				expect(status).toBe(200);
			}
			const taken = (workflow: typeof called) => workflow.items.map(({ dataId }) => dataId);
			expect(taken(accounts)).toEqual(['update AccountObj', 'create AccountObj']);
			expect(taken(leads)).toEqual(['update LeadsObj']);
			expect(taken(called)).toEqual(['update order__c', 'create order__c']);
		});

		it('passes on nothing that is forged, and skips a workflow that is gone', async () => {
			const { accounts, leads, called } = await sharing();
			await post(called.url(), callbackBody(event(), OTHER_KEY));
			expect(accounts.items).toEqual([]);
			await leads.deactivate();
			const { status, data } = await post(called.url(), callbackBody(event(), KEY));
			expect(status).toBe(200);
			expect(accounts.items).toHaveLength(1);
			const again = callbackBody(event(), KEY);
			expect((await post(called.url(), again)).data.encryptedResult).toBe(data.encryptedResult);
		});

		it('has a delivery sent again that one of them could not take, which starts nobody twice', async () => {
			const { accounts, leads, called } = await sharing();
			const body = callbackBody(event({ apiName: 'order__c' }), KEY);
			n8n.breaks.add(leads.id);
			expect((await post(called.url(), body)).status).toBe(503);
			n8n.breaks.delete(leads.id);
			expect((await post(called.url(), body)).status).toBe(200);
			expect(called.items).toHaveLength(1);
			expect(accounts.items).toEqual([]);
		});

		it('tells one that passes on by the status that it refuses, and ShareCRM by the body alone', async () => {
			const stranger = await active({ parseKey: picked(OTHER_KEY) });
			const body = callbackBody(event(), KEY);
			expect((await post(stranger.url(), body)).status).toBe(200);
			const { status } = await axios.post(stranger.url(), body, {
				headers: { 'x-n8n-passed-on': 'a' },
				validateStatus: () => true,
			});
			expect(status).toBe(401);
			expect(stranger.items).toEqual([]);
		});

		it('reaches a workflow that only another one names, though they name each other', async () => {
			const last = await active();
			const ids = ['chain-a', 'chain-b'];
			const address = (id: string) => `${n8n.url}/webhook/${id}/shareCrm`;
			const [first, second] = await Promise.all(
				ids.map(
					async (id, index) =>
						await active(
							{ passOnTo: index === 0 ? [address('chain-b')] : [address('chain-a'), last.url()] },
							id,
						),
				),
			);
			expect((await post(first?.url() ?? '', callbackBody(event(), KEY))).status).toBe(200);
			await n8n.idle();
			expect([first, second, last].map((one) => one?.items.length)).toEqual([1, 1, 1]);
		});

		it.each(['https://other.example.com/webhook/1/shareCrm', 'leads'])(
			'refuses at activation to pass on to %s',
			async (url) => {
				await expect(active({ passOnTo: [url] })).rejects.toThrow(
					`'Pass On To' cannot hold ${url}`,
				);
			},
		);
	});

	it('offers a key in its form, always the same one', async () => {
		const open = await form({});
		const { results } = await open.search('searchParseKeys');
		expect(results).toHaveLength(1);
		expect(String(results[0]?.value)).toMatch(/^[\w+/]{43}=$/);
		expect((await open.search('searchParseKeys')).results).toEqual(results);
	});
});
