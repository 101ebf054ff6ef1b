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
		if (outcome) outcomes[position] = outcome;
	});
	return outcomes;
}
