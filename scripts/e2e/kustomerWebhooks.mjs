import { activate, deactivate, waitUntil } from '../n8nRest.mjs';
import { say } from '../steps.mjs';
import { startRecorder } from './recorder.mjs';

const UPDATED = 'kustomer.conversation.update';
const CREATED = 'kustomer.conversation.create';

/**
 * Receives events of Kustomer in the real n8n: two workflows that share a webhook, deliveries that are repeated, reordered and
 * forged, a workflow that is deactivated, and a restart.
 */
export async function checkKustomerWebhooks({ n8n, sandbox, check }) {
	say('receiving events of Kustomer by webhook (about a minute)');
	const recorder = await startRecorder();
	const { webhooks } = sandbox.fakeServers.kustomer.vendor;
	try {
		// Tries follow each other sooner, but for long enough that a restart is over.
		webhooks.deliveries.minute = 1_000;
		const { rest } = n8n;
		const make = async (name, events) =>
			await rest('POST', '/workflows', workflow(name, events, recorder.url));
		const [first, second] = [
			await make('first', [UPDATED]),
			await make('second', [UPDATED, CREATED]),
		];
		const hooks = () => [...webhooks.hooks.values()];
		const members = () => hooks()[0]?.headers.length ?? 0;
		await activate(rest, first);
		await waitUntil(() => members() === 1);
		await activate(rest, second);
		await waitUntil(() => members() === 2);
		check(
			hooks().length === 1 && members() === 2 && hooks()[0].events.length === 2,
			'Kustomer Trigger: two workflows share one webhook',
		);

		Object.assign(webhooks.deliveries, { copies: 3, jitter: 500 });
		const early = ids('early', 12);
		await raise(webhooks, early, UPDATED);
		await raise(webhooks, ['created'], CREATED);
		const [{ url }] = hooks();
		const replies = await Promise.all([1, 2, 3].map(async (index) => await forge(url, index)));
		check(
			replies.every((reply) => reply === '401 '),
			'Kustomer Trigger: forged deliveries are refused without a word',
		);
		await recorder.settle(25);
		check(
			same(recorder.of('first'), early) && same(recorder.of('second'), [...early, 'created']),
			'Kustomer Trigger: each workflow gets each of its events once, although they are repeated, reordered and forged',
		);

		await deactivate(rest, first);
		await waitUntil(() => members() === 1);
		check(
			hooks().length === 1 && hooks()[0].url !== url,
			'Kustomer Trigger: Kustomer calls the other workflow when the one that it called is deactivated',
		);
		const later = ids('later', 6);
		await raise(webhooks, later, UPDATED);
		await recorder.settle(31);

		say('restarting n8n');
		await n8n.stop();
		const during = ids('during', 4);
		const delivered = raise(webhooks, during, UPDATED);
		await n8n.start();
		await delivered;
		// The same IDs again: n8n must remember them over the restart.
		await raise(webhooks, [...early.slice(0, 4), ...later], UPDATED);
		await recorder.settle(35);
		check(
			same(recorder.of('first'), early) &&
				same(recorder.of('second'), [...early, 'created', ...later, ...during]),
			'Kustomer Trigger: after a deactivation and a restart the other workflow has each event once',
		);
		await deactivate(n8n.rest, second);
		await waitUntil(() => hooks().length === 0);
		check(hooks().length === 0, 'Kustomer Trigger: the last workflow deletes the webhook');
	} catch (error) {
		console.log(webhooks.deliveries.log.slice(-10));
		throw error;
	} finally {
		await recorder.stop();
	}
}

function ids(name, count) {
	return Array.from({ length: count }, (_, index) => `${name}-${index}`);
}

/** Lets things happen in Kustomer at the same time, and waits until nothing more is sent. */
async function raise(webhooks, eventIds, name) {
	await Promise.all(
		eventIds.map(async (id) => {
			const data = { type: 'conversation', id: `of-${id}`, attributes: {}, relationships: {} };
			await webhooks.raise({ id, name, data });
		}),
	);
}

async function forge(url, index) {
	const data = { type: 'conversation', id: 'forged', attributes: {} };
	const reply = await fetch(url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'x-kustomer-webhook-signature': 'f'.repeat(64),
		},
		body: JSON.stringify({ id: `forged-${index}`, name: UPDATED, data }),
	});
	return `${reply.status} ${await reply.text()}`;
}

function same(some, others) {
	return JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());
}

/** A workflow that tells the recorder of each event. */
function workflow(name, events, url) {
	const node = (nodeName, type, typeVersion, parameters, more = {}) => ({
		id: `${name}-${nodeName}`,
		name: nodeName,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		...more,
	});
	return {
		name: `Kustomer Trigger, ${name}`,
		settings: { executionOrder: 'v1' },
		nodes: [
			node(
				'Trigger',
				'n8n-nodes-customer-engagement.kustomerTrigger',
				1,
				{ events, conditions: {}, simplify: true, options: {} },
				{ credentials: { kustomerApi: { id: 'kustomerApi', name: 'Sandbox: Kustomer' } } },
			),
			node('Record', 'n8n-nodes-base.httpRequest', 4.2, {
				method: 'POST',
				url: `={{ "${url}/${name}/" + $json.eventId }}`,
				options: {},
			}),
		],
		connections: { Trigger: { main: [[{ node: 'Record', type: 'main', index: 0 }]] } },
	};
}
