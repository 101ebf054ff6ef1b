import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

import {
	exec,
	leaveStamp,
	packageDigest,
	ROOT,
	runNpm,
	stampOf,
	step,
	StepError,
} from './steps.mjs';

const NODE_VERSION = '24.21.0';
/** The n8n versions that are known, a folder each; the first is the one of the start command. */
export const N8N_LINES = ['2.41', '1.123'];

/** Where downloads are kept between starts, outside the checkout. */
export function cacheFolder() {
	const base =
		process.platform === 'win32'
			? (process.env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local'))
			: (process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'));
	const folder = path.join(base, 'n8n-nodes-customer-engagement');
	mkdirSync(folder, { recursive: true });
	return folder;
}

/**
 * Brings a real n8n along: Node 24 where this machine's is older, and n8n at the pinned version of its line.
 * @returns how to run it: `command` and `args` before n8n's own, and the environment; `modules` is the folder of its libraries, and its `version`
 */
export async function ensureN8n(line = N8N_LINES[0]) {
	if (!N8N_LINES.includes(line))
		throw new StepError(`There is no n8n ${line} here. Choose one of ${N8N_LINES.join(', ')}.`);
	const host = path.join(ROOT, 'scripts', 'n8n-host', line);
	const node = await ensureNode();
	const lock = readFileSync(path.join(host, 'package-lock.json'), 'utf8');
	const version = JSON.parse(readFileSync(path.join(host, 'package.json'), 'utf8')).dependencies
		.n8n;
	const folder = path.join(cacheFolder(), `n8n-${version}`);
	const stamp = path.join(folder, '.installed-lock');
	if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
		mkdirSync(folder, { recursive: true });
		for (const file of ['package.json', 'package-lock.json'])
			copyFileSync(path.join(host, file), path.join(folder, file));
		await step(
			`installing n8n ${version} into ${folder} (2.6 GB; 3 to 5 minutes, only this once)`,
			async () =>
				await runNpm(
					[
						'install',
						'--ignore-scripts',
						'--no-save',
						'--no-audit',
						'--no-fund',
						'--loglevel=error',
					],
					{ cwd: folder, env: node.env },
				),
		);
		await step(
			'preparing its database driver (seconds where GitHub can be reached, up to 7 minutes where it has to be compiled)',
			async () => await rebuildDriver(folder, node),
		);
		writeFileSync(stamp, lock);
	}
	const modules = path.join(folder, 'node_modules');
	return {
		version,
		command: node.command,
		args: [path.join(modules, 'n8n', 'bin', 'n8n')],
		env: node.env,
		modules,
	};
}

// Only sqlite3 has no binary in its package: its script downloads one, or compiles it.
async function rebuildDriver(folder, node) {
	try {
		await runNpm(['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'], {
			cwd: folder,
			env: { ...node.env, ...(node.headers ? { npm_config_nodedir: node.headers } : {}) },
		});
		await exec(node.command, ['-e', "require('sqlite3'); require('isolated-vm')"], {
			cwd: folder,
			env: node.env,
			quiet: true,
		});
	} catch {
		throw new StepError(
			'The database driver of n8n could neither be downloaded nor compiled. Allow downloads from GitHub, or install Python 3, make and a C++ compiler, and start again.',
		);
	}
}

async function ensureNode() {
	if (Number(process.versions.node.split('.')[0]) >= 24)
		return { command: process.execPath, env: { ...process.env } };
	const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const folder = path.join(cacheFolder(), `node-${NODE_VERSION}`);
	const home = path.join(folder, 'node_modules', name);
	const bin =
		process.platform === 'win32'
			? path.join(home, 'bin', 'node.exe')
			: path.join(home, 'bin', 'node');
	if (!existsSync(bin)) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
		await step(
			`fetching Node ${NODE_VERSION}, because n8n needs Node 24 and this is ${process.versions.node}`,
			async () =>
				await runNpm(
					[
						'install',
						`${name}@${NODE_VERSION}`,
						'--ignore-scripts',
						'--no-audit',
						'--no-fund',
						'--loglevel=error',
					],
					{ cwd: folder },
				),
		);
	}
	return {
		command: bin,
		headers: home,
		env: { ...process.env, PATH: `${path.dirname(bin)}${path.delimiter}${process.env.PATH}` },
	};
}

