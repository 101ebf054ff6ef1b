import fc from 'fast-check';

import { LONGEST, SEED, seededRuns, totalOf } from './share';
import { counts, Follower } from './triggerFollower';
import { histories, KINDS } from './triggerModel';

const RUNS = seededRuns(20_261_122, 1_000);
const HISTORIES = totalOf(RUNS);

it(
	`gives every change out exactly once, in ${HISTORIES} histories of each kind (seed ${SEED})`,
	async () => {
		const property = fc.asyncProperty(histories, async (history) => {
			for (const kind of KINDS) await new Follower(history, kind).run();
		});
		for (const { seed, count } of RUNS) await fc.assert(property, { seed, numRuns: count });
		expect(counts.given).toBeGreaterThan(HISTORIES * 20);
		expect(counts.failed).toBeGreaterThan(HISTORIES / 10);
		expect(counts.resumed).toBeGreaterThan(HISTORIES / 10);
		expect(counts.stuck).toBeGreaterThan(HISTORIES / 20);
		expect(counts.incomplete).toBeGreaterThan(HISTORIES);
		expect(counts.paused).toBeGreaterThan(HISTORIES / 10);
		expect(counts.severalPages).toBeGreaterThan(HISTORIES);
		expect(counts.restless).toBeLessThan(counts.polls / 100);
	},
	LONGEST,
);
