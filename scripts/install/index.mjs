// The package as users install it: published to a local npm registry, and installed by n8n's own request and by hand.
//   npm run test:install
import {
	accessSync,
	constants,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

import { importCredentials } from '../e2e/credentials.mjs';
import { N8nServer } from '../e2e/server.mjs';
import { ensureN8n, freePort, n8nCommand, n8nEnvironment } from '../n8nHost.mjs';
import {
	buildWhatChanged,
	finish,
	installDependencies,
	ROOT,
	runNpm,
	say,
	StepError,
} from '../steps.mjs';
import { printDescriptions } from './descriptions.mjs';
import { startRegistry } from './registry.mjs';
import { previousVersion, publishable } from './versions.mjs';

const {
	name: NAME,
	version: VERSION,
	n8n: PARTS,
} = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

async function installTest() {
	if (process.platform === 'win32')
		throw new StepError(
			'This test needs Linux or macOS: on Windows n8n starts npm in a way that cannot be led to another registry.',
		);
	const folder = mkdtempSync(path.join(os.tmpdir(), 'n8n-install-'));
	let registry;
	let sandbox;
	let n8n;
	try {
		await installDependencies();
		await buildWhatChanged();
		const host = await ensureN8n();
		registry = await startRegistry(host, folder);
		const previous = await previousVersion(folder, VERSION);
		const current = path.join(folder, 'current');
		publishable(ROOT, current);
		say(`publishing ${previous.version} and ${VERSION} to ${registry.url}`);
		await registry.publish(previous.folder);
		await registry.publish(current);
		const { startSandbox } = createRequire(import.meta.url)(
			path.join(ROOT, 'build/sandbox/index.js'),
		);
		sandbox = await startSandbox();
		let passed = 0;
		const check = (ok, what) => {
			if (!ok) throw new StepError(`not ok: ${what}`);
			passed += 1;
			console.log(`  ok: ${what}`);
		};
		const userFolder = path.join(folder, 'user');
		mkdirSync(userFolder);
		const port = await freePort();
		const loaded = path.join(folder, 'loaded.json');
		const env = {
			...n8nEnvironment(host, userFolder, port),
			...leadTo(registry.url, host.env, folder),
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			...countLoaded(folder, loaded),
		};
		n8n = new N8nServer(host, env, port);
		const run = async (file) => await runExample({ host, env, sandbox, file });

		say(`n8n's own request: ${NAME} ${previous.version}`);
		await n8n.start();
		await request(n8n, 'POST', { name: NAME, version: previous.version });
		check(
			(await versions(n8n)).join() === previous.version,
			`n8n installs ${previous.version} by its Community Nodes request`,
		);
		check(
			(await listed(n8n)).length > 0,
			`the editor is given ${(await listed(n8n)).length} node types`,
		);
		await n8n.stop();
		await importCredentials(host, env, userFolder, sandbox);
		await n8nCommand(host, env, ['import:workflow', '--separate', `--input=${previous.examples}`]);
		const examples = actions(previous.examples);
		for (const file of examples)
			check(
				await run(file),
				`${path.basename(file)}, saved with ${previous.version}, runs with it`,
			);

		say(`upgrade to ${VERSION}`);
		await n8n.start();
		await request(n8n, 'PATCH', { name: NAME, version: VERSION });
		check((await versions(n8n)).join() === VERSION, `n8n upgrades to ${VERSION}`);
		await n8n.stop();
		for (const file of examples)
			check(
				await run(file),
				`${path.basename(file)}, saved with ${previous.version}, still runs with ${VERSION}`,
			);

		await n8n.start();
		const types = await listed(n8n);
		await n8n.stop();
		// n8n itself loads every credential class of every package at its start.
		const files = JSON.parse(readFileSync(loaded, 'utf8')).filter(
			(file) => !file.includes(path.join(NAME, 'dist', 'credentials')),
		);
		check(
			files.length === 0 && types.length >= PARTS.nodes.length,
			`n8n starts with ${files.length} files of our nodes loaded, and lists ${types.length} node types`,
		);

		say('uninstall');
		await n8n.start();
		await request(n8n, 'DELETE', undefined, `?name=${NAME}`);
		check((await listed(n8n)).length === 0, 'n8n uninstalls it, and lists none of its nodes');
		await n8n.stop();

		say('by hand, in the nodes folder');
		const nodes = path.join(userFolder, '.n8n/nodes');
		await runNpm(
			[
				'install',
				`${NAME}@${VERSION}`,
				`--registry=${registry.url}`,
				'--ignore-scripts',
				'--omit=peer',
				'--legacy-peer-deps',
				'--no-audit',
				'--no-fund',
				'--loglevel=error',
			],
			{ cwd: nodes },
		);
		check(await run(examples[0]), `${path.basename(examples[0])} runs`);
		await n8n.start();
		check(
			(await listed(n8n)).length === types.length,
			`the editor is given ${types.length} node types`,
		);
		await n8n.stop();
		say('what each description costs');
		await printDescriptions();
		console.log(`${passed} passed, 0 failed`);
	} catch (error) {
		console.log(n8n?.output.slice(-3000) ?? '');
		throw error;
	} finally {
		await n8n?.stop();
		await sandbox?.stop();
		await registry?.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Leads n8n's npm to the local registry: another one is a licensed setting of n8n, so an npm before it in the path does it. */
function leadTo(url, env, folder) {
	const places = env.PATH.split(path.delimiter).map((entry) => path.join(entry, 'npm'));
	const npm = places.find((file) => {
		try {
			accessSync(file, constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
	const bin = path.join(folder, 'bin');
	mkdirSync(bin);
	writeFileSync(
		path.join(bin, 'npm'),
		`#!/bin/sh\nfor word; do\n\tshift\n\tcase "$word" in --registry=*) word="--registry=${url}";; esac\n\tset -- "$@" "$word"\ndone\nexec "${npm}" "$@"\n`,
		{ mode: 0o755 },
	);
	return { PATH: `${bin}${path.delimiter}${env.PATH}`, npm_config_registry: url };
}

/** Lets n8n's server write down, when it ends, which files of the package it has loaded. */
function countLoaded(folder, file) {
	const hook = path.join(folder, 'loaded.cjs');
	writeFileSync(
		hook,
		`if (process.argv.includes('start')) process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(file)}, JSON.stringify(Object.keys(require.cache).filter((name) => name.includes(require('node:path').join('node_modules', '${NAME}', 'dist'))))));\n`,
	);
	return { NODE_OPTIONS: `--require ${hook}` };
}

async function request(n8n, method, body, query = '') {
	const reply = await fetch(`${n8n.base}/rest/community-packages${query}`, {
		method,
		headers: { 'content-type': 'application/json', cookie: n8n.cookie },
		body: JSON.stringify(body),
	});
	if (!reply.ok)
		throw new StepError(`n8n answered ${reply.status} to ${method}: ${await reply.text()}`);
}

/** Versions of the package that n8n says are installed. */
async function versions(n8n) {
	const installed = await n8n.rest('GET', '/community-packages');
	return (installed ?? [])
		.filter(({ packageName }) => packageName === NAME)
		.map(({ installedVersion }) => installedVersion);
}

/** Our node types, as the editor gets them. */
async function listed(n8n) {
	const reply = await fetch(`${n8n.base}/types/nodes.json`, { headers: { cookie: n8n.cookie } });
	return (await reply.json()).filter(({ name }) => name.startsWith(`${NAME}.`));
}

/** The examples that the command line can run: those without a trigger of ours. */
function actions(folder) {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.map((name) => path.join(folder, name))
		.filter((file) => {
			const { nodes } = JSON.parse(readFileSync(file, 'utf8'));
			const ours = nodes.filter(({ type }) => type.startsWith(`${NAME}.`));
			return ours.length > 0 && !ours.some(({ type }) => type.endsWith('Trigger'));
		});
}

/** Runs a stored example by n8n's command line. Returns whether it succeeds. */
async function runExample({ host, env, sandbox, file }) {
	for (const fakeServer of Object.values(sandbox.fakeServers)) fakeServer.reset();
	const { id } = JSON.parse(readFileSync(file, 'utf8'));
	const printed = await n8nCommand(host, { ...env, N8N_LOG_LEVEL: 'info' }, [
		'execute',
		`--id=${id}`,
		'--rawOutput',
	]);
	const execution = JSON.parse(printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1));
	return execution.finished === true && execution.data.resultData.error === undefined;
}

finish(installTest());
