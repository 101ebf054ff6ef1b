import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { activate, deactivate } from '../n8nRest.mjs';
import { ROOT } from '../steps.mjs';

export const TYPE = 'n8n-nodes-customer-engagement';
/** What Khoros sends to the CRMs of these tests. */
export const SECRET = 'Bearer e2e-khoros-secret';

/** Runs the Contract Checker against a base URL, in a workflow of its own, and gives its points. */
export async function contractPoints(base, rest, baseUrl) {
	const webhookId = randomUUID();
	const credential = await rest('POST', '/credentials', {
		name: 'Contract Checker',
		type: 'khorosMarketingCrmApi',
		data: { baseUrl, headerName: 'Authorization', secret: SECRET },
	});
	const start = {
		id: randomUUID(),
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 0],
		webhookId,
		parameters: { path: webhookId, responseMode: 'lastNode', responseData: 'allEntries' },
	};
	const checker = {
		id: randomUUID(),
		name: 'Checker',
		type: `${TYPE}.khorosMarketing`,
		typeVersion: 1,
		position: [224, 0],
		parameters: { resource: 'contract', operation: 'check' },
		credentials: { khorosMarketingCrmApi: { id: credential.id, name: credential.name } },
	};
	const made = await rest('POST', '/workflows', {
		name: 'Contract Checker',
		nodes: [start, checker],
		connections: { Webhook: { main: [[{ node: 'Checker', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	await activate(rest, made);
	const url = `${base}/webhook/${webhookId}`;
	let reply = await fetch(url);
	for (let tries = 0; reply.status === 404 && tries < 100; tries++) {
		await new Promise((resolve) => setTimeout(resolve, 100));
		reply = await fetch(url);
	}
	const points = await reply.json();
	await deactivate(rest, made);
	return points;
}

/** Waits until n8n serves the webhooks of a workflow, which is some time after it says that it is active. */
export async function served(url) {
	for (let tries = 0; tries < 100; tries++) {
		const reply = await fetch(url);
		if (!(await reply.text()).includes('not registered')) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/** Asks a CRM, as Khoros does. */
export function asker(url) {
	return async (method, path, body, secret = SECRET) => {
		const reply = await fetch(`${url}${path}`, {
			method,
			headers: {
				authorization: secret,
				'content-type': 'application/json',
				'x-sf-initiative': '9223372036854775807',
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await reply.text();
		return {
			status: reply.status,
			type: reply.headers.get('content-type'),
			body: text === '' ? undefined : JSON.parse(text),
		};
	};
}

/** An example of the folder, as n8n takes it. */
export function readExample(file) {
	const { id, ...workflow } = JSON.parse(readFileSync(path.join(ROOT, 'examples', file), 'utf8'));
	return workflow;
}

/**
 * An example in which a workflow is a CRM, in n8n, with the secret of these tests.
 * @param credentials others of the trigger
 */
export async function importedCrm(file, { base, rest }, credentials = {}) {
	const workflow = readExample(file);
	const trigger = workflow.nodes.find(({ type }) => type === `${TYPE}.khorosMarketingCrmTrigger`);
	const { id, name } = await rest('POST', '/credentials', {
		name: `Khoros, ${file}`,
		type: 'khorosMarketingCrmApi',
		data: { baseUrl: base, headerName: 'Authorization', secret: SECRET },
	});
	trigger.credentials = { ...credentials, khorosMarketingCrmApi: { id, name } };
	trigger.webhookId = randomUUID();
	const made = await rest('POST', '/workflows', workflow);
	return { made, url: `${base}/webhook/${trigger.webhookId}/${trigger.webhookId}` };
}
