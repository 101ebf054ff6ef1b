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
