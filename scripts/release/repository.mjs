// Where the project lives. Until it has a repository, all files name a placeholder; once it has one:
//   node scripts/release/repository.mjs OWNER/NAME
// names it everywhere, and leads n8n's Docs link to the nodes' own pages.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { finish, ROOT, StepError, tool } from '../steps.mjs';

/** The repository that files name while there is none. */
export const PLACEHOLDER = 'n8n-nodes-customer-engagement/n8n-nodes-customer-engagement';

/** `owner/name` of the repository, as package.json has it. */
export function repositoryOf(manifest) {
	return /github\.com\/([\w.-]+\/[\w.-]+?)(\.git)?$/.exec(manifest.repository?.url ?? '')?.[1];
}

/** The files that may name the repository, by their path in the project. */
export function filesThatNameIt(root) {
	const within = (folder, form) =>
		readdirSync(path.join(root, folder), { recursive: true })
			.map((name) => `${folder}/${String(name).replaceAll(path.sep, '/')}`)
			.filter((name) => form.test(name));
	return [
		'package.json',
		...readdirSync(root).filter((name) => name.endsWith('.md')),
		...within('.github', /\.(yml|md)$/),
		...within('docs', /\.md$/),
		...within('nodes', /\.node\.json$/),
	];
}

/** Names another repository in all files. Returns the files that changed. */
export function setRepository(root, repository) {
	const before = repositoryOf(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
	const pages = readdirSync(path.join(root, 'docs/nodes'));
	return filesThatNameIt(root).filter((name) => {
		const file = path.join(root, name);
		const text = readFileSync(file, 'utf8');
		const moved = text.replaceAll(`github.com/${before}`, `github.com/${repository}`);
		const changed = name.endsWith('.node.json')
			? withPage(moved, name, pages, repository)
			: name === 'package.json'
				? publishable(moved)
				: moved;
		if (changed !== text) writeFileSync(file, changed);
		return changed !== text;
	});
}

/** package.json without `private`, by which npm publishes nothing while the repository is a placeholder. */
function publishable(text) {
	return text.replace(/\n\t"private": true,/, '');
}

/** The codex of a node, with the node's own page first: that is where n8n's Docs link leads. */
function withPage(text, name, pages, repository) {
	const folder = name.split('/')[1].toLowerCase();
	const page = pages.find((entry) => entry.replaceAll('-', '') === `${folder}.md`);
	const url = `https://github.com/${repository}/blob/main/docs/nodes/${page}`;
	if (page === undefined || text.includes(url)) return text;
	const codex = JSON.parse(text);
	codex.resources.primaryDocumentation.unshift({ url });
	return `${JSON.stringify(codex, undefined, '\t')}\n`;
}

async function run() {
	const [repository = ''] = process.argv.slice(2);
	if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
		throw new StepError('Say which repository: node scripts/release/repository.mjs OWNER/NAME');
	const changed = setRepository(ROOT, repository);
	if (changed.length > 0) await tool('prettier', ['--write', '--log-level', 'warn', ...changed]);
	console.log(`${changed.length} files name ${repository} now.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) finish(run());
