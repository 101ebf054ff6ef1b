import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the package. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** A step that did not work, as one sentence for the person at the terminal. */
export class StepError extends Error {}

/** Says what is being done. */
export function say(text) {
	console.log(`> ${text}`);
}

/**
 * Runs a program to its end.
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} options quiet: output only if it fails
 * @returns what it printed, where quiet
 * @throws StepError when it ends with another code than 0
 */
export async function exec(command, args, options = {}) {
	const child = spawn(command, args, {
		cwd: options.cwd ?? ROOT,
		env: options.env ?? process.env,
		stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
	});
	let output = '';
	child.stdout?.on('data', (chunk) => (output += chunk));
	child.stderr?.on('data', (chunk) => (output += chunk));
	const code = await new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	if (code !== 0) throw new StepError(`${[command, ...args].join(' ')} ended with code ${code}${output ? `:\n${output.slice(-4000)}` : ''}`);
	return output;
}

/** Runs a program of an installed development dependency. */
export async function tool(name, args, options = {}) {
	const file = path.join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
	return await exec(file, args, options);
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Installs the development dependencies where they are missing or older than the lock file. */
export async function installDependencies() {
	const lock = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8');
	const stamp = path.join(ROOT, 'node_modules', '.installed-lock');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	say('installing the development dependencies (about a minute)');
	// Not "npm ci": it refuses a lock file that names no binaries for platforms that a registry does not hold.
	await runNpm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: ROOT });
	writeFileSync(stamp, lock);
}

/** Runs npm quietly; a failure becomes one sentence. */
export async function runNpm(args, options) {
	try {
		return await exec(npm, args, { ...options, quiet: true });
	} catch (error) {
		const text = String(error.message);
		if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network/i.test(text)) {
			throw new StepError('npm cannot reach its registry. Check the network (or proxy) and start again.');
		}
		if (/ENOSPC/.test(text)) throw new StepError('The disk is full. Free some space and start again.');
		throw new StepError(`npm ${args[0]} did not work. Its last words:\n${text.slice(-2000)}`);
	}
}

/** Compiles the package into dist, with icons, codex, schemas and the metadata for lazy loading. */
export async function build() {
	say('building');
	rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true });
	await tool('tsc', ['-p', 'tsconfig.json']);
	await tool('gulp', ['--silent']);
	await exec(process.execPath, [path.join(ROOT, 'scripts/schemas.mjs')]);
	await tool('n8n-generate-metadata', [], { quiet: true });
}

/** Ends a script: one sentence for what a person can act on. */
export function finish(work) {
	work.catch((error) => {
		console.error(error instanceof StepError ? `\n${error.message}` : error);
		process.exitCode = 1;
	});
}
