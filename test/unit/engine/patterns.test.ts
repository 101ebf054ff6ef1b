/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialType, INodeType } from 'n8n-workflow';

import {
	builtInFunctions,
	builtWhileLoading,
	describedPatterns,
	literalsOf,
	sourceFiles,
	type Pattern,
} from '../../harness/patterns';
import { attacks, search } from '../../harness/steps';
import { PACKAGE } from '../../harness/package';

/** First of all, because files build patterns once, when they are loaded. */
const BUILT = builtWhileLoading();

/** Instances of the classes that n8n loads: nodes and credentials. */
function loadedByN8n(): Array<[string, ICredentialType | INodeType['description']]> {
	return sourceFiles()
		.filter((file) => /\.(node|credentials)\.ts$/.test(file))
		.flatMap((file) => {
			const classes = jest.requireActual<Record<string, new () => ICredentialType | INodeType>>(
				path.join(PACKAGE, file),
			);
			return Object.values(classes).map(
				(Class): [string, ICredentialType | INodeType['description']] => {
					const made = new Class();
					return [file, 'description' in made ? made.description : made];
				},
			);
		});
}

function allPatterns(): Pattern[] {
	const all = [
		...sourceFiles().flatMap((file) =>
			literalsOf(file, readFileSync(path.join(PACKAGE, file), 'utf8')),
		),
		...BUILT,
		...loadedByN8n().flatMap(([file, description]) => describedPatterns(file, description)),
	];
	return [...new Map(all.map((entry) => [String(entry.pattern), entry])).values()];
}

/** How much a text of twice the length may cost: twice as much, plus a little for its ends. */
const most = (steps: number) => 2.3 * steps + 300;
const LENGTH = 120;

/** The text that makes a pattern take more than twice the steps for twice the length. */
function slow(pattern: RegExp): string | undefined {
	for (const attack of attacks(pattern)) {
		const [once, twice] = [LENGTH, 2 * LENGTH].map(
			(length) => search(pattern, attack(length)).steps,
		);
		if (once === Infinity || (twice ?? 0) > most(once ?? 0))
			return `${JSON.stringify(attack(20))}: ${once} steps, then ${twice}`;
	}
	return undefined;
}

describe('A pattern of the package', () => {
	const patterns = allPatterns();

	it('is found wherever it stands', () => {
		const places = patterns.map(({ place }) => place).join('\n');
		expect(patterns.length).toBeGreaterThan(60);
		for (const kind of [
			/^nodes\/shared\/form\/fields\/moments/m,
			/^credentials\/\S+, expression/m,
			/put together/,
		])
			expect(places).toMatch(kind);
		expect(places).toMatch(/common\.ts|n8n's form/);
	});

	it.each(patterns.map(({ place, pattern }) => [String(pattern), place, pattern] as const))(
		'%s takes twice the steps for a text of twice the length (%s)',
		(_text, _place, pattern) => {
			expect(slow(pattern)).toBeUndefined();
		},
	);

	it('is never built while the node runs', () => {
		expect(sourceFiles().flatMap(builtInFunctions)).toEqual([]);
	});
});

describe('The count of steps', () => {
	const finds = [
		/\/+$/,
		/[\s;]+$/,
		/^\S+@\S+$/,
		/'(?:\\.|[^'\\])*'|\s+/g,
		/^https?:\/\/[^/]+\/.*?(\d{15,19})(?:[/?#].*)?$/,
		/^(a+)+$/,
		/^(a|aa)+$/,
	];
	it.each(finds.map((pattern) => [String(pattern), pattern] as const))(
		'tells that %s is slow',
		(_text, pattern) => {
			expect(slow(pattern)).toBeDefined();
		},
	);

	it('comes from a matcher that finds what the engine finds', () => {
		const patterns = allPatterns();
		let matches = 0;
		for (const { pattern } of patterns) {
			const engine = new RegExp(pattern.source, pattern.flags.replace('g', ''));
			for (const attack of attacks(pattern)) {
				const text = attack(12);
				engine.lastIndex = 0;
				const found = engine.exec(text);
				const { index, end } = search(engine, text);
				expect([String(pattern), text, index, end]).toEqual([
					String(pattern),
					text,
					found?.index ?? -1,
					found ? found.index + found[0].length : -1,
				]);
				if (found) matches += 1;
			}
		}
		expect(matches).toBeGreaterThan(1_000);
	});
});
