import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';

import { addToBigin } from '../e2e/bigin.mjs';
import { deactivate, waitFor } from '../n8nRest.mjs';
import { ROOT, say } from '../steps.mjs';

/** Every five seconds, by twelve times of a minute: n8n takes no single time that comes more often than once a minute. */
const OFTEN = {
	item: Array.from({ length: 12 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	})),
};
/** Longest time between a change and the poll that gives it out, in milliseconds. */
const SETTLED = 40_000;

/** A module of the built fake server, which stands only after this module is loaded. */
const kindOf = (name) =>
	createRequire(import.meta.url)(path.join(ROOT, 'build/sandbox/kustomer/objects.js')).kindOf(name);

const named = (value) => ({ __rl: true, mode: 'name', value });

/** A trigger of each service that polls: how it is set up, how a record comes to be, and by what it is known. */
const TRIGGERS = [
	{
		name: 'Bigin',
		type: 'biginTrigger',
		credential: 'biginOAuth2Api',
		parameters: { triggerOn: 'created', module: 'Contacts', simplify: false },
		add: async (sandbox, key) => await addToBigin(sandbox, 'Contacts', [{ Last_Name: key }]),
		keyOf: ({ Last_Name }) => Last_Name,
	},
	{
		name: 'Salesforce Engagement',
		type: 'salesforceEngagementTrigger',
		credential: 'salesforceEngagementOAuth2Api',
		parameters: {
			authentication: 'oAuth2',
			triggerOn: 'created',
			object: named('Contact'),
			options: { fields: ['LastName'] },
		},
		add: (sandbox, key) =>
			sandbox.fakeServers.salesforceEngagement.vendor.state.insert('Contact', { LastName: key }),
		keyOf: ({ LastName }) => LastName,
	},
	{
		name: 'ShareCRM',
		type: 'shareCrmTrigger',
		credential: 'shareCrmApi',
		parameters: { triggerOn: 'created', object: named('AccountObj'), simplify: true },
		add: (sandbox, key) =>
			sandbox.fakeServers.shareCrm.vendor.tenant.add('AccountObj', { name: key }),
		keyOf: ({ name }) => name,
	},
	{
		name: 'Kustomer',
		type: 'kustomerPollingTrigger',
		credential: 'kustomerApi',
		parameters: { triggerOn: 'created', record: 'conversation', simplify: true },
		add: (sandbox, key) =>
			sandbox.fakeServers.kustomer.vendor.store.add(kindOf('conversation'), { name: key }),
		keyOf: ({ name }) => name,
	},
];

/** Settings of n8n by which it stores what a trigger remembers together with the execution that a poll starts. */
const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

/** Milliseconds of each reply, so that a poll takes some time. */
const LATENCY = 100;

/**
 * Ends of main, in milliseconds after a full five seconds, at which polls begin: between two polls, and while one reads.
 * Without durable cursors n8n stores what a trigger remembers and the execution one after the other, so no end is placed there.
 */
const AS_SET_UP = [
	{ signal: 'SIGTERM', after: 2_500 },
	{ signal: 'SIGKILL', after: 60 },
	{ signal: 'SIGKILL', after: 3_500 },
];
const AT_ANY_MOMENT = [60, 180, 300, 450].map((after) => ({ signal: 'SIGKILL', after }));

/** Each trigger across restarts of main, by SIGTERM and by kill: nothing is lost or repeated. */
export async function checkTriggers(context) {
	for (const fakeServer of Object.values(context.sandbox.fakeServers)) fakeServer.latency = LATENCY;
	await acrossRestarts(context, 'as n8n is set up', {}, AS_SET_UP);
	await acrossRestarts(context, "with n8n's durable cursors", DURABLE, AT_ANY_MOMENT);
}

async function acrossRestarts({ cluster, sandbox, check }, how, settings, ends) {
	say(`triggers of ${TRIGGERS.length} services ${how}, ${ends.length} restarts of main`);
	const usual = cluster.settings;
	cluster.settings = { ...usual, ...settings };
	if (cluster.main) await cluster.kill(cluster.main, 'SIGTERM');
	await cluster.startMain();
	const all = await Promise.all(
		TRIGGERS.map(async (trigger) => await watched(cluster, sandbox, trigger, how)),
	);
	await waitFor(15_000);
	let count = 0;
	let adding = true;
	const producer = (async () => {
		while (adding) {
			count += 1;
			await Promise.all(TRIGGERS.map(async ({ add }) => await add(sandbox, `${how} ${count}`)));
			await waitFor(400);
		}
	})();
	for (const { signal, after } of ends) {
		await waitFor(12_000);
		await waitFor(5_000 - (Date.now() % 5_000) + after);
		say(`  ${signal} after ${count} records`);
		await cluster.kill(cluster.main, signal);
		await cluster.startMain();
	}
	await waitFor(12_000);
	adding = false;
	await producer;
	await waitFor(SETTLED);
	const keys = Array.from({ length: count }, (_, index) => `${how} ${index + 1}`);
	const signals = ends.map(({ signal, after }) => `${signal} at ${after} ms`).join(', ');
	const results = await Promise.all(
		all.map(async ({ workflow, trigger }) => {
			const { times, runs } = await given(cluster, workflow.id, trigger);
			await deactivate(cluster.rest, workflow);
			const lost = keys.filter((key) => !times.has(key)).length;
			const twice = keys.filter((key) => times.get(key) > 1).length;
			const what = `${trigger.name}'s trigger ${how}: ${count} records over ${ends.length} restarts (${signals}), ${lost} lost, ${twice} twice, ${runs} executions`;
			console.log(`  ${what}`);
			return { passed: lost === 0 && twice === 0, what };
		}),
	);
	for (const { passed, what } of results) check(passed, what);
	await cluster.kill(cluster.main, 'SIGTERM');
	cluster.settings = usual;
	await cluster.startMain();
}

async function watched(cluster, sandbox, trigger, how) {
	const { id, name } = sandbox.credentials().find(({ type }) => type === trigger.credential);
	const workflowId = await cluster.deploy({
		name: `${trigger.name} ${how}`,
		settings: { saveDataSuccessExecution: 'all' },
		nodes: [
			{
				id: randomUUID(),
				name: 'Trigger',
				type: `n8n-nodes-customer-engagement.${trigger.type}`,
				typeVersion: 1,
				position: [0, 0],
				parameters: { pollTimes: OFTEN, ...trigger.parameters },
				credentials: { [trigger.credential]: { id, name } },
			},
			{
				id: randomUUID(),
				name: 'End',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
	});
	return { workflow: await cluster.rest('GET', `/workflows/${workflowId}`), trigger };
}

/** How often each record was given out, by its key, and in how many executions; also in those that n8n has stored and not run. */
async function given(cluster, workflowId, { keyOf }) {
	const times = new Map();
	const executions = await cluster.executions(workflowId);
	for (const { id } of executions) {
		const { runData, open } = await cluster.result(id);
		const items =
			runData.Trigger?.[0]?.data?.main?.[0] ??
			open.find(({ node }) => node.name === 'Trigger')?.data.main[0] ??
			[];
		for (const { json } of items) times.set(keyOf(json), (times.get(keyOf(json)) ?? 0) + 1);
	}
	return { times, runs: executions.length };
}
