/** Longest name to compare, because the cost grows with the product of the lengths. */
const LONGEST = 64;

/** A name without the differences in case, spaces, underscores and hyphens that people write either way. */
export function plain(name: string): string {
	return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** The candidate that a misspelled name probably means; undefined if none is close enough. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
	const meant = plain(name.slice(0, LONGEST));
	let best: string | undefined;
	let least = mistakesAllowed(meant.length) + 1;
	for (const candidate of candidates) {
		const distance =
			candidate.length > LONGEST ? least : distanceOf(meant, plain(candidate), least);
		if (distance >= least) continue;
		least = distance;
		best = candidate;
	}
	return best;
}

/** Short names allow fewer typos, because one different letter makes a different word. */
function mistakesAllowed(length: number): number {
	if (length <= 3) return 0;
	return length <= 5 ? 1 : 2;
}

/** The number of letters that are added, missing, wrong or swapped with their neighbor, capped at `limit`. */
function distanceOf(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) >= limit) return limit;
	let before: number[] = [];
	let row = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min(
				(row[j] ?? 0) + 1,
				(next[j - 1] ?? 0) + 1,
				(row[j - 1] ?? 0) + (same ? 0 : 1),
			);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
			next.push(cost);
		}
		before = row;
		row = next;
	}
	return Math.min(limit, row[b.length] ?? limit);
}
