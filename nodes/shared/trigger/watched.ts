import { createHash } from 'crypto';

import type { Change, Watched } from './feed';

/** A hash of the watched values of each record, by its ID. */
export type RememberedValues = Array<[id: string, mark: string]>;

/** Maximum number of records whose values are remembered, if the source does not say: about 400 KB in n8n's database. */
export const MOST_VALUES = 10_000;

function markOf({ values }: Watched, { row }: Change): string {
	return createHash('sha256')
		.update(JSON.stringify(values(row)) ?? '')
		.digest('base64')
		.slice(0, 10);
}

/** The changes in which every watched field still has the remembered value. */
export function unchanged(
	watched: Watched | undefined,
	changes: readonly Change[],
	remembered: RememberedValues = [],
): ReadonlySet<Change> {
	if (watched === undefined || remembered.length === 0) return new Set();
	const before = new Map(remembered);
	return new Set(changes.filter((change) => before.get(change.id) === markOf(watched, change)));
}

/** The remembered values after these changes; the least recently changed records are forgotten first. */
export function remember(
	watched: Watched | undefined,
	changes: Iterable<Change>,
	remembered: RememberedValues = [],
): RememberedValues {
	if (watched === undefined) return [];
	const values = new Map(remembered);
	for (const change of changes) {
		values.delete(change.id);
		values.set(change.id, markOf(watched, change));
	}
	return [...values].slice(-(watched.remembers ?? MOST_VALUES));
}
