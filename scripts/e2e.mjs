import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { checkExpressions } from './e2eExpressions.mjs';
import { checkCrmTrigger } from './e2eKhoros.mjs';
import { checkWebhooks } from './e2eWebhooks.mjs';
import {
	assertPortFree,
	ensureN8n,
	installPackage,
	n8nCommand,
	n8nEnvironment,
	packPackage,
	startServer,
	waitUntilEditable,
} from './n8nHost.mjs';
import { activate, restOf, signIn, waitFor } from './n8nRest.mjs';
import { build, finish, installDependencies, ROOT, say, StepError, tool } from './steps.mjs';

const PORT = 5890;
const { values: OPTIONS } = parseArgs({
	options: { n8n: { type: 'string' }, only: { type: 'string' } },
});
const PACKAGE = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

async function endToEnd() {
	await installDependencies();
	await build();
	await tool('tsc', ['-p', 'tsconfig.tools.json']);
	const host = await ensureN8n(OPTIONS.n8n);
	await assertPortFree(PORT, 'n8n');
	const userFolder = mkdtempSync(path.join(os.tmpdir(), 'n8n-e2e-'));
	const { startSandbox } = createRequire(import.meta.url)(
		path.join(ROOT, 'build', 'sandbox', 'index.js'),
	);
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
		await importCredentials(host, env, userFolder, sandbox);
		if (OPTIONS.only !== 'webhooks') {
			await runExamples(host, env, sandbox, check);
			const run = async (id) => await runWorkflow(host, env, id);
			await checkExpressions(host, env, userFolder, sandbox, run, check);
			await checkServer(host, env, sandbox, check);
		}
		await checkWebhooks(host, env, PORT, sandbox.fakeServers.kustomer, check);
		console.log(`${passed} passed, 0 failed`);
	} finally {
		await sandbox.stop();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

async function importCredentials(host, env, userFolder, sandbox) {
	say('importing credentials');
	const file = path.join(userFolder, 'credentials.json');
	writeFileSync(file, JSON.stringify([...sandbox.credentials(), ...wrongCredentials(sandbox)]));
	await n8nCommand(host, env, ['import:credentials', `--input=${file}`]);
}

/** Imports the examples and runs each by n8n's command line against the sandbox. */
async function runExamples(host, env, sandbox, check) {
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
		const run = await runWorkflow(host, env, workflow.id);
		checkExample(name, workflow, ours, run, sandbox, check);
		for (const fakeServer of Object.values(sandbox.fakeServers)) fakeServer.reset();
	}
}

/** Every node of ours succeeds, gives each input item a result of its own, and stores what it says. */
function checkExample(name, workflow, ours, run, sandbox, check) {
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
		const once = node.parameters.resource === 'bulkRead' || linked.length === input.length;
		check(
			once && new Set(linked).size === input.length,
			`${name}, ${node.name}: each of ${input.length} items has its own result`,
		);
	}
	const fakeServer = Object.values(sandbox.fakeServers).find(({ requests }) => requests.length > 0);
	const kinds = Object.values(fakeServer?.vendor.stored() ?? {});
	// Elsewhere the first kind is the record itself; others, such as attendees, are sent inside it.
	const stored = name.startsWith('bigin') ? kinds.flat().length : (kinds[0]?.length ?? 0);
	const given = tasks.reduce((sum, task) => sum + task.data.main[0].length, 0);
	check(
		stored > 0 && stored === given,
		`${name}: the sandbox holds ${stored} records, one for each good item`,
	);
}

function isTrigger(node) {
	return node.type.endsWith('Trigger');
}

