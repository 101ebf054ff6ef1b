import type { Failure, Outcome } from '../base/errors';
import type { Files } from '../formats/files';
import type { Batch, Finding, Operation } from '../form/operation';
import type { PlannedBatch } from './plan';
import { isReading, type Call } from '../http/call';
import type { Session } from '../http/session';
import { isObject, textOf } from '../base/values';
import { Departure } from '../http/vendorClock';

/** The vendor may still be at work on a request whose reply was lost. Milliseconds. */
const BEFORE_LOOKING = 2_000;

/**
 * Sends a batch. Where replies were lost and the operation can tell, finds out what became of the records.
 * Only what is proven counts; all else stays unknown and is never sent again.
 */
export async function sendAndRecover(
	operation: Operation,
	session: Session,
	batch: PlannedBatch,
	files: Files,
): Promise<Outcome[]> {
	if (!operation.recover) return await operation.send(session, batch, files);
	const departures: Array<{ moment: number; lost: boolean }> = [];
	// A view of the same connection: what is kept for the run is kept by both.
	const watched = Object.assign(Object.create(session) as Session, {
		call: async (call: Call) => {
			if (isReading(call)) return await session.call(call);
			let left: number | undefined;
			const onSend = (moment: number) => {
				left = moment;
				call.onSend?.(moment);
			};
			const answer = await session.call({ ...call, onSend });
			// The last try of a write is the only one that may have been carried out.
			if (left !== undefined)
				departures.push({
					moment: left,
					lost: !answer.ok && answer.failure.executed === 'unknown',
				});
			return answer;
		},
	});
	const outcomes = await operation.send(watched, batch, files);
	const unknown = outcomes.flatMap((outcome, position) =>
		!outcome.ok && outcome.failure.executed === 'unknown' ? [position] : [],
	);
	if (unknown.length === 0 || departures.length === 0 || session.cancelled()) return outcomes;
	await session.wait(BEFORE_LOOKING);
	if (session.cancelled()) return outcomes;
	const records = unknown.map((position) => batch.records[position] ?? {});
	const findings = await findingsOf(
		operation,
		session,
		{ records, options: batch.options },
		departureOf(departures, session),
	);
	unknown.forEach((position, index) => {
		const known = outcomes[position];
		if (known && !known.ok) outcomes[position] = recovered(known.failure, findings[index]);
	});
	return outcomes;
}

/** When the requests whose replies were lost have left; all of them where each got a reply that tells nothing of a record. */
function departureOf(
	departures: ReadonlyArray<{ moment: number; lost: boolean }>,
	{ clock }: Session,
): Departure {
	const lost = departures.filter((one) => one.lost);
	const moments = (lost.length > 0 ? lost : departures).map(({ moment }) => moment);
	return new Departure(clock, Math.min(...moments), Math.max(...moments));
}

/** A look that fails must not cost what is known of the other records of the batch. */
async function findingsOf(
	operation: Operation,
	session: Session,
	batch: Batch,
	departure: Departure,
): Promise<readonly Finding[]> {
	try {
		return (await operation.recover?.(session, batch, departure)) ?? [];
	} catch {
		return [];
	}
}

function recovered(failure: Failure, finding: Finding): Outcome {
	if (finding === undefined) return { ok: false, failure };
	if ('seen' in finding) {
		const { id, note } = finding.seen;
		return {
			ok: false,
			failure: { ...failure, id, description: `${note} ${failure.description ?? ''}`.trim() },
		};
	}
	const { proven } = finding;
	return proven.ok && !('rows' in proven) ? { ...proven, lost: failure } : proven;
}

/**
 * What is known of a record that has the key of one whose reply was lost.
 * It is that one only if it has the same content and was created after the request had left.
 * @param label the record with its key: `a conversation with the External ID "T-1"`
 */
export function findingOf(
	found: { id: string; same: boolean; created: number; precision: number },
	departure: Departure,
	label: string,
	outcome: (id: string) => Outcome,
): Finding {
	const { id, same, created, precision } = found;
	if (same && departure.isBefore(created)) return { proven: outcome(id) };
	const there = `${label} is there, with the ID ${id}`;
	if (departure.isAfter(created, precision))
		return { seen: { id, note: `${there}, but it was there before this request.` } };
	if (!same) return { seen: { id, note: `${there}, but it holds other values than this item.` } };
	return {
		seen: {
			id,
			note: `${there}. It holds the values of this item and is about as old as this request, so it may be the one or an earlier one.`,
		},
	};
}

/** True where a record holds the values that were sent: of an object the keys that were sent, of times the same moment. */
export function holdsSame(sent: unknown, found: unknown): boolean {
	if (Array.isArray(sent))
		return (
			Array.isArray(found) &&
			sent.length === found.length &&
			sent.every((entry, index) => holdsSame(entry, found[index]))
		);
	if (isObject(sent))
		return (
			isObject(found) && Object.entries(sent).every(([key, value]) => holdsSame(value, found[key]))
		);
	// An empty value may be left out of what is shown.
	if (sent === undefined || sent === null) return found === undefined || found === null;
	if (typeof sent === 'string' && typeof found === 'string')
		return sent.trim() === found.trim() || isSameMoment(sent, found);
	return sent === found;
}

/** Text that begins like a time of ISO 8601; its length is bounded. */
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.Z+-]{5,30}$/;

function isSameMoment(a: string, b: string): boolean {
	return MOMENT.test(a) && MOMENT.test(b) && momentOf(a) === momentOf(b);
}

/** A vendor's time stamp in milliseconds, NaN for any other text; its offset may lack the colon. */
export function momentOf(stamp: unknown): number {
	return Date.parse((textOf(stamp) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

/**
 * Takes back what a recovery found where another item of the run has created the same record: one record is not two.
 * @param outcomes of the whole run, which are changed
 */
export function disownShared(outcomes: Array<Outcome | undefined>): void {
	if (!outcomes.some((outcome) => outcome !== undefined && 'lost' in outcome)) return;
	const owned = new Set(
		outcomes.flatMap((outcome) =>
			outcome?.ok &&
			'id' in outcome &&
			!outcome.lost &&
			!outcome.wasThere &&
			outcome.id !== undefined
				? [outcome.id]
				: [],
		),
	);
	outcomes.forEach((outcome, index) => {
		if (!outcome?.ok || !('lost' in outcome) || !outcome.lost || outcome.id === undefined) return;
		if (owned.has(outcome.id)) outcomes[index] = { ok: false, failure: outcome.lost };
		else owned.add(outcome.id);
	});
}
