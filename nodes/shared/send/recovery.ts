import type { Failure, Outcome } from '../base/errors';
import type { Files } from '../formats/files';
import type { Batch, Finding, Operation } from '../form/operation';
import type { PlannedBatch } from './plan';
import { isReading, type Call } from '../http/call';
import type { Session } from '../http/session';
import { isObject, textOf } from '../base/values';
import { Departure } from '../http/vendorClock';

/** Wait before looking, in milliseconds: the vendor may still be processing a request whose reply was lost. */
const BEFORE_LOOKING = 2_000;

/**
 * Sends a batch. If replies were lost and the operation can recover, it finds out what became of the records. Only what is
 * proven counts; everything else stays `unknown` and is never sent again.
 */
export async function sendAndRecover(
	operation: Operation,
	session: Session,
	batch: PlannedBatch,
	files: Files,
): Promise<Outcome[]> {
	if (!operation.recover) return await operation.send(session, batch, files);
	const departures: Array<{ moment: number; lost: boolean }> = [];
	// A view of the same connection, which shares what is remembered for the run.
	const watched = Object.assign(Object.create(session) as Session, {
		call: async (call: Call) => {
			if (isReading(call)) return await session.call(call);
			let left: number | undefined;
			const onSend = (moment: number) => {
				left = moment;
				call.onSend?.(moment);
			};
			const answer = await session.call({ ...call, onSend });
			// Only the last try of a write may have been carried out.
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

/** When the requests with lost replies left; all requests if each got a reply that tells nothing about a record. */
function departureOf(
	departures: ReadonlyArray<{ moment: number; lost: boolean }>,
	{ clock }: Session,
): Departure {
	const lost = departures.filter((one) => one.lost);
	const moments = (lost.length > 0 ? lost : departures).map(({ moment }) => moment);
	return new Departure(clock, Math.min(...moments), Math.max(...moments));
}

/** A failed lookup must not lose what is known about the other records of the batch. */
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
 * The finding about a record that has the key of one whose reply was lost. It is proven to be that record only if it has
 * the same content and was created after the request left.
 * @param label the record with its key, for a message: `a conversation with the External ID "T-1"`
 */
export function findingOf(
	found: { id: string; same: boolean; created: number; precision: number },
	departure: Departure,
	label: string,
	outcome: (id: string) => Outcome,
): Finding {
	const { id, same, created, precision } = found;
	if (same && departure.isBefore(created)) return { proven: outcome(id) };
	const there = `${label} exists, with the ID ${id}`;
	if (departure.isAfter(created, precision))
		return { seen: { id, note: `${there}, but it existed before this request.` } };
	if (!same)
		return { seen: { id, note: `${there}, but its values differ from those of this item.` } };
	return {
		seen: {
			id,
			note: `${there}. It has the values of this item and is about as old as this request, so it may be from this request or an earlier one.`,
		},
	};
}

/** True if a record holds the values that were sent. Objects are compared by the keys that were sent, times by the moment they mean. */
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
	// The vendor may leave out an empty value.
	if (sent === undefined || sent === null) return found === undefined || found === null;
	if (typeof sent === 'string' && typeof found === 'string')
		return sent.trim() === found.trim() || isSameMoment(sent, found);
	return sent === found;
}

/** Text that looks like an ISO 8601 time, of bounded length. */
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.Z+-]{5,30}$/;

function isSameMoment(a: string, b: string): boolean {
	return MOMENT.test(a) && MOMENT.test(b) && momentOf(a) === momentOf(b);
}

/** A vendor's timestamp in milliseconds since the epoch, NaN for any other value. Its offset may lack the colon. */
export function momentOf(stamp: unknown): number {
	return Date.parse((textOf(stamp) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

/**
 * Revokes a recovered outcome if another item of the run created the same record, because one record cannot count for two.
 * @param outcomes of the whole run; changed in place
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
