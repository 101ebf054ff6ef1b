// Several processes of n8n: PostgreSQL, Redis, main and two workers, with the packed package in each.
//   npm run test:queue [-- --only rerun,token]
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { importCredentials } from '../e2e/credentials.mjs';
import { ensureN8n, installPackage, packPackage } from '../n8nHost.mjs';
import { buildWhatChanged, finish, installDependencies, ROOT, say, StepError } from '../steps.mjs';
import { Cluster } from './cluster.mjs';
import { startDatabases } from './databases.mjs';
import { checkLimits } from './limits.mjs';
import { checkMemory } from './memory.mjs';
import { checkRerun } from './rerun.mjs';
import { checkStop } from './stop.mjs';
import { checkToken } from './token.mjs';
import { checkTriggers } from './triggers.mjs';

const TOPICS = {
	token: checkToken,
	stop: checkStop,
	limits: checkLimits,
	triggers: checkTriggers,
	memory: checkMemory,
	rerun: checkRerun,
};

const { values: OPTIONS } = parseArgs({
	options: { n8n: { type: 'string' }, only: { type: 'string' } },
});

async function queueTest() {
	const topics = topicsToRun();
	const folder = mkdtempSync(path.join(os.tmpdir(), 'n8n-queue-'));
	const databases = await startDatabases(folder);
	let sandbox;
	let cluster;
	try {
		await installDependencies();
		await buildWhatChanged();
		const host = await ensureN8n(OPTIONS.n8n);
		const installed = path.join(folder, 'installed');
		say('installing the package');
		await installPackage(await packPackage(), installed);
		const { startSandbox } = createRequire(import.meta.url)(
			path.join(ROOT, 'build', 'sandbox', 'index.js'),
		);
		sandbox = await startSandbox();
		cluster = new Cluster(host, folder, installed, databases.env);
		let passed = 0;
		const check = (ok, what) => {
			if (!ok) throw new StepError(`not ok: ${what}`);
			passed += 1;
			console.log(`  ok: ${what}`);
		};
		say('making the database');
		const { env } = await cluster.environment('import');
		await importCredentials(
			host,
			{ ...env, N8N_LOG_LEVEL: 'warn' },
			path.join(folder, 'import'),
			sandbox,
		);
		for (const name of topics) {
			for (const fakeServer of Object.values(sandbox.fakeServers)) fakeServer.reset();
			const begin = Date.now();
			await cluster.start();
			await TOPICS[name]({ cluster, sandbox, check, folder });
			console.log(`  ${name}: ${Math.round((Date.now() - begin) / 1000)} s`);
		}
		console.log(`${passed} passed, 0 failed`);
	} catch (error) {
		for (const child of [cluster?.main, ...(cluster?.workers ?? [])])
			console.log(child?.output.slice(-2000) ?? '');
		throw error;
	} finally {
		await cluster?.stop();
		await sandbox?.stop();
		await databases.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** All topics, or those of `--only a,b`. */
function topicsToRun() {
	const all = Object.keys(TOPICS);
	const asked = OPTIONS.only?.split(',') ?? all;
	const unknown = asked.filter((name) => !all.includes(name));
	if (unknown.length > 0)
		throw new StepError(`No topic is named ${unknown.join(', ')}. Topics: ${all.join(', ')}.`);
	return all.filter((name) => asked.includes(name));
}

finish(queueTest());
