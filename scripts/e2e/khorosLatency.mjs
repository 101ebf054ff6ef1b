import { randomUUID } from 'node:crypto';

import { activate, deactivate, waitFor } from '../n8nRest.mjs';
import { say } from '../steps.mjs';
import { SECRET, served, TYPE } from './khorosCalls.mjs';

/** The trigger may answer so much later than n8n's own nodes that check a secret. */
const MOST_SLOWER = 1.2;
const ROUNDS = 60;
/** In milliseconds. */
const PAUSE = 150;

/**
 * The median of an answer, asked in turns in the same n8n: of a bare Webhook with Respond to Webhook, of one that checks a
 * secret in a header and takes the ID from the path as our trigger does, and of ours.
 */
export async function checkKhorosLatency({ n8n, measured }) {
	say('latency of an answer, beside a bare webhook and one that checks a secret');
	const { base, rest } = n8n;
	const answer =
		"={{ { id: 'c1', url: 'https://crm.example/c1', name: 'Jane Doe', email: 'jane@example.com' } }}";
	const secret = await credential(rest, 'khorosMarketingCrmApi', {
		baseUrl: base,
		headerName: 'Authorization',
		secret: SECRET,
	});
	const header = await credential(rest, 'httpHeaderAuth', {
		name: 'Authorization',
		value: SECRET,
	});
	const respond = node('End', 'n8n-nodes-base.respondToWebhook', 1.4, {
		respondWith: 'firstIncomingItem',
		options: {},
	});
	const webhook = (path, parameters, more) => {
		const webhookId = randomUUID();
		const made = node(
			'Start',
			'n8n-nodes-base.webhook',
			2,
			{
				path: path || webhookId,
				httpMethod: 'GET',
				responseMode: 'responseNode',
				options: {},
				...parameters,
			},
			{ webhookId, ...more },
		);
		return { start: made, end: respond, path: path ? `${webhookId}/customer/c1` : webhookId };
	};
	const FIELD = { type: 'text', searchable: true };
	const webhookId = randomUUID();
	const contestants = [
		webhook('', {}, {}),
		webhook(
			'customer/:id',
			{ authentication: 'headerAuth' },
			{ credentials: { httpHeaderAuth: header } },
		),
		{
			start: node(
				'Start',
				`${TYPE}.khorosMarketingCrmTrigger`,
				1,
				{
					triggerOn: ['findCustomer'],
					answerWith: 'responseNode',
					customerFields: {
						values: [
							{ name: 'name', label: 'Name', ...FIELD },
							{ name: 'email', label: 'Email', ...FIELD },
						],
					},
				},
				{ webhookId, credentials: { khorosMarketingCrmApi: secret } },
			),
			end: node('End', `${TYPE}.khorosMarketingRespond`, 1, {}),
			path: `${webhookId}/${webhookId}/customer/c1`,
		},
	];
	const workflows = [];
	for (const { start, end } of contestants) {
		const record = node('Record', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: answer,
			options: {},
		});
		const link = (to) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
		const workflow = await rest('POST', '/workflows', {
			name: `Latency ${workflows.length}`,
			settings: { executionOrder: 'v1' },
			nodes: [start, record, end],
			connections: { Start: link('Record'), Record: link('End') },
		});
		await activate(rest, workflow);
		workflows.push(workflow);
	}
	const urls = contestants.map(({ path }) => `${base}/webhook/${path}`);
	for (const url of urls) await served(url);
	const times = urls.map(() => []);
	for (let round = 0; round < ROUNDS; round++)
		for (let turn = 0; turn < urls.length; turn++) {
			const index = (round + turn) % urls.length;
			// What n8n still does for the last answer is not the next one's.
			await waitFor(PAUSE);
			const start = performance.now();
			const reply = await fetch(urls[index], { headers: { authorization: SECRET } });
			const body = await reply.json();
			if (reply.status !== 200 || body.id !== 'c1')
				console.log(`  ${index}: ${reply.status} ${JSON.stringify(body)}`);
			times[index].push(performance.now() - start);
		}
	// The first ones load the code.
	const [bare, guarded, own] = times.map((all) => median(all.slice(10)));
	measured(
		// A bare webhook reads no credential, for which n8n 2 needs an expression isolate more than its pool holds.
		own <= guarded * MOST_SLOWER,
		`an answer takes ${own.toFixed(1)} ms, beside ${bare.toFixed(1)} ms of a bare webhook (${(own / bare).toFixed(2)} x) and ${guarded.toFixed(1)} ms of one that checks a secret (${(own / guarded).toFixed(2)} x)`,
	);
	for (const workflow of workflows) await deactivate(rest, workflow);
}

function node(name, type, typeVersion, parameters, more = {}) {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters, ...more };
}

async function credential(rest, type, data) {
	const { id, name } = await rest('POST', '/credentials', {
		name: `Latency, ${type}`,
		type,
		data,
	});
	return { id, name };
}

function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)];
}
