import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { activate, deactivate, waitFor } from '../n8nRest.mjs';
import { ROOT, say } from '../steps.mjs';
import { asker, SECRET, served, TYPE } from './khorosCalls.mjs';

/** Follows the page docs/khoros-crm.md from an empty workflow to a first case that is answered, with its own expression. */
export async function checkKhorosPage({ n8n, check }) {
	say('docs/khoros-crm.md: from an empty workflow to a first case');
	const { base, rest } = n8n;
	const page = readFileSync(path.join(ROOT, 'docs', 'khoros-crm.md'), 'utf8');
	const [, expression] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
	const [, body] = /-d '([^']*)'/.exec(page) ?? [];
	check(expression !== undefined && body !== undefined, 'the page has an expression and a request');
	const { id, name } = await rest('POST', '/credentials', {
		name: 'Khoros, by the page',
		type: 'khorosMarketingCrmApi',
		data: { baseUrl: base, headerName: 'Authorization', secret: SECRET },
	});
	const webhookId = randomUUID();
	const made = await rest('POST', '/workflows', {
		name: 'Khoros, by the page',
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				id: randomUUID(),
				name: 'Khoros',
				type: `${TYPE}.khorosMarketingCrmTrigger`,
				typeVersion: 1,
				position: [0, 0],
				webhookId,
				parameters: {
					customerFields: {
						values: ['email', 'name'].map((field) => ({
							name: field,
							label: field,
							type: 'text',
							searchable: true,
						})),
					},
				},
				credentials: { khorosMarketingCrmApi: { id, name } },
			},
			{
				id: randomUUID(),
				name: 'Edit Fields',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [224, 0],
				parameters: { mode: 'raw', jsonOutput: `=${expression.trim()}`, options: {} },
			},
		],
		// "Create Case" is the second output.
		connections: { Khoros: { main: [[], [{ node: 'Edit Fields', type: 'main', index: 0 }]] } },
	});
	await activate(rest, made);
	const url = `${base}/webhook/${webhookId}/${webhookId}`;
	await served(`${url}/meta/object/case`);
	const reply = await asker(url)('POST', '/case', JSON.parse(body));
	check(
		reply.status === 201 && reply.body.title === 'Parcel never arrived',
		`the first case of the page is answered: ${JSON.stringify(reply.body)}`,
	);
	await deactivate(rest, made);

	say('a test in the editor, with the sample request of the form');
	const [trigger, ...others] = made.nodes;
	const tested = await rest('POST', '/workflows', {
		name: 'Khoros, a test',
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				...trigger,
				webhookId: randomUUID(),
				parameters: { ...trigger.parameters, options: { sampleRequest: 'createCase' } },
			},
			...others,
		],
		connections: made.connections,
	});
	const listening = await rest('POST', `/workflows/${tested.id}/run`, {
		workflowData: tested,
		triggerToStartFrom: { name: 'Khoros' },
	});
	check(listening?.waitingForWebhook === true, 'n8n listens to the test URL');
	const filter = encodeURIComponent(JSON.stringify({ workflowId: tested.id }));
	let run;
	for (let waited = 0; waited < 20 && !(run?.stoppedAt > ''); waited++) {
		await waitFor(1_000);
		[run] = (await rest('GET', `/executions?filter=${filter}&limit=1`))?.results ?? [];
	}
	check(
		run?.mode === 'manual' && run.status === 'success',
		`the sample request has started the test, and nobody in Khoros was needed: ${run?.mode} ${run?.status}`,
	);
}
