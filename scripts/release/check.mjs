// Stops a release that would be published from the wrong place or say what is not true. Part of "npm run release" and of
// prepublishOnly; "npm publish" alone runs it only with ignore-scripts off, which the .npmrc of this project has on. While the
// repository is a placeholder, package.json is private besides, so that npm itself publishes nothing.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { finish, ROOT, StepError } from '../steps.mjs';
import { filesThatNameIt, PLACEHOLDER, repositoryOf } from './repository.mjs';

/** What is in the way of a release, a sentence each. */
function obstacles(root, env) {
	const read = (name) => readFileSync(path.join(root, name), 'utf8');
	const manifest = JSON.parse(read('package.json'));
	const { version } = manifest;
	const repository = repositoryOf(manifest);
	const found = [];
	const holds = (good, sentence) => good || found.push(sentence);
	holds(
		repository !== undefined && repository !== PLACEHOLDER,
		'package.json names no real repository yet. Run: node scripts/release/repository.mjs OWNER/NAME',
	);
	holds(
		repository === PLACEHOLDER || manifest.private === undefined,
		'package.json is private, so npm does not publish it. Take "private" out of it.',
	);
	holds(
		repository !== PLACEHOLDER || manifest.private === true,
		'package.json is not private, so a bare "npm publish" would publish it with a placeholder for its repository.',
	);
	holds(
		!/^n8n-nodes-customer-engagement@/.test(manifest.author.email),
		"package.json's author has a placeholder for an email address. n8n compares the author with the npm account.",
	);
	for (const name of repository === PLACEHOLDER ? [] : filesThatNameIt(root))
		holds(!read(name).includes(PLACEHOLDER), `${name} still names the placeholder ${PLACEHOLDER}.`);
	holds(
		new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d{2}-\\d{2}$`, 'm').test(
			read('CHANGELOG.md'),
		),
		`CHANGELOG.md has no entry with a date for ${version}.`,
	);
	holds(
		env.GITHUB_ACTIONS === 'true',
		`Only the workflow publish.yml publishes, with provenance. Push the tag v${version}.`,
	);
	holds(
		env.GITHUB_ACTIONS !== 'true' || env.GITHUB_REF === `refs/tags/v${version}`,
		`package.json has version ${version}, but the workflow runs for ${env.GITHUB_REF}.`,
	);
	holds(
		env.GITHUB_ACTIONS !== 'true' || env.GITHUB_REPOSITORY === repository,
		`package.json names ${repository}, but the workflow runs in ${env.GITHUB_REPOSITORY}.`,
	);
	return found;
}

async function check() {
	const { root } = parseArgs({ options: { root: { type: 'string', default: ROOT } } }).values;
	const found = obstacles(root, process.env);
	if (found.length > 0)
		throw new StepError(`Not ready for a release:\n${found.map((text) => `- ${text}`).join('\n')}`);
	console.log('Ready for a release.');
}

finish(check());
