import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';

import { activate, deactivate, waitFor } from '../n8nRest.mjs';
import { ROOT, say } from '../steps.mjs';
import { PACKAGE } from './package.mjs';
import { startRecorder } from './recorder.mjs';

const CREDENTIAL = { shareCrmApi: { id: 'shareCrmApi', name: 'Sandbox: ShareCRM' } };
const key = () => Buffer.from(`${randomUUID()}${randomUUID()}`).subarray(0, 32).toString('base64');
/** A picker as the editor stores it. */
const picked = (value) => ({ __rl: true, mode: 'name', value });
const BURST = 200;
const MOST_SLOWER = 1.2;

/**
 * Receives encrypted callbacks of ShareCRM in the real n8n: a burst with records, deliveries that are repeated, forged and old,
 * three workflows that share the one callback, and a push of the integration platform.
 */
export async function checkShareCrmEvents({ n8n, sandbox, check, measured, timed }) {
	say('receiving events of ShareCRM (about a minute)');
	const recorder = await startRecorder();
	const { vendor } = sandbox.fakeServers.shareCrm;
	const { callbackBody } = createRequire(import.meta.url)(
		path.join(ROOT, 'build', 'sandbox', 'shareCrm', 'callbacks.js'),
	);
	const { callbacks, tenant } = vendor;
	callbacks.key = key();
	const { rest } = n8n;
	// n8n's own address in its forms.
	const addressOf = (id, end = 'shareCrm') => `${n8n.base}/webhook/${id}/${end}`;
	const make = async (name, parameters) => {
		const webhookId = randomUUID();
		const made = await rest(
			'POST',
			'/workflows',
			eventWorkflow(
				name,
				webhookId,
				{ parseKey: picked(callbacks.key), ...parameters },
				recorder.url,
			),
		);
		await activate(rest, made);
		return { made, url: addressOf(webhookId) };
	};
	try {
		const burst = await make('burst', { objects: 'AccountObj', fetchRecord: true });
		callbacks.url = burst.url;
		await served(burst.url);
		// One burst more than needed is too much for the database of a busy machine.
		const bare = timed ? await bareBurst(rest, n8n.base, recorder) : undefined;
		await answersABurst(recorder, callbacks, tenant, check, measured, bare);
		await refusesForged(recorder, callbacks, callbackBody, check);
		await deactivate(rest, burst.made);

		const accounts = await make('accounts', { objects: 'AccountObj' });
		const updates = await make('updates', { triggerOn: 'update' });
		const called = await make('called', {
			objects: 'LeadsObj',
			passOnTo: [accounts.url, updates.url],
		});
		callbacks.url = called.url;
		await Promise.all([accounts, updates, called].map(async ({ url }) => await served(url)));
		await sharesTheCallback(recorder, callbacks, check);
		for (const { made } of [accounts, updates, called]) await deactivate(rest, made);
		await answersPushes(rest, addressOf, check);
	} catch (error) {
		console.log(callbacks.log.slice(-5));
		throw error;
	} finally {
		await recorder.stop();
	}
}

/** The slowest answer of n8n's own Webhook node to as many calls at once, in milliseconds, with the same node behind it. */
async function bareBurst(rest, base, recorder) {
	const webhookId = randomUUID();
	const made = await rest(
		'POST',
		'/workflows',
		chain(
			'Bare webhook, burst',
			node(
				'Trigger',
				'n8n-nodes-base.webhook',
				2,
				{ path: webhookId, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
				{ webhookId },
			),
			told(recorder.url, 'bare', '$json.body.id'),
		),
	);
	await activate(rest, made);
	const url = `${base}/webhook/${webhookId}`;
	await served(url);
	const before = recorder.all();
	const times = await Promise.all(
		Array.from({ length: BURST }, async (_, id) => {
			const start = performance.now();
			const reply = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ id }),
			});
			await reply.text();
			return performance.now() - start;
		}),
	);
	await recorder.settle(before + BURST);
	await deactivate(rest, made);
	return Math.round(Math.max(...times));
}

