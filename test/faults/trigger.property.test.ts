import fc from 'fast-check';

import { counts, Follower } from './triggerFollower';
import { histories, KINDS } from './triggerModel';

const HISTORIES = 1_000;
const SEED = 20261122;

it(`gives every change out exactly once, in ${HISTORIES} histories of each kind`, async () => {
	await fc.assert(
		fc.asyncProperty(histories, async (history) => {
			for (const kind of KINDS) await new Follower(history, kind).run();
		}),
		{ numRuns: HISTORIES, seed: SEED },
	);
	expect(counts.given).toBeGreaterThan(HISTORIES * 20);
	expect(counts.failed).toBeGreaterThan(HISTORIES / 10);
	expect(counts.resumed).toBeGreaterThan(HISTORIES / 10);
	expect(counts.stuck).toBeGreaterThan(HISTORIES / 20);
	expect(counts.incomplete).toBeGreaterThan(HISTORIES);
	expect(counts.paused).toBeGreaterThan(HISTORIES / 10);
	expect(counts.severalPages).toBeGreaterThan(HISTORIES);
	expect(counts.restless).toBeLessThan(counts.polls / 100);
}, 600_000);
