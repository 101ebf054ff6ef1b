import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { freePort } from '../n8nHost.mjs';
import { exec, StepError } from '../steps.mjs';

/** A program of the system; of PostgreSQL also where Debian keeps it, outside the search path. */
function programOf(name) {
	const debian = '/usr/lib/postgresql';
	const folders = [
		...(process.env.PATH ?? '').split(path.delimiter),
		...(existsSync(debian)
			? readdirSync(debian).map((version) => path.join(debian, version, 'bin'))
			: []),
	];
	return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** @throws StepError where a program is missing, with the command that installs it */
function needed(name) {
	const file = programOf(name);
	if (file === undefined)
		throw new StepError(
			`${name} is missing, which this test needs. Install it: apt-get install -y postgresql redis-server (macOS: brew install postgresql redis).`,
		);
	return file;
}

/** User and group that PostgreSQL runs as: it refuses to run as root, so there it is the user of the system's package. */
function unprivileged() {
	if (process.getuid?.() !== 0) return {};
	try {
		const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
		return { uid: id('-u'), gid: id('-g') };
	} catch {
		throw new StepError(
			'PostgreSQL does not run as root. Run this test as another user, or create one that is named postgres.',
		);
	}
}

/** Ends a process, and resolves when it has ended. */
async function end(child, signal) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill(signal);
	await ended;
}

/** Waits until a program accepts connections. */
async function ready(name, isReady) {
	for (let tries = 0; tries < 150; tries += 1) {
		if (
			await isReady().then(
				() => true,
				() => false,
			)
		)
			return;
		await wait(200);
	}
	throw new StepError(`${name} did not start within 30 seconds.`);
}

/** A PostgreSQL of the test's own, in a folder of its own. Returns n8n's settings for it. */
async function startPostgres(folder) {
	const [initdb, postgres, isReady] = ['initdb', 'postgres', 'pg_isready'].map(needed);
	const user = unprivileged();
	const data = path.join(folder, 'postgres');
	if (user.uid === undefined) mkdirSync(data, { recursive: true });
	else {
		// The parent may be open to root alone.
		chmodSync(folder, 0o755);
		execFileSync('install', ['-d', '-o', String(user.uid), '-g', String(user.gid), data]);
	}
	execFileSync(initdb, ['-D', data, '-U', 'n8n', '-A', 'trust', '--no-sync'], {
		...user,
		cwd: data,
		stdio: 'ignore',
	});
	const port = await freePort();
	const child = spawn(
		postgres,
		// n8n's processes end hard in this test, and their connections with them; the data need not survive the machine.
		[
			'-D',
			data,
			'-p',
			port,
			'-h',
			'127.0.0.1',
			'-k',
			data,
			'-c',
			'fsync=off',
			'-c',
			'max_connections=200',
		].map(String),
		{ ...user, cwd: data, stdio: 'ignore' },
	);
	await ready(
		'PostgreSQL',
		async () => await exec(isReady, ['-h', '127.0.0.1', '-p', String(port)], { quiet: true }),
	);
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_PASSWORD: '',
		},
		stop: async () => await end(child, 'SIGINT'),
	};
}

/** A Redis of the test's own, which keeps nothing. Returns n8n's settings for it. */
async function startRedis(folder) {
	const port = await freePort();
	const child = spawn(
		needed('redis-server'),
		[
			'--port',
			port,
			'--bind',
			'127.0.0.1',
			'--dir',
			folder,
			'--save',
			'',
			'--appendonly',
			'no',
		].map(String),
		{ stdio: 'ignore' },
	);
	const ping = async () =>
		await exec(needed('redis-cli'), ['-h', '127.0.0.1', '-p', String(port), 'ping'], {
			quiet: true,
		});
	await ready('Redis', ping);
	return {
		env: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
		stop: async () => await end(child, 'SIGTERM'),
	};
}

/** Starts both. */
export async function startDatabases(folder) {
	for (const name of ['initdb', 'postgres', 'pg_isready', 'redis-server', 'redis-cli'])
		needed(name);
	const postgres = await startPostgres(folder);
	try {
		const redis = await startRedis(folder);
		return {
			env: { ...postgres.env, ...redis.env },
			async stop() {
				await redis.stop();
				await postgres.stop();
			},
		};
	} catch (error) {
		await postgres.stop();
		throw error;
	}
}
