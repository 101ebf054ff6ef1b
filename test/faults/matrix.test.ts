/* eslint-disable @n8n/community-nodes/no-restricted-globals */

import type * as Limits from '../../nodes/ShareCrm/limits';
import { allCells, nameOf, type Cell } from './cells';
import type { Verdict } from './judge';
import { runCell } from './runCell';
import { ALL, SEED, shareOf } from './share';

/** Cells under way at once; most of their time they wait. */
const PARALLEL = 24;
/** So many cells are run where not all are: some of each request of each write, and kinds of fault by chance. */
const SHARE = 1_000;

it(
	`fault matrix (seed ${SEED})`,
	async () => {
		// The built module, which is the one that runs: the vendor's long windows are not what is tested here.
		const { LIMITS } = jest.requireActual<typeof Limits>('../../dist/nodes/ShareCrm/limits.js');
		Object.assign(LIMITS, { frequencyWait: 50, fullWindowWait: 50 });
		const all = allCells();
		const cells = shareOf(all, SHARE, ({ vendor: { node, parameters }, target }) =>
			[node, parameters.resource, parameters.operation, target.name].join(),
		);
		const verdicts = new Map<Cell, Verdict>();
		const waiting = cells.values();
		await Promise.all(
			Array.from({ length: PARALLEL }, async () => {
				for (const cell of waiting) verdicts.set(cell, await runCell(cell));
			}),
		);
		const told = (pick: (verdict: Verdict) => unknown[]) =>
			cells
				.filter((cell) => pick(verdicts.get(cell) as Verdict).length > 0)
				.map((cell) => `${nameOf(cell)}: ${pick(verdicts.get(cell) as Verdict).join('; ')}`);
		const sum = (pick: (verdict: Verdict) => unknown[]) =>
			[...verdicts.values()].reduce((total, verdict) => total + pick(verdict).length, 0);
		process.stdout.write(
			`fault matrix: ${verdicts.size} of ${all.length} cells, ${sum(({ lost }) => lost)} lost, ${sum(({ duplicated }) => duplicated)} duplicated\n`,
		);
		expect(told(({ lost }) => lost)).toEqual([]);
		expect(told(({ duplicated }) => duplicated)).toEqual([]);
		expect(told(({ wrong }) => wrong)).toEqual([]);
	},
	ALL ? 4_800_000 : 900_000,
);
