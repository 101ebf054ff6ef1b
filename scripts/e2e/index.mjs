import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import {
	ensureN8n,
	freePort,
	installPackage,
	n8nCommand,
	n8nEnvironment,
	packPackage,
} from '../n8nHost.mjs';
import { build, finish, installDependencies, ROOT, StepError, tool } from '../steps.mjs';
import { checkBiginTrigger } from './biginTrigger.mjs';
import { importCredentials } from './credentials.mjs';
import { checkEditor } from './editor.mjs';
import { runExamples } from './examples.mjs';
import { checkExpressions } from './expressions.mjs';
import { checkKhorosCrms } from './khorosCrms.mjs';
import { checkKhorosEvents } from './khorosEvents.mjs';
import { checkKhorosLatency } from './khorosLatency.mjs';
import { checkKhorosLoad } from './khorosLoad.mjs';
import { checkKhorosPage } from './khorosPage.mjs';
import { checkKhorosTrigger } from './khorosTrigger.mjs';
import { checkKustomerSendAndWait } from './kustomerSendAndWait.mjs';
import { checkKustomerWebhooks } from './kustomerWebhooks.mjs';
import { N8nServer } from './server.mjs';
import { checkShareCrmEvents } from './shareCrmEvents.mjs';

/** Topics that run workflows by n8n's command line. */
const BY_COMMAND = { examples: runExamples, expressions: checkExpressions };

/** Topics that need n8n as a server, in their order. */
const BY_SERVER = {
	editor: checkEditor,
	khorosTrigger: checkKhorosTrigger,
	khorosCrms: checkKhorosCrms,
	khorosEvents: checkKhorosEvents,
	khorosLoad: checkKhorosLoad,
	khorosLatency: checkKhorosLatency,
	khorosPage: checkKhorosPage,
	biginTrigger: checkBiginTrigger,
	kustomerWebhooks: checkKustomerWebhooks,
	shareCrmEvents: checkShareCrmEvents,
	kustomerSendAndWait: checkKustomerSendAndWait,
};

const { values: OPTIONS } = parseArgs({
	options: {
		n8n: { type: 'string' },
		only: { type: 'string' },
		timed: { type: 'boolean', default: false },
	},
});

async function endToEnd() {
	const topics = topicsToRun();
	await installDependencies();
	await build();
	await tool('tsc', ['-p', 'tsconfig.tools.json']);
	const host = await ensureN8n(OPTIONS.n8n);
	const userFolder = mkdtempSync(path.join(os.tmpdir(), 'n8n-e2e-'));
	const { startSandbox } = createRequire(import.meta.url)(
		path.join(ROOT, 'build', 'sandbox', 'index.js'),
	);
	const sandbox = await startSandbox();
	const port = await freePort();
	const env = {
		...n8nEnvironment(host, userFolder, port),
		// Else n8n tells services its address by the name of the machine's loopback, which may lead to another one.
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
	};
	const n8n = new N8nServer(host, env, port);
	let passed = 0;
	const check = (ok, what) => {
		if (!ok) throw new StepError(`not ok: ${what}`);
		passed += 1;
		console.log(`  ok: ${what}`);
	};
	// A bound in milliseconds says nothing on a machine that is busy, so only --timed holds it.
	const measured = (ok, what) =>
		OPTIONS.timed ? check(ok, what) : console.log(`  measured: ${what}`);
	const runWorkflow = async (id) => await runByCommand(host, env, id);
	const failed = [];
	// A topic that fails does not keep the others back.
	const run = async (name, topic) => {
		for (const fakeServer of Object.values(sandbox.fakeServers)) fakeServer.reset();
		try {
			await topic(context);
		} catch (error) {
			console.log(n8n.output.slice(-3000), error instanceof StepError ? error.message : error);
			failed.push(name);
		}
	};
	const context = {
		host,
		env,
		userFolder,
		sandbox,
		n8n,
		runWorkflow,
		check,
		measured,
		timed: OPTIONS.timed,
	};
	try {
		await installPackage(await packPackage(), userFolder);
		await importCredentials(host, env, userFolder, sandbox);
		for (const name of topics.filter((topic) => topic in BY_COMMAND))
			await run(name, BY_COMMAND[name]);
		const served = topics.filter((topic) => topic in BY_SERVER);
		if (served.length > 0) await n8n.start();
		for (const name of served) await run(name, BY_SERVER[name]);
		console.log(`${passed} passed, ${failed.length} failed`);
		if (failed.length > 0) throw new StepError(`These topics failed: ${failed.join(', ')}`);
	} finally {
		await n8n.stop();
		await sandbox.stop();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

/** All topics, or those of `--only a,b`. */
function topicsToRun() {
	const all = [...Object.keys(BY_COMMAND), ...Object.keys(BY_SERVER)];
	const asked = OPTIONS.only?.split(',') ?? all;
	const unknown = asked.filter((name) => !all.includes(name));
	if (unknown.length > 0)
		throw new StepError(`No topic is named ${unknown.join(', ')}. Topics: ${all.join(', ')}.`);
	return all.filter((name) => asked.includes(name));
}

/** Runs a workflow by n8n's command line and returns its run. */
async function runByCommand(host, env, id) {
	const printed = await n8nCommand(host, { ...env, N8N_LOG_LEVEL: 'info' }, [
		'execute',
		`--id=${id}`,
		'--rawOutput',
	]);
	return JSON.parse(printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1));
}

finish(endToEnd());