/** Adds records to the fake server of Bigin, as another user would. */
async function addToBigin(sandbox, module, data) {
	const { url, vendor } = sandbox.fakeServers.bigin;
	const reply = await fetch(`${url}/bigin/v2/${module}`, {
		method: 'POST',
		headers: {
			authorization: `Zoho-oauthtoken ${vendor.firstToken}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ data }),
	});
	if (reply.status !== 201)
		throw new StepError(`the fake server of Bigin did not take the records: ${await reply.text()}`);
}

/** Activates the example with the trigger, adds a deal, and waits for the call. */
async function checkTrigger(base, cookie, sandbox, check) {
	say('activating biginNewDeal.json (about a minute and a half)');
	const { id, nodes, ...workflow } = JSON.parse(
		readFileSync(path.join(ROOT, 'examples', 'biginNewDeal.json'), 'utf8'),
	);
	const trigger = nodes.find(isTrigger);
	// Every minute, which is n8n's shortest, and soon for the first time.
	const second = (new Date().getSeconds() + 15) % 60;
	trigger.parameters.pollTimes = {
		item: [{ mode: 'custom', cronExpression: `${second} * * * * *` }],
	};
	const rest = restOf(base, cookie);
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

/** Runs a workflow by n8n's command line and returns its run. */
async function runWorkflow(host, env, id) {
	const printed = await n8nCommand(host, { ...env, N8N_LOG_LEVEL: 'info' }, [
		'execute',
		`--id=${id}`,
		'--rawOutput',
	]);
	return JSON.parse(printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1));
}

/** The node that has run and leads to another. */
function inputOf(workflow, name, runData) {
	return Object.keys(workflow.connections).find(
		(from) =>
			runData[from] && workflow.connections[from].main.flat().some((link) => link?.node === name),
	);
}

/** Starts n8n's server and looks at what the editor would get. */
async function checkServer(host, env, sandbox, check) {
	say('starting n8n');
	let output = '';
	const server = startServer(host, env, (text) => (output += text));
	const base = `http://127.0.0.1:${PORT}`;
	try {
		await waitUntilEditable(base, server);
		const { cookie, setUp } = await signIn(base);
		check(setUp, 'the owner account can be set up');
		const { data: settings } = await (
			await fetch(`${base}/rest/settings`, { headers: { cookie } })
		).json();
		check(
			settings.timezone ===
				(process.env.GENERIC_TIMEZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone),
			`n8n has the machine's time zone, ${settings.timezone}`,
		);
		const types = await (await fetch(`${base}/types/nodes.json`, { headers: { cookie } })).json();
		for (const file of PACKAGE.n8n.nodes) {
			const name = path.basename(file, '.node.js');
			const type = `${PACKAGE.name}.${name[0].toLowerCase()}${name.slice(1)}`;
			const node = types.find((entry) => entry.name === type);
			check(node?.codex?.categories?.length > 0, `${name}: n8n lists it with its codex`);
			if (!name.endsWith('Trigger'))
				check(
					types.some((entry) => entry.name === `${type}Tool`),
					`${name}: n8n makes a tool of it`,
				);
			const icon = await fetch(
				`${base}/${typeof node.iconUrl === 'string' ? node.iconUrl : node.iconUrl.light}`,
			);
			check(
				icon.ok && icon.headers.get('content-type')?.includes('svg'),
				`${name}: its icon is served`,
			);
		}
		await checkCrmTrigger(base, restOf(base, cookie), check);
		await checkTrigger(base, cookie, sandbox, check);
		for (const credential of sandbox.credentials()) {
			check(
				(await testCredential(base, cookie, credential)) === 'OK',
				`${credential.type}: the credential test accepts a good credential`,
			);
		}
		for (const credential of wrongCredentials(sandbox)) {
			check(
				(await testCredential(base, cookie, credential)) === 'Error',
				`${credential.type}: the credential test refuses a wrong secret`,
			);
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
	{
		type: 'biginOAuth2Api',
		secret: {
			clientSecret: 'wrong',
			oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' },
		},
	},
	{ type: 'kustomerApi', secret: { apiKey: 'wrong' } },
	{
		type: 'salesforceEngagementOAuth2Api',
		secret: {
			clientSecret: 'wrong',
			oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' },
		},
	},
	{ type: 'salesforceEngagementClientCredentialsOAuth2Api', secret: { clientSecret: 'wrong' } },
	{ type: 'shareCrmApi', secret: { appSecret: 'wrong' } },
	{ type: 'khorosMarketingApi', secret: { accessToken: 'wrong' } },
	{ type: 'khorosMarketingCrmApi', secret: { secret: 'wrong' } },
];

function wrongCredentials(sandbox) {
	return SECRETS.map(({ type, secret }) => {
		const good = sandbox.credentials().find((entry) => entry.type === type);
		return {
			...good,
			id: `${type}Wrong`,
			name: `${good.name} (wrong)`,
			data: { ...good.data, ...secret },
		};
	});
}

async function testCredential(base, cookie, credential) {
	const reply = await fetch(`${base}/rest/credentials/test`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', cookie },
		body: JSON.stringify({ credentials: credential }),
	});
	return (await reply.json()).data?.status;
}

finish(endToEnd());
