import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { cacheFolder, freePort, waitUntilReady } from '../n8nHost.mjs';
import { leaveStamp, ROOT, runNpm, stampOf, step } from '../steps.mjs';

/** Fetches Verdaccio at its pinned version (65 MB), only once. Returns the folder of its libraries. */
async function ensureVerdaccio(env) {
	const host = path.join(ROOT, 'scripts/install/registry');
	const lock = readFileSync(path.join(host, 'package-lock.json'), 'utf8');
	const { verdaccio } = JSON.parse(
		readFileSync(path.join(host, 'package.json'), 'utf8'),
	).dependencies;
	const folder = path.join(cacheFolder(), `verdaccio-${verdaccio}`);
	const stamp = path.join(folder, '.installed-lock');
	if (!existsSync(stamp) || stampOf(stamp) !== lock) {
		mkdirSync(folder, { recursive: true });
		for (const file of ['package.json', 'package-lock.json'])
			copyFileSync(path.join(host, file), path.join(folder, file));
		await step(
			`installing the registry Verdaccio ${verdaccio} into ${folder} (65 MB, only this once)`,
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
					{
						cwd: folder,
						env,
					},
				),
		);
		leaveStamp(stamp, lock);
	}
	return path.join(folder, 'node_modules');
}

/** A local npm registry that holds what is published to it, and asks no other one. */
export async function startRegistry(host, folder) {
	const modules = await ensureVerdaccio(host.env);
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const config = path.join(folder, 'verdaccio.yaml');
	writeFileSync(
		config,
		JSON.stringify({
			storage: path.join(folder, 'registry'),
			auth: { htpasswd: { file: path.join(folder, 'htpasswd') } },
			packages: { '**': { access: '$all', publish: '$all', unpublish: '$all' } },
			log: { type: 'stdout', level: 'error' },
			web: { enable: false },
			max_body_size: '50mb',
		}),
	);
	const child = spawn(
		host.command,
		[path.join(modules, 'verdaccio/bin/verdaccio'), '--config', config, '--listen', url],
		{ env: host.env, stdio: ['ignore', 'ignore', 'inherit'] },
	);
	const exited = new Promise((resolve) => child.on('close', resolve));
	await waitUntilReady(`${url}/-/ping`, { exited }, 60);
	return {
		url,
		/** Publishes a folder as it is. */
		async publish(packageFolder) {
			writeFileSync(
				path.join(packageFolder, '.npmrc'),
				`${url.slice('http:'.length)}/:_authToken=anyone\n`,
			);
			await runNpm(
				[
					'publish',
					`--registry=${url}`,
					'--ignore-scripts',
					'--provenance=false',
					'--loglevel=error',
				],
				{ cwd: packageFolder },
			);
		},
		async stop() {
			child.kill('SIGTERM');
			await exited;
		},
	};
}
