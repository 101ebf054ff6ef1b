import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
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

/** Says what is being done, and every 15 seconds that it still is. */
export async function step(text, work) {
	say(text);
	const begin = Date.now();
	const timer = setInterval(
		() => console.log(`  ... ${Math.round((Date.now() - begin) / 1000)} s`),
		15_000,
	);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}

/**
 * Runs a program to its end.
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, interactive?: boolean }} options quiet: output only if it
 *   fails; interactive: the person at the terminal may type
 * @returns what it printed, where quiet
 * @throws StepError when it ends with another code than 0
 */
export async function exec(command, args, options = {}) {
	const child = spawn(...forSystem(command, args), {
		shell: isBatchFile(command),
		cwd: options.cwd ?? ROOT,
		env: options.env ?? process.env,
		stdio: options.quiet
			? ['ignore', 'pipe', 'pipe']
			: [options.interactive ? 'inherit' : 'ignore', 'inherit', 'inherit'],
	});
	let output = '';
	child.stdout?.on('data', (chunk) => (output += chunk));
	child.stderr?.on('data', (chunk) => (output += chunk));
	const code = await new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	if (code !== 0)
		throw new StepError(
			`${[command, ...args].join(' ')} ended with code ${code}${output ? `:\n${output.slice(-4000)}` : ''}`,
		);
	return output;
}

/** Windows: npm and the programs of dependencies are batch files, which Node starts through a shell only. */
function isBatchFile(command) {
	return command.endsWith('.cmd');
}

/** Command and arguments, quoted where a shell would take them apart. */
function forSystem(command, args) {
	const quoted = (text) => (/[^\w./\\:=@-]/.test(text) ? `"${text}"` : text);
	return isBatchFile(command) ? [quoted(command), args.map(quoted)] : [command, args];
}

/** Runs a program of an installed development dependency. */
export async function tool(name, args, options = {}) {
	const file = path.join(
		ROOT,
		'node_modules',
		'.bin',
		process.platform === 'win32' ? `${name}.cmd` : name,
	);
	return await exec(file, args, options);
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Installs the development dependencies where they are missing or older than the lock file. */
export async function installDependencies() {
	const lock = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8');
	const stamp = path.join(ROOT, 'node_modules', '.installed-lock');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	// Not "npm ci": it refuses a lock file that names no binaries for platforms that a registry does not hold.
	await step(
		'installing the development dependencies (about a minute)',
		async () =>
			await runNpm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
				cwd: ROOT,
			}),
	);
	writeFileSync(stamp, lock);
}

/** Runs npm quietly; a failure becomes one sentence. */
export async function runNpm(args, options) {
	try {
		return await exec(npm, args, { ...options, quiet: true });
	} catch (error) {
		const text = String(error.message);
		if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network/i.test(text)) {
			throw new StepError(
				'npm cannot reach its registry. Check the network (or proxy) and start again.',
			);
		}
		if (/ENOSPC/.test(text))
			throw new StepError('The disk is full. Free some space and start again.');
		throw new StepError(`npm ${args[0]} did not work. Its last words:\n${text.slice(-2000)}`);
	}
}

/** Compiles the package into dist, with icons, codex, schemas and the metadata for lazy loading. */
export async function build() {
	const digest = packageDigest();
	rmSync(PACKAGE_STAMP, { force: true });
	await step('building the package', async () => {
		rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true });
		await tool('tsc', ['-p', 'tsconfig.json']);
		await tool('gulp', ['--silent']);
		await exec(process.execPath, [path.join(ROOT, 'scripts/schemas.mjs')]);
		await tool('n8n-generate-metadata', [], { quiet: true });
	});
	leaveStamp(PACKAGE_STAMP, digest);
}

/** Builds the package and the sandbox, each only where its sources have changed since the last build. */
export async function buildWhatChanged() {
	if (!existsSync(path.join(ROOT, 'dist')) || stampOf(PACKAGE_STAMP) !== packageDigest())
		await build();
	const digest = digestOf([...SOURCES, 'sandbox', 'tsconfig.tools.json']);
	if (existsSync(path.join(ROOT, 'build', 'sandbox')) && stampOf(SANDBOX_STAMP) === digest) return;
	rmSync(SANDBOX_STAMP, { force: true });
	await step('building the sandbox', async () => await tool('tsc', ['-p', 'tsconfig.tools.json']));
	leaveStamp(SANDBOX_STAMP, digest);
}

/** What the package is built from. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'gulpfile.js',
	'scripts/steps.mjs',
	'scripts/schemas.mjs',
];
const PACKAGE_STAMP = path.join(ROOT, 'build', '.package');
const SANDBOX_STAMP = path.join(ROOT, 'build', '.sandbox');

/** Changes with everything that the built package depends on. */
export function packageDigest() {
	return digestOf(SOURCES);
}

/** A digest of files, and of all files in folders, by their paths and contents. */
function digestOf(entries) {
	const hash = createHash('sha256');
	const add = (entry) => {
		const file = path.join(ROOT, entry);
		if (statSync(file).isDirectory()) {
			for (const name of readdirSync(file).sort()) add(`${entry}/${name}`);
		} else {
			hash.update(`${entry}\0`).update(readFileSync(file)).update('\0');
		}
	};
	for (const entry of entries) add(entry);
	return hash.digest('hex');
}

/** The text of a stamp, which says for which input a step was last done; undefined where it was never done. */
export function stampOf(file) {
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export function leaveStamp(file, text) {
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, text);
}

/** Ends a script: one sentence for what a person can act on. */
export function finish(work) {
	work.catch((error) => {
		console.error(error instanceof StepError ? `\n${error.message}` : error);
		process.exitCode = 1;
	});
}
