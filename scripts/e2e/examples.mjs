import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { n8nCommand } from '../n8nHost.mjs';
import { ROOT, say } from '../steps.mjs';
import { addToBigin } from './bigin.mjs';
import { PACKAGE } from './package.mjs';

/** Imports the examples and runs each by n8n's command line against the sandbox. */
export async function runExamples({ host, env, sandbox, runWorkflow, check }) {
	say('importing examples');
	await n8nCommand(host, env, [
		'import:workflow',
		'--separate',
		`--input=${path.join(ROOT, 'examples')}`,
	]);
	for (const name of readdirSync(path.join(ROOT, 'examples')).filter((entry) =>
		entry.endsWith('.json'),
	)) {
		const workflow = JSON.parse(readFileSync(path.join(ROOT, 'examples', name), 'utf8'));
		const ours = workflow.nodes.filter((node) => node.type.startsWith(`${PACKAGE.name}.`));
		// Only a server polls.
		if (ours.some(isTrigger)) continue;
		say(`running ${name}`);
		if (name === 'biginExport.json')
			await addToBigin(
				sandbox,
				'Contacts',
				['Johnson', 'Williams', 'Bell'].map((Last_Name) => ({ Last_Name })),
			);
		// These look for people and records that are there before.
		if (name.startsWith('salesforce')) await furnish(sandbox);
		const before = lengthsOf(sandbox);
		const run = await runWorkflow(workflow.id);
		checkExample(name, workflow, ours, run, { sandbox, before }, check);
		for (const fakeServer of Object.values(sandbox.fakeServers)) fakeServer.reset();
	}
}

/** Every node of ours succeeds, gives each input item a result of its own, and stores what it says. */
function checkExample(name, workflow, ours, run, { sandbox, before }, check) {
	const { runData } = run.data.resultData;
	const tasks = ours.map((node) => runData[node.name]?.[0]);
	check(
		run.finished === true && tasks.every((task) => task?.executionStatus === 'success'),
		`${name} succeeds`,
	);
	for (const [index, node] of ours.entries()) {
		const input = runData[inputOf(workflow, node.name, runData)]?.[0].data.main[0] ?? [];
		const linked = tasks[index].data.main
			.flat()
			.flatMap((item) => [item.pairedItem].flat().map((pair) => pair?.item ?? pair));
		const isExport =
			node.parameters.resource === 'bulkRead' || node.parameters.operation === 'query';
		const once = isExport || linked.length === input.length;
		check(
			once && new Set(linked).size === input.length,
			`${name}, ${node.name}: each of ${input.length} items has its own result`,
		);
	}
	const fakeServer = Object.values(sandbox.fakeServers).find(({ requests }) => requests.length > 0);
	const kinds = Object.entries(fakeServer?.vendor.stored() ?? {});
	const given = tasks.reduce((sum, task) => sum + task.data.main[0].length, 0);
	// Elsewhere others are sent inside the record, such as attendees, or are there before, such as people.
	const lengths = kinds.map(([, { length }]) => length);
	const grown = kinds.map(([kind, { length }]) => length - (before.get(kind) ?? 0));
	const stored = name.startsWith('bigin')
		? lengths.reduce((sum, length) => sum + length, 0)
		: ([...grown, ...lengths].find((length) => length === given) ?? 0);
	check(
		stored > 0 && stored === given,
		`${name}: the sandbox holds ${stored} records, one for each good item`,
	);
}

/** Puts the samples of `npm start` into the fake servers. */
async function furnish(sandbox) {
	const { addSamples } = createRequire(import.meta.url)(
		path.join(ROOT, 'build', 'sandbox', 'samples.js'),
	);
	await addSamples(sandbox);
	for (const { requests } of Object.values(sandbox.fakeServers)) requests.length = 0;
}

/** How many records of each kind the fake servers hold. */
function lengthsOf(sandbox) {
	return new Map(
		Object.values(sandbox.fakeServers).flatMap(({ vendor }) =>
			Object.entries(vendor.stored()).map(([kind, { length }]) => [kind, length]),
		),
	);
}

function isTrigger(node) {
	return node.type.endsWith('Trigger');
}

/** The node that has run and leads to another. */
function inputOf(workflow, name, runData) {
	return Object.keys(workflow.connections).find(
		(from) =>
			runData[from] && workflow.connections[from].main.flat().some((link) => link?.node === name),
	);
}
