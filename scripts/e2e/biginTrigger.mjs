import { readFileSync } from 'node:fs';
import path from 'node:path';

import { activate, waitFor } from '../n8nRest.mjs';
import { ROOT, say } from '../steps.mjs';
import { addToBigin } from './bigin.mjs';

/** Activates the example with the trigger, adds a deal, and waits for the call. */
export async function checkBiginTrigger({ n8n, sandbox, check }) {
	say('activating biginNewDeal.json (about a minute and a half)');
	const { id, nodes, ...workflow } = JSON.parse(
		readFileSync(path.join(ROOT, 'examples', 'biginNewDeal.json'), 'utf8'),
	);
	const trigger = nodes.find(({ type }) => type.endsWith('Trigger'));
	// Every minute, which is n8n's shortest, and soon for the first time.
	const second = (new Date().getSeconds() + 15) % 60;
	trigger.parameters.pollTimes = {
		item: [{ mode: 'custom', cronExpression: `${second} * * * * *` }],
	};
	const { rest } = n8n;
	const made = await rest('POST', '/workflows', {
		...workflow,
		nodes,
		name: `${workflow.name} (polled)`,
	});
	await addToBigin(sandbox, 'Pipelines', [
		{ Deal_Name: 'Before', Sub_Pipeline: 'Sales Pipeline Standard', Stage: 'Needs Analysis' },
	]);
	await waitFor(1_100);
	const active = await activate(rest, made);
	check(active?.active === true, 'biginNewDeal.json can be activated');
	const calls = () => sandbox.fakeServers.bigin.vendor.stored().Calls ?? [];
	await waitFor(1_100);
	await addToBigin(sandbox, 'Pipelines', [
		{ Deal_Name: 'After', Sub_Pipeline: 'Sales Pipeline Standard', Stage: 'Needs Analysis' },
	]);
	for (let waited = 0; waited < 90 && calls().length === 0; waited++) await waitFor(1_000);
	// One more poll, which must not bring it again.
	await waitFor(62_000);
	check(
		calls()
			.map(({ Subject }) => Subject)
			.join() === 'Welcome call: After',
		'biginNewDeal.json: the new deal, and it alone, got one call',
	);
}
