/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const ROOT = path.resolve(__dirname, '../..');
const WORKFLOWS = path.join(ROOT, '.github/workflows');
const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
	scripts: Record<string, string>;
	engines: { node: string };
};

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
	env?: Record<string, string>;
}
interface Job {
	'runs-on': string;
	'timeout-minutes'?: number;
	needs?: string;
	permissions?: Record<string, string>;
	strategy?: { matrix: Record<string, unknown[]> };
	steps: Step[];
}
interface Workflow {
	on: Record<string, unknown>;
	permissions: Record<string, string>;
	jobs: Record<string, Job>;
}

const text = (name: string) => readFileSync(path.join(WORKFLOWS, name), 'utf8');
const workflow = (name: string): Workflow => parse(text(name));
const NAMES = readdirSync(WORKFLOWS);
const JOBS = NAMES.flatMap((name) =>
	Object.entries(workflow(name).jobs).map(([id, job]) => ({ id: `${name}: ${id}`, job })),
);

/** The npm script that a command starts; undefined where it starts none. */
function scriptOf(command: string): string | undefined {
	return /^npm (?:run ([\w:.-]+)|(test))(?= |$)/.exec(command)?.slice(1).find(Boolean);
}

/** What the tests in several processes need beside Node. */
const PROGRAMS = 'sudo apt-get install -y postgresql redis-server';

describe('workflows of GitHub Actions', () => {
	it('are those for each change and for a release', () => {
		expect([...NAMES].sort()).toEqual(['ci.yml', 'publish.yml']);
	});

	it.each(NAMES)('%s may read the repository and nothing else, unless a job says so', (name) => {
		expect(workflow(name).permissions).toEqual({ contents: 'read' });
	});

	it('write nothing but the identity of the job that publishes', () => {
		const more = JOBS.filter(({ job }) => job.permissions !== undefined);
		expect(more.map(({ id, job }) => [id, job.permissions])).toEqual([
			['publish.yml: publish', { contents: 'read', 'id-token': 'write' }],
		]);
	});

	it.each(NAMES)('%s pins each action by a full commit, with its version beside it', (name) => {
		const uses = text(name)
			.split('\n')
			.filter((line) => /\buses:/.test(line));
		expect(uses.length).toBeGreaterThan(0);
		for (const line of uses)
			expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('have one commit for each action', () => {
		const commits = new Map<string, Set<string>>();
		for (const { job } of JOBS)
			for (const { uses } of job.steps) {
				const [action, commit] = uses?.split('@') ?? [];
				if (action !== undefined && commit !== undefined)
					commits.set(action, (commits.get(action) ?? new Set()).add(commit));
			}
		expect([...commits].filter(([, found]) => found.size !== 1)).toEqual([]);
	});

	it.each(JOBS)('$id runs npm scripts that are there, and ends in time', ({ job }) => {
		const commands = job.steps.flatMap(({ run }) => run ?? []);
		expect(commands.length).toBeGreaterThan(0);
		for (const command of commands.filter((entry) => entry !== PROGRAMS))
			expect(Object.keys(manifest.scripts)).toContain(scriptOf(command) ?? command);
		expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
		// A value of an event, such as a branch's name, would be run as a part of the command.
		for (const command of commands) expect(command).not.toMatch(/\$\{\{(?! matrix\.)/);
	});

	it.each(JOBS)('$id keeps no token of the checkout', ({ job }) => {
		for (const step of job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')))
			expect(step.with?.['persist-credentials']).toBe(false);
	});

	it("run the README's tests on each Node, each system and each n8n that the project names", () => {
		const { test, systems, n8n, older, processes } = workflow('ci.yml').jobs;
		expect(test?.strategy?.matrix.node).toEqual([20, 22, 24]);
		expect(manifest.engines.node).toBe('>=20.19');
		expect(systems?.strategy?.matrix.os).toEqual([
			'ubuntu-latest',
			'macos-latest',
			'windows-latest',
		]);
		expect([...(n8n?.strategy?.matrix.n8n ?? [])].sort()).toEqual(
			readdirSync(path.join(ROOT, 'scripts/n8n-host')).sort(),
		);
		const commands = [test, n8n, older, processes].flatMap((job) =>
			job?.steps.flatMap(({ run }) => run ?? []),
		);
		expect(commands).toEqual([
			'npm test',
			'npm run test:e2e -- --n8n ${{ matrix.n8n }}',
			'npm run test:older',
			PROGRAMS,
			'npm run test:queue',
			'npm run test:install',
		]);
		const [unit] = systems?.steps.flatMap(({ run }) => run ?? []) ?? [];
		expect(existsSync(path.join(ROOT, unit?.split(' ').at(-1) ?? ''))).toBe(true);
	});

	it('publish a version tag only, after all tests, and scan what was published', () => {
		const { on, jobs } = workflow('publish.yml');
		expect(on).toEqual({ push: { tags: ['v*.*.*'] } });
		expect([jobs.publish?.needs, jobs.scan?.needs]).toEqual(['test', 'publish']);
		const release = jobs.publish?.steps.find(({ run }) => run === 'npm run release');
		// The check of prepublishOnly runs only with this, because the project's .npmrc switches scripts off.
		expect(release?.env?.NPM_CONFIG_IGNORE_SCRIPTS).toBe('false');
		for (const name of ['release', 'prepublishOnly'])
			expect(manifest.scripts[name]).toMatch(/^node scripts\/release\/check\.mjs && n8n-node /);
		expect(jobs.scan?.steps.at(-1)?.run).toBe('npm run scan:published');
	});
});

describe('forms of issues, and updates of dependencies', () => {
	const folder = path.join(ROOT, '.github/ISSUE_TEMPLATE');

	it.each(['bug.yml', 'feature.yml'])(
		'%s has a name, a description and fields with labels',
		(name) => {
			const form = parse(readFileSync(path.join(folder, name), 'utf8')) as {
				name: string;
				description: string;
				body: Array<{ type: string; id?: string; attributes: { label?: string } }>;
			};
			expect([typeof form.name, typeof form.description]).toEqual(['string', 'string']);
			const fields = form.body.filter(({ type }) => type !== 'markdown');
			expect(fields.every(({ attributes }) => attributes.label)).toBe(true);
			expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
		},
	);

	it('offers every node in the report of a bug', () => {
		const [, dropdown] = parse(readFileSync(path.join(folder, 'bug.yml'), 'utf8')).body;
		const names = readdirSync(path.join(ROOT, 'nodes'), { recursive: true })
			.map(String)
			.filter((name) => name.endsWith('.node.ts'))
			.map(
				(name) =>
					/displayName: '([^']+)'/.exec(readFileSync(path.join(ROOT, 'nodes', name), 'utf8'))?.[1],
			);
		for (const name of names) expect(dropdown.attributes.options).toContain(name);
	});

	it('are looked for in npm and in the actions of the workflows', () => {
		const { version, updates } = parse(
			readFileSync(path.join(ROOT, '.github/dependabot.yml'), 'utf8'),
		) as { version: number; updates: Array<{ 'package-ecosystem': string; directory: string }> };
		expect(version).toBe(2);
		expect(updates.map((entry) => [entry['package-ecosystem'], entry.directory])).toEqual([
			['github-actions', '/'],
			['npm', '/'],
		]);
	});
});
