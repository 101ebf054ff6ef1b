import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

import { checkExpressions } from './e2eExpressions.mjs';
import { assertPortFree, ensureN8n, installPackage, n8nCommand, n8nEnvironment, packPackage, startServer, waitUntilReady } from './n8nHost.mjs';
import { build, finish, installDependencies, ROOT, say, StepError, tool } from './steps.mjs';

const PORT = 5890;
const PACKAGE = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

async function endToEnd() {
	await installDependencies();
	await build();
	await tool('tsc', ['-p', 'tsconfig.tools.json']);
	const host = await ensureN8n();
	await assertPortFree(PORT, 'n8n');
	const userFolder = mkdtempSync(path.join(os.tmpdir(), 'n8n-e2e-'));
	const { startSandbox } = createRequire(import.meta.url)(path.join(ROOT, 'build', 'sandbox', 'index.js'));
	const sandbox = await startSandbox();
	let passed = 0;
	const check = (ok, what) => {
		if (!ok) throw new StepError(`not ok: ${what}`);
		passed += 1;
		console.log(`  ok: ${what}`);
	};
	try {
		const env = n8nEnvironment(host, userFolder, PORT);
		await installPackage(await packPackage(), userFolder);
		await runExamples(host, env, userFolder, sandbox, check);
		await checkExpressions(host, env, userFolder, sandbox, async (id) => await runWorkflow(host, env, id), check);
		await checkServer(host, env, sandbox, check);
		console.log(`${passed} passed, 0 failed`);
	} finally {
		await sandbox.stop();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

/** Imports the examples and runs each by n8n's command line against the sandbox. */
async function runExamples(host, env, userFolder, sandbox, check) {
	say('importing credentials and examples');
	const file = path.join(userFolder, 'credentials.json');
	writeFileSync(file, JSON.stringify(sandbox.credentials()));
	await n8nCommand(host, env, ['import:credentials', `--input=${file}`]);
	await n8nCommand(host, env, ['import:workflow', '--separate', `--input=${path.join(ROOT, 'examples')}`]);
	for (const name of readdirSync(path.join(ROOT, 'examples')).filter((entry) => entry.endsWith('.json'))) {
		const workflow = JSON.parse(readFileSync(path.join(ROOT, 'examples', name), 'utf8'));
		const ours = workflow.nodes.find((node) => node.type.startsWith(`${PACKAGE.name}.`));
		say(`running ${name}`);
		const run = await runWorkflow(host, env, workflow.id);
		const { runData } = run.data.resultData;
		const task = runData[ours.name]?.[0];
		const input = runData[inputOf(workflow, ours.name)]?.[0].data.main[0] ?? [];
		const outputs = task?.data?.main ?? [];
		check(run.finished === true && task?.executionStatus === 'success', `${name} succeeds`);
		const linked = outputs.flat().flatMap((item) => [item.pairedItem].flat().map((pair) => pair?.item ?? pair));
		check(linked.length === input.length && new Set(linked).size === input.length, `${name}: each of ${input.length} items has its own result`);
		const standIn = Object.values(sandbox.standIns).find(({ requests }) => requests.length > 0);
		// The first kind is the record itself; others, such as attendees, travel inside it.
		const stored = Object.values(standIn?.vendor.stored() ?? {})[0]?.length ?? 0;
		check(stored > 0 && stored === outputs[0].length, `${name}: the sandbox stored ${stored} records, one for each good item`);
		standIn?.reset();
	}
}

/** Runs a workflow by n8n's command line and returns its run. */
async function runWorkflow(host, env, id) {
	const printed = await n8nCommand(host, { ...env, N8N_LOG_LEVEL: 'info' }, ['execute', `--id=${id}`, '--rawOutput']);
	return JSON.parse(printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1));
}

function inputOf(workflow, name) {
	return Object.keys(workflow.connections).find((from) => workflow.connections[from].main.flat().some((link) => link?.node === name));
}

/** Starts n8n's server and looks at what the editor would get. */
async function checkServer(host, env, sandbox, check) {
	say('starting n8n');
	let output = '';
	const server = startServer(host, env, (text) => (output += text));
	const base = `http://127.0.0.1:${PORT}`;
	try {
		await waitUntilReady(`${base}/healthz/readiness`, server);
		const setup = await fetch(`${base}/rest/owner/setup`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'owner@example.com', password: 'Sandbox-2026', firstName: 'Sandbox', lastName: 'Owner' }) });
		check(setup.ok, 'the owner account can be set up');
		const cookie = setup.headers.getSetCookie().map((entry) => entry.split(';')[0]).join('; ');
		const types = await (await fetch(`${base}/types/nodes.json`, { headers: { cookie } })).json();
		for (const file of PACKAGE.n8n.nodes) {
			const name = path.basename(file, '.node.js');
			const type = `${PACKAGE.name}.${name[0].toLowerCase()}${name.slice(1)}`;
			const node = types.find((entry) => entry.name === type);
			check(node?.codex?.categories?.length > 0, `${name}: n8n lists it with its codex`);
			check(types.some((entry) => entry.name === `${type}Tool`), `${name}: n8n makes a tool of it`);
			const icon = await fetch(`${base}/${typeof node.iconUrl === 'string' ? node.iconUrl : node.iconUrl.light}`);
			check(icon.ok && icon.headers.get('content-type')?.includes('svg'), `${name}: its icon is served`);
		}
		for (const credential of sandbox.credentials()) {
			check((await testCredential(base, cookie, credential)) === 'OK', `${credential.type}: the credential test accepts a good credential`);
		}
		for (const { type, secret } of SECRETS) {
			const credential = sandbox.credentials().find((entry) => entry.type === type);
			// A stored credential would be filled up from what is stored.
			credential.id = '';
			credential.data = { ...credential.data, ...secret };
			check((await testCredential(base, cookie, credential)) === 'Error', `${type}: the credential test refuses a wrong secret`);
		}
	} catch (error) {
		console.log(output.slice(-3000));
		throw error;
	} finally {
		await server.stop();
	}
}

/** What makes each credential a wrong one. */
const SECRETS = [
	{ type: 'biginOAuth2Api', secret: { clientSecret: 'wrong', oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' } } },
	{ type: 'kustomerApi', secret: { apiKey: 'wrong' } },
	{ type: 'salesforceEngagementOAuth2Api', secret: { clientSecret: 'wrong', oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' } } },
	{ type: 'salesforceEngagementClientCredentialsOAuth2Api', secret: { clientSecret: 'wrong' } },
	{ type: 'shareCrmApi', secret: { appSecret: 'wrong' } },
	{ type: 'khorosMarketingCrmApi', secret: { secret: 'wrong' } },
];

async function testCredential(base, cookie, credential) {
	const reply = await fetch(`${base}/rest/credentials/test`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ credentials: credential }) });
	return (await reply.json()).data?.status;
}

finish(endToEnd());
