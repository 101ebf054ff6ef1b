import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { exec, ROOT, say, step } from '../steps.mjs';

const FILES = ['dist', 'package.json', 'README.md', 'LICENSE'];

/** Copies what npm would publish of a built package, as a version that may be published. */
export function publishable(root, folder, version) {
	mkdirSync(folder, { recursive: true });
	for (const name of FILES)
		if (existsSync(path.join(root, name)))
			cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
	const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	delete manifest.private;
	writeFileSync(
		path.join(folder, 'package.json'),
		JSON.stringify({ ...manifest, version: version ?? manifest.version }),
	);
	return version ?? manifest.version;
}

/**
 * The version before this one: the last commit that had another version, built. Where the history does not reach back so far,
 * it is today's package under an older number.
 * @returns its folder, its version, and the folder of its example workflows
 */
export async function previousVersion(folder, current) {
	const source = path.join(folder, 'previous-source');
	const commit = await lastOfOtherVersion(current).catch(() => undefined);
	const target = path.join(folder, 'previous');
	if (commit === undefined) {
		say("there is no earlier version in the history, so today's package stands for it");
		return {
			folder: target,
			version: publishable(ROOT, target, '0.0.1'),
			examples: path.join(ROOT, 'examples'),
		};
	}
	mkdirSync(source, { recursive: true });
	const archive = path.join(folder, 'previous.tar');
	await exec('git', ['archive', `--output=${archive}`, commit], { quiet: true });
	await exec('tar', ['-xf', archive, '-C', source], { quiet: true });
	symlinkSync(path.join(ROOT, 'node_modules'), path.join(source, 'node_modules'), 'junction');
	await step(
		`building the previous version (commit ${commit.slice(0, 7)})`,
		async () =>
			await exec(process.execPath, [path.join(source, 'scripts/build.mjs')], {
				cwd: source,
				quiet: true,
			}),
	);
	return {
		folder: target,
		version: publishable(source, target),
		examples: path.join(source, 'examples'),
	};
}

async function lastOfOtherVersion(current) {
	const printed = await exec(
		'git',
		['log', '--format=%H', `-S"version": "${current}"`, '--', 'package.json'],
		{ quiet: true },
	);
	const first = printed.trim().split('\n').at(-1);
	if (!first) return undefined;
	return (await exec('git', ['rev-parse', `${first}^`], { quiet: true })).trim();
}
