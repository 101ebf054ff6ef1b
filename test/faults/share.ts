/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { seeded } from './mutate';

/** True where everything is run and not only the share of the gate: `npm run test:long`. */
export const ALL = process.env.FAULTS === 'all';

/** A fresh seed, so that each run of the gate looks at another share; `FAULT_SEED` repeats one. */
export const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);

/**
 * A share of some cases, with at least one of each group.
 * @param most how many cases the share holds, if there are not more groups
 * @param group tells the group of a case
 */
export function shareOf<T>(cases: readonly T[], most: number, group: (one: T) => string): T[] {
	if (ALL || cases.length <= most) return [...cases];
	const random = seeded(SEED);
	const mixed = cases
		.map((one) => ({ one, place: random() }))
		.sort((a, b) => a.place - b.place)
		.map(({ one }) => one);
	const groups = new Set<string>();
	const first = mixed.filter((one) => !groups.has(group(one)) && groups.add(group(one)));
	const chosen = new Set(first);
	for (const one of mixed) if (chosen.size < most) chosen.add(one);
	return cases.filter((one) => chosen.has(one));
}

/** How many times more runs have a fresh seed in `npm run test:long`. */
const LONG = 20;

/** Runs of a property or a fuzz test that share a seed. */
export interface SeededRuns {
	seed: number;
	count: number;
}

/**
 * The runs of a property or a fuzz test: three quarters by a fixed seed, which find the same each time, and a quarter by a
 * fresh one, which may find something new. A test names `SEED` in its title.
 */
export function seededRuns(fixed: number, count: number): [SeededRuns, SeededRuns] {
	const fresh = Math.ceil(count / 4);
	return [
		{ seed: fixed, count: count - fresh },
		{ seed: SEED, count: ALL ? fresh * LONG : fresh },
	];
}

/** How many runs there are in all. */
export function totalOf(runs: readonly SeededRuns[]): number {
	return runs.reduce((sum, { count }) => sum + count, 0);
}

/** The longest that a test with such runs may take, in milliseconds. */
export const LONGEST = ALL ? 3_600_000 : 600_000;

/** The generator of random numbers for a round: rounds before 0 are of the first runs. */
export function randomByRound([first, second]: [SeededRuns, SeededRuns]): (
	round: number,
) => () => number {
	const [fixed, fresh] = [seeded(first.seed), seeded(second.seed)];
	return (round) => (round < first.count ? fixed : fresh);
}