async function answersABurst(recorder, callbacks, tenant, check, measured, bare) {
	const rows = Array.from({ length: BURST }, (_, index) =>
		tenant.add('AccountObj', { name: `Account ${index}` }),
	);
	const ids = rows.map(({ _id: id }) => id);
	callbacks.log.length = 0;
	const before = recorder.all();
	await Promise.all(
		rows.map(async ({ _id: dataId }) => {
			const event = { eventType: 'update', apiName: 'AccountObj', dataId };
			await callbacks.raise(event, `burst-${dataId}`);
		}),
	);
	const slowest = Math.round(Math.max(...callbacks.log.map(({ millis }) => millis)));
	check(
		callbacks.log.length === BURST && callbacks.log.every(({ word }) => word === 'success'),
		`ShareCRM Event Trigger: each of ${BURST} callbacks in a burst is answered in the cipher`,
	);
	await recorder.settle(before + ids.length);
	// Its reading ends after some seconds, so on a busy machine an event may come without its record.
	const started = recorder.of('burst').map((name) => name.split('-'));
	check(
		same(
			started.map(([event]) => event),
			ids,
		),
		'ShareCRM Event Trigger: each event of the burst starts the workflow once',
	);
	check(
		started.every(([event, record]) => record === event || !ids.includes(record)),
		'ShareCRM Event Trigger: no event has the record of another one',
	);
	const whole = started.filter(([event, record]) => record === event).length;
	measured(
		whole === BURST,
		`ShareCRM Event Trigger: ${whole} of ${BURST} events bring their record`,
	);
	// A second is wanted; n8n answers one webhook after the other, so it cannot be had where n8n's own node takes longer.
	measured(
		slowest <= Math.max(1_000, (bare ?? 0) * MOST_SLOWER),
		`ShareCRM Event Trigger: ${BURST} callbacks at once, the slowest answer took ${slowest} ms${bare === undefined ? '' : `, beside ${bare} ms of n8n's own Webhook node`}`,
	);
}

async function refusesForged(recorder, callbacks, callbackBody, check) {
	const before = recorder.of('burst').length;
	const event = { eventType: 'update', apiName: 'AccountObj', dataId: 'forged' };
	const genuine = callbackBody(event, callbacks.key);
	const wrong = [
		callbackBody(event, key()),
		{ ...genuine, messageId: 'another' },
		{ ...genuine, signature: 'f'.repeat(40) },
		callbackBody(event, callbacks.key, { timestamp: Date.now() - 600_000 }),
		{},
	];
	const replies = [];
	for (const body of wrong) replies.push(await callbacks.send(body));
	await waitFor(2_000);
	check(
		replies.every(({ word }) => word !== 'success') && recorder.of('burst').length === before,
		'ShareCRM Event Trigger: wrong signatures and old stamps start nothing',
	);
}

async function sharesTheCallback(recorder, callbacks, check) {
	callbacks.copies = 3;
	const names = ['AccountObj', 'LeadsObj', 'CasesObj'];
	const events = names.flatMap((apiName) =>
		['update', 'create'].flatMap((eventType) =>
			[1, 2, 3].map((index) => ({
				eventType,
				apiName,
				dataId: `${apiName}.${eventType}.${index}`,
			})),
		),
	);
	const before = recorder.all();
	const raise = async () =>
		await Promise.all(
			events.map(async (event) => await callbacks.raise(event, `shared-${event.dataId}`)),
		);
	await raise();
	await raise();
	const wanted = (isWanted) => events.filter(isWanted).map(({ dataId }) => `${dataId}-none`);
	await recorder.settle(before + 6 + 9 + 6);
	check(
		same(
			recorder.of('accounts'),
			wanted(({ apiName }) => apiName === 'AccountObj'),
		) &&
			same(
				recorder.of('updates'),
				wanted(({ eventType }) => eventType === 'update'),
			) &&
			same(
				recorder.of('called'),
				wanted(({ apiName }) => apiName === 'LeadsObj'),
			),
		'ShareCRM Event Trigger: three workflows share one callback, and each gets its objects and events once, although all is sent six times',
	);
}

