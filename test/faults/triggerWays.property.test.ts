import fc from 'fast-check';

import { ALL, LONGEST, SEED } from './share';
import { counts, Follower } from './triggerFollower';
import { histories, KINDS, type History } from './triggerModel';

/** All of them by a fresh seed. */
const HISTORIES = ALL ? 10_000 : 1_000;

/** Shorter histories than those of numbered pages, with more changes of one time stamp. */
const ofWays = (...ways: Array<History['way']>) =>
	fc
		.record({
			history: histories,
			way: fc.constantFrom(...ways),
			precision: fc.constantFrom(1, 1_000),
			watches: fc.integer({ min: 0, max: 2 }).map((chance) => chance === 0),
			startsBefore: fc.constantFrom(undefined, undefined, 60_000, 400_000),
			burst: fc.constantFrom(0, 12, 35),
			kind: fc.constantFrom(...KINDS),
		})
		.map(({ history, kind, ...more }) => ({
			kind,
			history: {
				...history,
				...more,
				happenings: history.happenings.slice(0, 45),
				polls: history.polls.slice(0, 8),
				stuck: [],
				...(more.watches ? { hidden: { ...history.hidden, every: 0 }, remembers: undefined } : {}),
			},
		}));

it.each([
	['after a cursor', ['cursor', 'equal']],
	['in slices of time', ['slices', 'slices', 'unsorted']],
] as Array<[string, Array<History['way']>]>)(
	`gives every change out exactly once where it is read %s, in ${HISTORIES} histories (seed ${SEED})`,
	async (_what, ways) => {
		for (const key of Object.keys(counts) as Array<keyof typeof counts>) counts[key] = 0;
		await fc.assert(
			fc.asyncProperty(ofWays(...ways), async ({ history, kind }) => {
				await new Follower(history, kind).run();
			}),
			{ numRuns: HISTORIES, seed: SEED, endOnFailure: true },
		);
		expect(counts.given).toBeGreaterThan(HISTORIES * 5);
		expect(counts.failed).toBeGreaterThan(HISTORIES / 20);
		expect(counts.resumed).toBeGreaterThan(HISTORIES / 40);
		expect(counts.incomplete).toBeGreaterThan(HISTORIES / 20);
		expect(counts.paused).toBeGreaterThan(HISTORIES / 20);
		expect(counts.severalPages).toBeGreaterThan(HISTORIES / 5);
		expect(counts.restless).toBe(0);
	},
	LONGEST,
);
