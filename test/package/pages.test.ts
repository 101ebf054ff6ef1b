/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const PAGES = path.join(ROOT, 'docs/nodes');
const NAMES = readdirSync(PAGES);
const textOf = (name: string) => readFileSync(path.join(PAGES, name), 'utf8');

describe('pages of the nodes', () => {
	it('are there for the nodes of every service', () => {
		const folders = readdirSync(path.join(ROOT, 'nodes')).filter((folder) => folder !== 'shared');
		expect(NAMES.map((name) => name.replace(/-|\.md$/g, '')).sort()).toEqual(
			folders.map((folder) => folder.toLowerCase()).sort(),
		);
	});

	it.each(NAMES)(
		'%s is short and says how to set up, what can be done and what the limits are',
		(name) => {
			// The comparison with other ways is a table for those who choose, and pictures need no reading.
			const page = textOf(name)
				.replace(/^## Beside other ways.*\n[\s\S]*?(?=^## |(?![\s\S]))/m, '')
				.replace(/^!\[.*\n\n/gm, '');
			expect(page.split('\n').length).toBeLessThanOrEqual(81);
			const headings = [...textOf(name).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
			expect(headings).toEqual(
				expect.arrayContaining(['Set up the account', 'Operations', 'Recipes', 'Limits']),
			);
		},
	);

	it.each(NAMES)('%s links to files that are there', (name) => {
		const links = [...textOf(name).matchAll(/\]\((?!https:)([^)#]+)/g)].map(
			([, link]) => link ?? '',
		);
		expect(links.length).toBeGreaterThan(0);
		expect(links.filter((link) => !existsSync(path.join(PAGES, link)))).toEqual([]);
	});

	it('show pictures of less than a megabyte in all', () => {
		const folder = path.join(ROOT, 'docs/images');
		const sizes = readdirSync(folder).map((name) => statSync(path.join(folder, name)).size);
		expect(sizes.length).toBeGreaterThan(0);
		expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000);
	});

	it.each(NAMES)("%s cites sections that the service's document has", (name) => {
		const document = readFileSync(path.join(ROOT, 'docs/vendors', name), 'utf8');
		const sections = [...document.matchAll(/^#{2,4} (\d+(?:\.\d+)*)/gm)].map(
			([, section]) => section,
		);
		const cited = [...textOf(name).matchAll(/\((\d+(?:\.\d+)?(?:, \d+(?:\.\d+)?)*)\)/g)].flatMap(
			([, list = '']) => list.split(', '),
		);
		expect(cited.length).toBeGreaterThan(0);
		expect(cited.filter((section) => !sections.includes(section))).toEqual([]);
	});
});