async function answersPushes(rest, addressOf, check) {
	const webhookId = randomUUID();
	const token = 'x'.repeat(40);
	const made = await rest('POST', '/workflows', pushWorkflow(webhookId, token));
	await activate(rest, made);
	const push = async (name, record, given = token) => {
		const reply = await fetch(addressOf(webhookId, `shareCrm/${name}`), {
			method: 'POST',
			headers: { 'content-type': 'application/json', token: given },
			body: JSON.stringify({ objAPIName: 'erpOrder', detailFieldVals: {}, ...record }),
		});
		return { status: reply.status, body: await reply.text() };
	};
	await served(addressOf(webhookId, 'shareCrm/create'));
	const good = await push('create', { masterFieldVal: { number: 'A1' } });
	check(
		good.status === 200 &&
			good.body ===
				'{"code":"0","message":"success","data":{"masterDataId":"erp-A1","detailDataIds":{}}}',
		'ShareCRM Integration Trigger: a push is answered with the ID that the workflow gives',
	);
	const broken = await push('update', { masterFieldVal: { number: 'break' } });
	check(
		broken.status === 200 &&
			JSON.parse(broken.body).code === '-1' &&
			!broken.body.includes('inside'),
		'ShareCRM Integration Trigger: a workflow that breaks off is told as a failure, without its inside',
	);
	const forged = await push('create', { masterFieldVal: {} }, 'wrong');
	check(forged.status === 401, 'ShareCRM Integration Trigger: another token is refused');
	await deactivate(rest, made);
}

/** Waits until n8n serves a webhook, which is some time after the activation. */
async function served(url) {
	const isServed = async () => (await fetch(url, { method: 'POST' })).status !== 404;
	for (let tries = 0; tries < 100 && !(await isServed()); tries++) await waitFor(100);
}

function same(some, others) {
	return JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());
}

function node(name, type, typeVersion, parameters, more = {}) {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters, ...more };
}

function chain(name, trigger, next) {
	return {
		name,
		settings: { executionOrder: 'v1' },
		nodes: [trigger, next],
		connections: { [trigger.name]: { main: [[{ node: next.name, type: 'main', index: 0 }]] } },
	};
}

/** A workflow that tells the recorder of each event, and of the record that came with it. */
function eventWorkflow(name, webhookId, parameters, url) {
	return chain(
		`ShareCRM Event Trigger, ${name}`,
		node(
			'Trigger',
			`${PACKAGE.name}.shareCrmEventTrigger`,
			1,
			{ triggerOn: 'any', fetchRecord: false, simplify: true, options: {}, ...parameters },
			{ webhookId, credentials: CREDENTIAL },
		),
		told(url, name, '$json.dataId + "-" + ($json.record?.id ?? "none")'),
	);
}

/** The node that tells the recorder what has started the workflow. */
function told(url, name, id) {
	return node('Record', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: `={{ "${url}/${name}/" + ${id} }}`,
		options: {},
	});
}

/** A workflow that is the ERP side of the integration platform. */
function pushWorkflow(webhookId, token) {
	return chain(
		'ShareCRM Integration Trigger',
		node(
			'Trigger',
			`${PACKAGE.name}.shareCrmIntegrationTrigger`,
			1,
			{ triggerOn: 'any', token: picked(token), answer: 'lastNode', idField: 'id', options: {} },
			{ webhookId, credentials: CREDENTIAL },
		),
		node('ERP', 'n8n-nodes-base.code', 2, {
			jsCode:
				"const { number } = $input.first().json.masterFieldVal;\nif (number === 'break') throw new Error('inside');\nreturn [{ json: { id: 'erp-' + number } }];",
		}),
	);
}
