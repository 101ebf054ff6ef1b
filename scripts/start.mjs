import { createHash } from 'node:crypto';
import {
	appendFileSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	watch,
	writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import {
	assertPortFree,
	cacheFolder,
	ensureN8n,
	installWhatChanged,
	N8N_LINES,
	n8nCommand,
	n8nEnvironment,
	startServer,
	waitUntilEditable,
} from './n8nHost.mjs';
import {
	buildWhatChanged,
	finish,
	installDependencies,
	leaveStamp,
	ROOT,
	say,
	stampOf,
	step,
	StepError,
} from './steps.mjs';

const OWNER = {
	email: 'owner@example.com',
	password: 'Sandbox-2026',
	firstName: 'Sandbox',
	lastName: 'Owner',
};
const VENDOR_PORTS = 5;
const USAGE = `npm start [-- --port 5678] [--n8n ${N8N_LINES.join('|')}] [--folder PATH]

Starts n8n with this package, the sandbox of all vendors and the examples. n8n keeps its data in the cache folder, or in --folder.
npm run dev does the same, and starts n8n again with each change of the nodes.`;

async function start() {
	const values = choices();
	if (values.help) {
		console.log(USAGE);
		return;
	}
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1024 || port > 65_000)
		throw new StepError(`--port takes a number from 1024 to 65000, not "${values.port}".`);
	const sandboxPort = port + 10;
	await assertPortFree(port, 'n8n');
	await assertPortFree(port + 1, "n8n's task runner");
	for (let index = 0; index < VENDOR_PORTS; index++)
		await assertPortFree(sandboxPort + index, 'the sandbox');

	await installDependencies();
	await buildWhatChanged();
	const host = await ensureN8n(values.n8n);

	say('starting the sandbox');
	const built = (file) => createRequire(import.meta.url)(path.join(ROOT, 'build', 'sandbox', file));
	const sandbox = await built('index.js').startSandbox(sandboxPort);
	await built('samples.js').addSamples(sandbox);

	// A home of its own: an older n8n cannot open the database of a newer one.
	const folder = values.folder && path.resolve(values.folder);
	const userFolder =
		folder ??
		path.join(
			cacheFolder(),
			values.n8n === N8N_LINES[0] ? `home-${port}` : `home-${port}-${values.n8n}`,
		);
	const env = n8nEnvironment(host, userFolder, port);
	await installWhatChanged(userFolder);
	await importOnce(host, env, userFolder, sandbox.credentials());

	const log = path.join(folder ?? cacheFolder(), `n8n-${port}.log`);
	writeFileSync(log, '');
	const serve = () => startServer(host, env, (text) => appendFileSync(log, text));
	const untilReady = async () =>
		await step(
			'starting n8n',
			async () => await waitUntilEditable(`http://127.0.0.1:${port}`, server),
		);
	let server = serve();
	let stopping = false;
	const stopAll = async () => {
		stopping = true;
		say('stopping');
		await server.stop();
		await sandbox.stop();
	};
	process.once('SIGINT', () => void stopAll());
	process.once('SIGTERM', () => void stopAll());
	try {
		await untilReady();
		await setUpOwner(port);
		welcome(port, sandbox, log);
	} catch (error) {
		if (stopping) return;
		console.error(readFileSync(log, 'utf8').slice(-3000));
		await stopAll();
		throw error;
	}
	while (values.watch && (await changeBefore(server.exited))) {
		try {
			await buildWhatChanged();
		} catch (error) {
			// The person at the terminal mends the code, which is the next change.
			console.error(error.message);
			continue;
		}
		await server.stop();
		await installWhatChanged(userFolder);
		if (stopping) break;
		server = serve();
		await untilReady();
		say('n8n runs with the change; reload its page');
	}
	const code = await server.exited;
	await sandbox.stop();
	if (code) throw new StepError(`n8n ended with code ${code}.`);
}

/** Waits for a change of the nodes. False where n8n has ended before. */
async function changeBefore(end) {
	const watching = new AbortController();
	const change = new Promise((resolve) => {
		let timer;
		for (const folder of ['nodes', 'credentials', 'icons'])
			watch(path.join(ROOT, folder), { recursive: true, signal: watching.signal }, () => {
				clearTimeout(timer);
				// An editor writes a file in several steps.
				timer = setTimeout(() => resolve(true), 300);
			});
	});
	const changed = await Promise.race([change, end.then(() => false)]);
	watching.abort();
	return changed;
}

function choices() {
	try {
		return parseArgs({
			options: {
				port: { type: 'string', default: '5678' },
				n8n: { type: 'string', default: N8N_LINES[0] },
				folder: { type: 'string' },
				watch: { type: 'boolean' },
				help: { type: 'boolean', short: 'h' },
			},
		}).values;
	} catch (error) {
		throw new StepError(`${error.message.replace(/\.?$/, '.')}\n\n${USAGE}`);
	}
}

/**
 * Brings in the credentials, and the examples where they are new or have changed. The two have a stamp each: the sandbox has
 * new tokens at each start, and importing the examples with them would undo what a person has changed in them.
 */
async function importOnce(host, env, userFolder, credentials) {
	await ifChanged(path.join(userFolder, '.imported'), JSON.stringify(credentials), async (text) => {
		const folder = mkdtempSync(path.join(os.tmpdir(), 'n8n-import-'));
		try {
			const file = path.join(folder, 'credentials.json');
			writeFileSync(file, text);
			await step(
				'adding the credentials of the sandbox to n8n',
				async () => await n8nCommand(host, env, ['import:credentials', `--input=${file}`]),
			);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});
	const examples = path.join(ROOT, 'examples');
	const texts = readdirSync(examples)
		.filter((name) => name.endsWith('.json'))
		.map((name) => readFileSync(path.join(examples, name), 'utf8'));
	await ifChanged(path.join(userFolder, '.examples'), texts.join('\n'), async () => {
		await step(
			'adding the example workflows',
			async () =>
				await n8nCommand(host, env, ['import:workflow', '--separate', `--input=${examples}`]),
		);
	});
}

/** Does something with a text, unless the stamp says that it was done with the same one. */
async function ifChanged(stamp, text, work) {
	const digest = createHash('sha256').update(text).digest('hex');
	if (stampOf(stamp) === digest) return;
	await work(text);
	leaveStamp(stamp, digest);
}

async function setUpOwner(port) {
	const reply = await fetch(`http://127.0.0.1:${port}/rest/owner/setup`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(OWNER),
	});
	// 400: the owner was set up at an earlier start.
	if (!reply.ok && reply.status !== 400)
		throw new StepError(`n8n's owner account could not be set up (HTTP ${reply.status}).`);
}

function welcome(port, sandbox, log) {
	const first = JSON.parse(readFileSync(path.join(ROOT, 'examples', 'bigin.json'), 'utf8')).id;
	const vendors = Object.values(sandbox.fakeServers).map(
		({ vendor, url }) => `    ${vendor.name.padEnd(24)} ${url}`,
	);
	console.log(`
  n8n is ready.

  1. Open         http://localhost:${port}/workflow/${first}
  2. Sign in      ${OWNER.email}  /  ${OWNER.password}
  3. Press "Execute workflow". The other examples are at http://localhost:${port}/home/workflows
     What you change in an example stays, until an update of this checkout brings new examples.

  Fake servers of the five services. Open an address to see what it holds, and what to enter in a credential of your own:
${vendors.join('\n')}

  n8n's log: ${log}
  Ctrl-C stops everything.
`);
}

finish(start());
