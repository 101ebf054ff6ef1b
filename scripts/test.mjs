import { watch } from 'node:fs';
import path from 'node:path';

import { buildWhatChanged, build, finish, installDependencies, ROOT, say, tool } from './steps.mjs';

async function test() {
	const args = process.argv.slice(2);
	await installDependencies();
	if (args.some((arg) => arg.startsWith('--watch'))) return await watchTests(args);
	await build();
	say('checking types and lint');
	await Promise.all([
		tool('tsc', ['-p', 'tsconfig.test.json']),
		tool('n8n-node', ['lint']),
		tool('prettier', ['--check', '--log-level', 'warn', '.']),
	]);
	say('running unit, workflow, fault and package tests');
	await tool('jest', args);
}

/** Runs the tests of what changes. Workflow tests run the built package, so it is built again with each change of the nodes. */
async function watchTests(args) {
	await buildWhatChanged();
	let timer;
	let building = Promise.resolve();
	for (const folder of ['nodes', 'credentials'])
		watch(path.join(ROOT, folder), { recursive: true }, () => {
			clearTimeout(timer);
			timer = setTimeout(() => {
				building = building.then(buildWhatChanged).catch((error) => console.error(error.message));
			}, 300);
		}).unref();
	await tool('jest', args, { interactive: true });
	clearTimeout(timer);
	await building;
}

finish(test());
