/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const DOCS = path.join(ROOT, 'docs/vendors');

/** The sections of a vendor's document, and the numbered rows of the tables in them: `6`, `6.1`. */
function sectionsOf(file: string): Set<string> {
	const found = new Set<string>();
	let current = '';
	for (const line of readFileSync(file, 'utf8').split('\n')) {
		const heading = /^#{2,4} (\d+(?:\.\d+)*)/.exec(line)?.[1];
		if (heading !== undefined) found.add((current = heading));
		const row = /^\| ?((?:\d+\.)?\d+) \|/.exec(line)?.[1];
		if (row !== undefined) found.add(row.includes('.') ? row : `${current}.${row}`);
	}
	return found;
}

const documents = new Map(
	readdirSync(DOCS).map((name) => [path.basename(name, '.md'), sectionsOf(path.join(DOCS, name))]),
);
const CITATION = new RegExp(
	String.raw`\b(${[...documents.keys()].join('|')}) (\d+(?:\.\d+)*(?:(?:, | and | to )\d+(?:\.\d+)*)*)`,
	'g',
);

/** Every citation in the code: where it stands, and the section it names. */
function citations(): Array<{ file: string; vendor: string; section: string }> {
	const files = ['nodes', 'credentials', 'sandbox', 'test', 'scripts']
		.flatMap((folder) =>
			readdirSync(path.join(ROOT, folder), { recursive: true }).map((name) =>
				path.join(folder, String(name)),
			),
		)
		.filter((name) => /\.(ts|mjs)$/.test(name));
	return files.flatMap((file) =>
		[...readFileSync(path.join(ROOT, file), 'utf8').matchAll(CITATION)].flatMap(
			([, vendor = '', list = '']) =>
				list.split(/, | and | to /).map((section) => ({ file, vendor, section })),
		),
	);
}

describe("citations of the vendors' documents", () => {
	it('name a section that is there', () => {
		const missing = citations().filter(
			({ vendor, section }) => !documents.get(vendor)?.has(section),
		);
		expect(missing).toEqual([]);
	});

	it('are found in the code of every vendor', () => {
		const cited = new Set(citations().map(({ vendor }) => vendor));
		expect([...cited].sort()).toEqual([...documents.keys()].sort());
	});
});
