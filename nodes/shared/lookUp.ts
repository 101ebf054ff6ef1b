import type { Outcome } from './errors';
import type { Files } from './files';
import type { Operation } from './operation';
import type { PlannedBatch } from './plan';
import type { Session } from './session';

/** The vendor may still be at work on a request whose reply was lost. Milliseconds. */
const BEFORE_LOOKING = 2_000;

/** The vendor's clock may differ from this one by so much. Milliseconds. */
const CLOCK_SKEW = 300_000;

/**
 * Sends a batch, and where replies were lost finds out what became of the records, if the operation can.
 * What is found counts as stored; what is not found stays unknown and is never sent again.
 */
export async function sendAndLookUp(operation: Operation, session: Session, batch: PlannedBatch, files: Files): Promise<Outcome[]> {
	const since = new Date(Date.now() - CLOCK_SKEW);
	const outcomes = await operation.send(session, batch, files);
	const unknown = outcomes.flatMap((outcome, position) => (!outcome.ok && outcome.failure.executed === 'unknown' ? [position] : []));
	if (unknown.length === 0 || !operation.lookUp || session.cancelled()) return outcomes;
	await session.wait(BEFORE_LOOKING);
	if (session.cancelled()) return outcomes;
	const records = batch.records.filter((_, position) => unknown.includes(position));
	const found = await operation.lookUp(session, { records, settings: batch.settings }, since);
	unknown.forEach((position, index) => {
		const outcome = found[index];
		const before = outcomes[position];
		if (outcome && before && !before.ok) outcomes[position] = outcome.ok && !('rows' in outcome) ? { ...outcome, lost: before.failure } : outcome;
	});
	return outcomes;
}

/**
 * Takes back what a look-up found where the same record belongs to another item of the run: one record is not two.
 * @param outcomes of the whole run, which are changed
 */
export function disownShared(outcomes: Array<Outcome | undefined>): void {
	if (!outcomes.some((outcome) => outcome !== undefined && 'lost' in outcome)) return;
	const owned = new Set(outcomes.flatMap((outcome) => (outcome?.ok && 'id' in outcome && !outcome.lost && outcome.id !== undefined ? [outcome.id] : [])));
	outcomes.forEach((outcome, index) => {
		if (!outcome?.ok || !('lost' in outcome) || !outcome.lost || outcome.id === undefined) return;
		if (owned.has(outcome.id)) outcomes[index] = { ok: false, failure: outcome.lost };
		else owned.add(outcome.id);
	});
}