/** Packs the built package. Returns the tarball's path. */
export async function packPackage() {
	const folder = path.join(ROOT, 'build');
	mkdirSync(folder, { recursive: true });
	const printed = await runNpm(
		['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder],
		{ cwd: ROOT },
	);
	const [{ filename }] = JSON.parse(printed.slice(printed.indexOf('[')));
	return path.join(folder, filename);
}

/** Installs the packed package into an n8n user folder, as n8n's own screen would. */
export async function installPackage(tarball, userFolder) {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	writeFileSync(
		path.join(nodes, 'package.json'),
		'{ "name": "installed-nodes", "private": true }\n',
	);
	rmSync(path.join(nodes, 'node_modules', 'n8n-nodes-customer-engagement'), {
		recursive: true,
		force: true,
	});
	rmSync(path.join(nodes, 'package-lock.json'), { force: true });
	await runNpm(
		[
			'install',
			tarball,
			'--ignore-scripts',
			'--omit=dev',
			'--omit=peer',
			'--legacy-peer-deps',
			'--no-audit',
			'--no-fund',
			'--loglevel=error',
		],
		{ cwd: nodes },
	);
}

/** Packs and installs the package, unless the user folder has it as it is now. */
export async function installWhatChanged(userFolder) {
	const digest = packageDigest();
	const stamp = path.join(userFolder, '.package');
	if (
		existsSync(
			path.join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-customer-engagement'),
		) &&
		stampOf(stamp) === digest
	)
		return;
	rmSync(stamp, { force: true });
	await step(
		'installing the package into n8n',
		async () => await installPackage(await packPackage(), userFolder),
	);
	leaveStamp(stamp, digest);
}

/** Environment of an n8n that talks to nobody and listens on loopback. */
export function n8nEnvironment(host, userFolder, port) {
	return {
		...host.env,
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(port + 1),
		// Without it n8n takes New York's time for the machine's.
		GENERIC_TIMEZONE: host.env.GENERIC_TIMEZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LOG_LEVEL: 'warn',
	};
}

/** Runs a command of n8n to its end and returns what it printed. */
export async function n8nCommand(host, env, args) {
	return await exec(host.command, [...host.args, ...args], { env, quiet: true });
}

/** Starts n8n's server. `exited` resolves with its code when it ends. */
export function startServer(host, env, onOutput) {
	return startProcess(host, env, ['start'], onOutput);
}

/** Starts a process of n8n that runs until it is stopped. `output` is what it has printed. */
export function startProcess(host, env, args, onOutput = () => undefined) {
	const child = spawn(host.command, [...host.args, ...args], {
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const started = {
		pid: child.pid,
		output: '',
		exited: new Promise((resolve) => child.on('close', resolve)),
		kill: (signal) => child.kill(signal),
		async stop() {
			child.kill('SIGTERM');
			const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
			await started.exited;
			clearTimeout(timer);
		},
	};
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk) => {
			started.output += chunk;
			onOutput(String(chunk));
		});
	return started;
}

/** Waits until an address answers, or the server has ended. */
export async function waitUntilReady(url, server, seconds = 180) {
	let ended = false;
	void server.exited.then(() => (ended = true));
	for (const begin = Date.now(); Date.now() - begin < seconds * 1000; ) {
		if (ended) throw new StepError('n8n ended while it was starting. Its last words stand above.');
		try {
			const reply = await fetch(url);
			if (reply.ok) return;
		} catch {
			// Not listening yet.
		}
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
	throw new StepError(`n8n did not answer at ${url} within ${seconds} seconds.`);
}

/** Waits until the editor can be used: n8n 1 says it is ready before its routes are there. */
export async function waitUntilEditable(base, server) {
	await waitUntilReady(`${base}/healthz/readiness`, server);
	await waitUntilReady(`${base}/rest/settings`, server);
}

/** A port that nobody listens on. The next one is free, too: n8n's task broker takes it. */
export async function freePort() {
	for (;;) {
		const port = await new Promise((resolve, reject) => {
			const probe = net.createServer();
			probe.once('error', reject);
			probe.listen(0, '127.0.0.1', () => {
				const { port: found } = probe.address();
				probe.close(() => resolve(found));
			});
		});
		if (port < 65_535 && (await isPortFree(port + 1))) return port;
	}
}

async function isPortFree(port) {
	return await new Promise((resolve) => {
		const probe = net.createServer();
		probe.once('error', () => resolve(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
	});
}

/** @throws StepError where a port is taken */
export async function assertPortFree(port, what) {
	if (await isPortFree(port)) return;
	throw new StepError(
		`Port ${port}, which ${what} needs, is taken. Stop the program that uses it, or choose another port: npm start -- --port 5700`,
	);
}
