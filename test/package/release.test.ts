/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
	name: string;
	version: string;
	homepage: string;
	bugs: { url: string };
	repository: { url: string };
};
const REPOSITORY = 'acme/n8n-nodes';
const PLACEHOLDER = 'n8n-nodes-customer-engagement/n8n-nodes-customer-engagement';

describe('repository', () => {
	it("is the same in package.json's homepage, issues and source", () => {
		const base = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
		expect(manifest.homepage).toBe(`${base}#readme`);
		expect(manifest.bugs.url).toBe(`${base}/issues`);
	});

	it('has the version of package.json in the lock file and an entry for it in the changelog', () => {
		const lock = JSON.parse(read('package-lock.json'));
		expect([lock.version, lock.packages[''].version]).toEqual([manifest.version, manifest.version]);
		const newest = /^## \[(.+?)\] - (Unreleased|\d{4}-\d{2}-\d{2})$/m.exec(read('CHANGELOG.md'));
		expect(newest?.[1]).toBe(manifest.version);
	});
});

describe('a release', () => {
	let copy = '';
	/** Changes a file of the copy. */
	const change = (name: string, from: string | RegExp, to: string) => {
		const file = path.join(copy, name);
		const before = readFileSync(file, 'utf8');
		writeFileSync(file, before.replace(from, to));
		expect(readFileSync(file, 'utf8')).not.toBe(before);
	};
	/** Runs the check on the copy, as the workflow of a tag would. */
	const check = (env: NodeJS.ProcessEnv = {}) => {
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			[path.join(ROOT, 'scripts/release/check.mjs'), '--root', copy],
			{
				encoding: 'utf8',
				env: {
					PATH: process.env.PATH,
					GITHUB_ACTIONS: 'true',
					GITHUB_REF: `refs/tags/v${manifest.version}`,
					GITHUB_REPOSITORY: REPOSITORY,
					...env,
				},
			},
		);
		return { status, said: stdout + stderr };
	};
	/** Names the repository in all files of the copy. */
	const setRepository = () => {
		const module = path.join(ROOT, 'scripts/release/repository.mjs').replaceAll('\\', '/');
		const code = `import { setRepository } from ${JSON.stringify(`file:///${module.replace(/^\//, '')}`)};
			setRepository(${JSON.stringify(copy)}, ${JSON.stringify(REPOSITORY)});`;
		const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
			encoding: 'utf8',
		});
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	};
	const prepare = () => {
		setRepository();
		change('package.json', /"email": "[^"]*"/, '"email": "someone@acme.example"');
		change(
			'CHANGELOG.md',
			/^(## \[[\d.]+\]) - (Unreleased|\d{4}-\d{2}-\d{2})$/m,
			'$1 - 2027-01-02',
		);
	};

	beforeEach(() => {
		copy = mkdtempSync(path.join(os.tmpdir(), 'release-'));
		for (const name of readdirSync(ROOT).filter((entry) => /\.md$|^package\.json$/.test(entry)))
			cpSync(path.join(ROOT, name), path.join(copy, name));
		for (const folder of ['.github', 'docs'])
			cpSync(path.join(ROOT, folder), path.join(copy, folder), { recursive: true });
		cpSync(path.join(ROOT, 'nodes'), path.join(copy, 'nodes'), {
			recursive: true,
			filter: (name) => !name.endsWith('.ts'),
		});
	});
	afterEach(() => rmSync(copy, { recursive: true, force: true }));

	it('is ready where repository, author, date and tag are real', () => {
		prepare();
		expect(check()).toEqual({ status: 0, said: 'Ready for a release.\n' });
	});

	it('is stopped while the repository or the author is a placeholder', () => {
		prepare();
		change('package.json', `github.com/${REPOSITORY}.git`, `github.com/${PLACEHOLDER}.git`);
		expect(check()).toMatchObject({
			status: 1,
			said: expect.stringMatching(/names no real repository yet/),
		});
		change('package.json', `github.com/${PLACEHOLDER}.git`, `github.com/${REPOSITORY}.git`);
		change('package.json', /"email": "[^"]*"/, `"email": "${manifest.name}@users.example"`);
		expect(check()).toMatchObject({
			status: 1,
			said: expect.stringMatching(/author has a placeholder/),
		});
	});

	it('is refused by npm itself while the repository is a placeholder, also without its scripts', () => {
		// Nobody listens there; npm asks for a token before it looks at the package.
		const registry = '127.0.0.1:9';
		writeFileSync(path.join(copy, '.npmrc'), `//${registry}/:_authToken=token\n`);
		const publish = () => {
			const windows = process.platform === 'win32';
			const { status, stderr } = spawnSync(
				windows ? 'npm.cmd' : 'npm',
				[
					'publish',
					'--ignore-scripts',
					'--provenance=false',
					'--fetch-retries=0',
					`--registry=http://${registry}/`,
				],
				{ cwd: copy, encoding: 'utf8', shell: windows },
			);
			return { status, code: /npm error code (\w+)/.exec(stderr)?.[1] };
		};
		expect(publish()).toEqual({ status: 1, code: 'EPRIVATE' });
		setRepository();
		expect(publish()).toEqual({ status: expect.any(Number), code: 'ECONNREFUSED' });
	});

	it('is stopped where package.json is still private, or not private with a placeholder', () => {
		prepare();
		change('package.json', '"license"', '"private": true,\n\t"license"');
		expect(check()).toMatchObject({ status: 1, said: expect.stringMatching(/is private, so npm/) });
		change('package.json', '"private": true,', '');
		change('package.json', `github.com/${REPOSITORY}.git`, `github.com/${PLACEHOLDER}.git`);
		expect(check()).toMatchObject({
			status: 1,
			said: expect.stringMatching(/a bare "npm publish" would publish it/),
		});
	});

	it('is stopped where a file still names the placeholder', () => {
		prepare();
		change('SECURITY.md', REPOSITORY, PLACEHOLDER);
		expect(check()).toMatchObject({
			status: 1,
			said: expect.stringMatching(/SECURITY\.md still names the placeholder/),
		});
	});

	it('is stopped without a date in the changelog, with another tag, in another repository, and on a machine of one person', () => {
		prepare();
		expect(check({ GITHUB_REF: 'refs/tags/v9.9.9' }).said).toMatch(/runs for refs\/tags\/v9\.9\.9/);
		expect(check({ GITHUB_REPOSITORY: 'else/where' }).said).toMatch(/runs in else\/where/);
		expect(check({ GITHUB_ACTIONS: undefined }).said).toMatch(/Only the workflow publish\.yml/);
		change('CHANGELOG.md', /^(## \[[\d.]+\]) - 2027-01-02$/m, '$1 - Unreleased');
		expect(check().said).toMatch(/no entry with a date/);
	});

	it("leads n8n's Docs link of every node to its own page", () => {
		setRepository();
		const codexes = readdirSync(path.join(copy, 'nodes'), { recursive: true })
			.map(String)
			.filter((name) => name.endsWith('.node.json'));
		expect(codexes.length).toBeGreaterThan(5);
		for (const name of codexes) {
			const { resources } = JSON.parse(readFileSync(path.join(copy, 'nodes', name), 'utf8'));
			const [{ url }] = resources.primaryDocumentation;
			expect(url.startsWith(`https://github.com/${REPOSITORY}/blob/main/docs/nodes/`)).toBe(true);
			expect(readdirSync(path.join(ROOT, 'docs/nodes'))).toContain(path.posix.basename(url));
		}
	});
});
