import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { pushTokenOf } from '../../../nodes/ShareCrm/fields/parseKey';
import { pushRequest, type PushedRecord } from '../../../sandbox/shareCrm/pushes';
import { credentialsOf } from '../../harness/sandbox';
import { picked, useShareCrm } from '../../harness/sharecrm';
import { WebhookServer, type TriggerSpec } from '../../harness/webhooks';

const TOKEN = 'x'.repeat(40);

let n8n: WebhookServer;
beforeAll(async () => {
	n8n = await WebhookServer.start();
});
afterAll(async () => await n8n.stop());

describe('The ShareCRM Integration Trigger', () => {
	const { appId, form, fakeServer } = useShareCrm();

	const active = async (
		parameters: INodeParameters = {},
		spec: Partial<TriggerSpec> & { push?: 'create' | 'update' } = {},
	) => {
		const { push = 'create', ...more } = spec;
		const workflow = await n8n.workflow({
			node: 'shareCrmIntegrationTrigger',
			credentials: credentialsOf(fakeServer(), 'shareCrmApi', { appId: appId() }),
			parameters: { triggerOn: 'any', token: picked(TOKEN), answer: 'lastNode', ...parameters },
			path: `shareCrm/${push}`,
			webhook: push === 'create' ? 'default' : push,
			...more,
		});
		await workflow.activate();
		return workflow;
	};
	const order: PushedRecord = {
		objAPIName: 'erpOrder',
		masterFieldVal: { number: 'A1' },
		detailFieldVals: { erpOrderLine: [{ number: 'A1-1' }] },
	};
	const send = async (
		workflow: Awaited<ReturnType<typeof active>>,
		push: 'create' | 'update' = 'create',
		record: unknown = order,
		token = TOKEN,
	) => {
		const { headers, body, path } = pushRequest(push, record as PushedRecord, token);
		expect(new URL(workflow.url()).pathname.endsWith(path)).toBe(true);
		return await axios.post<IDataObject>(workflow.url(), body, {
			headers,
			validateStatus: () => true,
		});
	};
	const ends = (...items: IDataObject[]) => ({ done: () => ({ status: 200, body: items }) });

	it('starts the workflow with the record, and answers with the ID of the last node', async () => {
		const details = { erpOrderLine: ['L-1'] };
		const workflow = await active({}, ends({ id: 4711, detailDataIds: details, other: 'x' }));
		const { status, data } = await send(workflow);
		expect(status).toBe(200);
		expect(data).toEqual({
			code: '0',
			message: 'success',
			data: { masterDataId: '4711', detailDataIds: details },
		});
		expect(workflow.items).toEqual([{ push: 'create', ...order }]);
	});

	it('answers an update at once, with the ID in the push', async () => {
		const workflow = await active(
			{ answer: 'onReceived', idField: 'number', options: { successCode: 'OK' } },
			{ push: 'update' },
		);
		const { data } = await send(workflow, 'update');
		expect(data).toEqual({
			code: 'OK',
			message: 'success',
			data: { masterDataId: 'A1', detailDataIds: {} },
		});
		expect(workflow.items).toEqual([{ push: 'update', ...order }]);
	});

	it('starts nothing without the token, and tells a stranger nothing of the workflow', async () => {
		const workflow = await active({}, ends({ id: 1 }));
		for (const token of ['', 'wrong', `${TOKEN}x`, TOKEN.slice(0, -1)]) {
			const { status, data } = await send(workflow, 'create', order, token);
			expect(status).toBe(401);
			expect(JSON.stringify(data)).not.toContain(TOKEN);
			expect(data.code).toBe('-1');
		}
		expect(workflow.items).toEqual([]);
	});

	it.each([
		['a push that is wanted by nobody', { objects: 'erpCustomer' }, order, 200, 'does not create'],
		['an update alone', { triggerOn: 'update' }, order, 200, 'does not create records of erpOrder'],
		['a push without an object', {}, { masterFieldVal: {} }, 400, 'names no object'],
		[
			'a push without the ID, at once',
			{ answer: 'onReceived', idField: 'erpId' },
			order,
			200,
			"no 'erpId'",
		],
	])('refuses %s', async (_what, parameters, record, code, text) => {
		const workflow = await active(parameters, ends({ id: 1 }));
		const { status, data } = await send(workflow, 'create', record);
		expect([status, data.code]).toEqual([code, '-1']);
		expect(data.message).toContain(text);
		expect(workflow.items).toEqual([]);
	});

	it.each([
		[
			'an error item',
			{ status: 200, body: [{ error: 'The order is locked' }] },
			'The order is locked',
		],
		[
			'an error in an item after the first',
			{ status: 200, body: [{ id: 'A1' }, { error: 'Line 2 is locked' }] },
			'Line 2 is locked',
		],
		[
			'a workflow that breaks off',
			{ status: 500, body: { message: 'secret inside' } },
			'Look whether',
		],
		['a workflow without items', { status: 200, body: [] }, 'Look whether'],
		['an item without the ID', { status: 200, body: [{ name: 'x' }] }, "gave no 'id'"],
	])('tells ShareCRM of %s', async (_what, done, text) => {
		const workflow = await active({}, { done: () => done });
		const { status, data } = await send(workflow);
		expect(status).toBe(200);
		expect(data).toMatchObject({ code: '-1', data: {} });
		expect(data.message).toContain(text);
		expect(JSON.stringify(data)).not.toContain('secret inside');
	});

	describe('where the workflow takes longer than ShareCRM waits', () => {
		/** A workflow that answers with ID 1, 2, ... when `go` is called; how often it was started. */
		const slow = async () => {
			const goes: Array<() => void> = [];
			const workflow = await active(
				{ options: { timeLimit: 1 } },
				{
					doneLater: async () => {
						const id = goes.length + 1;
						await new Promise<void>((resolve) => goes.push(resolve));
						return { status: 200, body: [{ id }] };
					},
				},
			);
			return { workflow, goes };
		};

		it('answers the same push with the ID of the first one, and starts nothing again', async () => {
			const { workflow, goes } = await slow();
			expect((await send(workflow)).data.message).toContain('takes longer');
			expect((await send(workflow)).data.message).toContain('takes longer');
			goes[0]?.();
			const { data } = await send(workflow);
			expect([data.code, data.data]).toEqual(['0', { masterDataId: '1', detailDataIds: {} }]);
			expect(goes).toHaveLength(1);
		});

		it('starts the workflow for two equal records that are pushed while it is in time', async () => {
			const workflow = await active({}, ends({ id: 1 }));
			await send(workflow);
			await send(workflow);
			expect(workflow.items).toHaveLength(2);
		});
	});

	it('keeps all digits of long numbers', async () => {
		const workflow = await active({}, ends({ id: 1 }));
		await axios.post(
			workflow.url(),
			'{"objAPIName":"erpOrder","masterFieldVal":{"number":9007199254740993}}',
			{ headers: { 'content-type': 'application/json', token: TOKEN } },
		);
		expect(workflow.items[0]?.masterFieldVal).toEqual({ number: '9007199254740993' });
	});

	it('cannot be activated with a token that is easily tried out', async () => {
		await expect(active({ token: picked('short') })).rejects.toThrow("'Token' has fewer than 16");
	});

	it('offers a token in its form, always the same one, and not the parse key', async () => {
		const open = await form({});
		const { results } = await open.search('searchPushTokens');
		const token = pushTokenOf({ appId: appId(), appSecret: 'sandbox-app-secret' });
		expect(results.map(({ value }) => value)).toEqual([token]);
		expect(token).toMatch(/^[0-9a-f]{64}$/);
	});
});
