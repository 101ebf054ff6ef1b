/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { loadPackage, PACKAGE, PACKAGE_NAME } from '../harness/package';
import { VENDORS } from './vendors';

const manifest = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8'));
const read = (file: string) => JSON.parse(readFileSync(path.join(PACKAGE, file), 'utf8'));
const isNode = (file: string) => file.endsWith('.node.ts');

describe('package', () => {
	const nodeFiles = readdirSync(path.join(PACKAGE, 'nodes'), { recursive: true })
		.map(String)
		.filter(isNode)
		.map((file) => file.replaceAll(path.sep, '/'));
	const credentialFiles = readdirSync(path.join(PACKAGE, 'credentials')).filter((file) =>
		file.endsWith('.credentials.ts'),
	);

	it('lists every node and credential, and each is built', () => {
		expect([...manifest.n8n.nodes].sort()).toEqual(
			nodeFiles.map((file) => `dist/nodes/${file.replace(/ts$/, 'js')}`).sort(),
		);
		expect([...manifest.n8n.credentials].sort()).toEqual(
			credentialFiles.map((file) => `dist/credentials/${file.replace(/ts$/, 'js')}`).sort(),
		);
		for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials])
			expect({ file, built: existsSync(path.join(PACKAGE, file)) }).toEqual({ file, built: true });
		expect(VENDORS.map(({ folder }) => folder).sort()).toEqual(
			[...new Set(nodeFiles.map((file) => file.split('/')[0]))].sort(),
		);
	});

	it('has no runtime dependency and only the peer n8n-workflow', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.n8n.strict).toBe(true);
	});

	it.each(nodeFiles)('%s has a codex and icons', async (file) => {
		const codex = read(`dist/nodes/${file.replace(/ts$/, 'json')}`);
		const name = path.basename(file, '.node.ts');
		const nodeName = name.replace(/^./, (letter) => letter.toLowerCase());
		expect(codex.node).toBe(`${PACKAGE_NAME}.${nodeName}`);
		expect(codex.categories.length).toBeGreaterThan(0);
		const loaded = await loadPackage();
		const { type } = loaded.getNode(nodeName);
		const icon = (type as unknown as { description: { iconUrl?: { light: string; dark: string } } })
			.description.iconUrl;
		expect(icon?.light).not.toBe(icon?.dark);
		for (const url of [icon?.light, icon?.dark])
			expect(
				existsSync(path.join(PACKAGE, String(url).replace(`icons/${PACKAGE_NAME}/`, ''))),
			).toBe(true);
	});

	it("describes a node and its trigger in the trigger's text, which is the only one that n8n's node list shows", async () => {
		const loaded = await loadPackage();
		const textOf = (name: string) =>
			(loaded.getNode(name).type as unknown as { description: { description: string } }).description
				.description;
		const names = nodeFiles.map((file) => path.basename(file, '.node.ts'));
		// A second trigger of a service is an entry of its own.
		const triggers = names.filter(
			(name) => name.endsWith('Trigger') && names.includes(name.replace(/Trigger$/, '')),
		);
		expect(triggers.length).toBeGreaterThan(0);
		for (const name of triggers)
			expect(textOf(name.replace(/^./, (letter) => letter.toLowerCase()))).toMatch(
				/reads? and writes?.+starts? the workflow/i,
			);
	});

	it('has fresh metadata for lazy loading', async () => {
		const loaded = await loadPackage();
		const types = read('dist/types/nodes.json') as Array<{ name: string; properties: unknown }>;
		expect(types).toHaveLength(manifest.n8n.nodes.length);
		for (const entry of types) {
			const { type } = loaded.getNode(entry.name);
			expect(entry.properties).toEqual(
				JSON.parse(
					JSON.stringify(
						(type as unknown as { description: { properties: unknown } }).description.properties,
					),
				),
			);
		}
		expect(Object.keys(read('dist/known/credentials.json'))).toHaveLength(
			manifest.n8n.credentials.length,
		);
	});

	it("passes n8n's package scan without a warning, on sources and build", () => {
		const printed = execFileSync(process.execPath, [path.join(PACKAGE, 'scripts/scan.mjs')], {
			encoding: 'utf8',
			env: { ...process.env, NODE_ENV: 'production' },
		});
		const result = JSON.parse(printed.trim().split('\n').at(-1) ?? '');
		expect(result).toMatchObject({ errors: 0, warnings: 0, messages: [] });
		expect(result.files).toBeGreaterThan(2 * nodeFiles.length);
	});

	it('packs only what n8n needs', () => {
		const printed = execFileSync(
			'npm',
			['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'],
			{ cwd: PACKAGE, encoding: 'utf8' },
		);
		const [{ files }] = JSON.parse(printed.slice(printed.indexOf('['))) as [
			{ files: Array<{ path: string }> },
		];
		const allowed = [
			/^(package\.json|README\.md|LICENSE)$/,
			/^dist\/(nodes|credentials)\/.+\.js$/,
			/^dist\/nodes\/[^/]+\/[^/]+\.node\.json$/,
			/^dist\/nodes\/[^/]+\/__schema__\/.+\.json$/,
			/^dist\/icons\/[^/]+\.svg$/,
			/^dist\/(known|types|methods)\/[a-z]+\.json$/,
		];
		const paths = files.map((file) => file.path);
		expect(paths.filter((file) => !allowed.some((form) => form.test(file)))).toEqual([]);
		for (const file of [
			...manifest.n8n.nodes,
			...manifest.n8n.credentials,
			'dist/known/nodes.json',
			'LICENSE',
			'README.md',
		])
			expect(paths).toContain(file);
	});
});
