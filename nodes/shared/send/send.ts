import { sleep } from 'n8n-workflow';

import { failed, InputError, inputFailure, type Failure, type Outcome } from '../base/errors';
import { inOrder } from './inOrder';
import type { PlannedBatch } from './plan';

export interface SendOptions {
	batches: Iterator<PlannedBatch, void>;
	/** Maximum number of parallel batches. */
	parallel: number;
	send(batch: PlannedBatch): Promise<Outcome[]>;
	/** Milliseconds to wait before sending unprocessed records again; undefined to give up. */
	retryIn(failure: Failure, tries: number, waited: number): number | undefined;
	/** @param refusal why it waits */
	wait(millis: number, refusal?: Failure): Promise<void>;
	/** The failure of a record that is given up after this many milliseconds of waiting. */
	givenUp?(failure: Failure, waited: number): Failure;
	/** Called with the outcomes of a batch, or of some of its records, as they arrive. */
	onOutcomes(batch: PlannedBatch, outcomes: Outcome[]): void;
	/** True ends the sending: batches under way finish, and nothing new starts. */
	stopped(): boolean;
}

/**
 * Sends batches, up to `parallel` at once, in the order of the plan; later batches about a record follow earlier ones. A
 * batch that is refused as a whole but may be accepted in parts, such as one that is too large, is sent again in halves.
 * Single records that the vendor reports as not processed are sent again by the rules for a whole request.
 * @throws what `batches`, `onOutcomes` or `retryIn` throws, after all batches under way have finished; never what `send`
 * throws
 */
export async function sendBatches({
	batches,
	parallel,
	send,
	retryIn,
	wait,
	givenUp = (failure) => failure,
	onOutcomes,
	stopped,
}: SendOptions): Promise<void> {
	let planned = false;
	let gate: Promise<void> = Promise.resolve();
	const inTurn = inOrder();
	const ahead = oneAhead(batches);
	// Build one batch at a time, and send its request before building the next one: requests that leave together would also
	// return together, and leave the CPU idle in between. The next batch is built while this one is under way, so that a
	// request can follow a reply at once.
	const turn = async () => {
		const mine = gate;
		gate = gate.then(async () => {
			await sleep(0);
			if (!stopped()) ahead.prepare();
		});
		// Each waiting worker gets the gate's rejection. Without this handler, the unhandled rejection would end the process first.
		gate.catch(() => undefined);
		await mine;
	};
	const deliver = async (batch: PlannedBatch, division: Division, tried: Tried): Promise<void> => {
		const outcomes = await outcomesOf(batch, send);
		const refused = outcomes.flatMap((outcome, position) =>
			isSplittable(outcome) ? [position] : [],
		);
		if (refused.length === 0) return await settleOrResend(batch, outcomes, division, tried);
		if (refused.length === outcomes.length) return await deliverHalves(batch, outcomes, division);
		// An operation may send a batch in several requests, so divide only the part that was refused as a whole.
		const others = range(0, outcomes.length).filter((position) => !refused.includes(position));
		const at = (positions: readonly number[]) =>
			positions.map((position) => outcomes[position] as Outcome);
		await settleOrResend(pick(batch, others), at(others), division, tried);
		await deliverHalves(pick(batch, refused), at(refused), division);
	};
	const settleOrResend = async (
		batch: PlannedBatch,
		outcomes: Outcome[],
		division: Division,
		tried: Tried,
	): Promise<void> => {
		division.accepted = true;
		const delays = outcomes.map((outcome) =>
			outcome.ok || !isResendable(outcome.failure)
				? undefined
				: retryIn(outcome.failure, tried.tries, tried.waited),
		);
		outcomes.forEach((outcome, position) => {
			if (!outcome.ok && delays[position] === undefined && isResendable(outcome.failure))
				outcomes[position] = failed(givenUp(outcome.failure, tried.waited));
		});
		const again = delays.flatMap((delay, position) => (delay === undefined ? [] : [position]));
		if (again.length === 0) return onOutcomes(batch, outcomes);
		const settled = outcomes.flatMap((_, position) =>
			delays[position] === undefined ? [position] : [],
		);
		if (settled.length > 0)
			onOutcomes(
				pick(batch, settled),
				settled.map((position) => outcomes[position] as Outcome),
			);
		const delay = Math.max(...again.map((position) => delays[position] ?? 0));
		const longest = outcomes[delays.indexOf(delay)];
		if (!stopped()) await wait(delay, longest?.ok === false ? longest.failure : undefined);
		const left = pick(batch, again);
		if (stopped())
			return onOutcomes(
				left,
				again.map((position) => outcomes[position] as Outcome),
			);
		await deliver(left, division, { tries: tried.tries + 1, waited: tried.waited + delay });
	};
	const deliverHalves = async (
		batch: PlannedBatch,
		outcomes: Outcome[],
		division: Division,
	): Promise<void> => {
		const { length } = batch.records;
		if (length === 1) {
			division.alone += 1;
			return onOutcomes(batch, outcomes.map(asItsOwn));
		}
		const undivided = outcomes.map((outcome) => asOneOf(length, outcome));
		if (stopped()) return onOutcomes(batch, undivided);
		const middle = Math.ceil(length / 2);
		for (const [start, end] of [
			[0, middle],
			[middle, length],
		] as const)
			await deliverPart(pick(batch, range(start, end)), undivided.slice(start, end), division);
	};
	const deliverPart = async (
		part: PlannedBatch,
		undivided: Outcome[],
		division: Division,
	): Promise<void> => {
		let rest = part.records.length;
		if (!stopped() && isHopeless(division) && rest > FEW) {
			// Bad records may be adjacent, so also try the last record before concluding that all will be refused.
			rest -= 1;
			await deliver(pick(part, [rest]), division, FRESH);
			if (isHopeless(division))
				return onOutcomes(pick(part, range(0, rest)), undivided.slice(0, rest));
		}
		if (stopped()) onOutcomes(pick(part, range(0, rest)), undivided.slice(0, rest));
		else await deliver(pick(part, range(0, rest)), division, FRESH);
	};
	// The run may have stopped while a batch waited for its turn.
	const deliverInTurn = async (batch: PlannedBatch) =>
		await inTurn(batch.changes, async () =>
			stopped() ? undefined : await deliver(batch, { alone: 0, accepted: false }, FRESH),
		);
	const worker = async () => {
		for (;;) {
			await turn();
			if (stopped() || planned) return;
			const next = ahead.next();
			if (next.done) planned = true;
			else await deliverInTurn(next.value);
		}
	};
	// A worker that throws must not interrupt the batches of the others.
	const broken = (
		await Promise.allSettled(Array.from({ length: Math.max(1, parallel) }, worker))
	).find((end) => end.status === 'rejected');
	if (broken) await Promise.reject(broken.reason);
}

/** Iterates over the batches and can build one before it is requested. */
function oneAhead(batches: Iterator<PlannedBatch, void>) {
	let ready: IteratorResult<PlannedBatch, void> | undefined;
	return {
		prepare() {
			ready ??= batches.next();
		},
		next() {
			const next = ready ?? batches.next();
			ready = undefined;
			return next;
		},
	};
}

interface Tried {
	tries: number;
	/** Milliseconds. */
	waited: number;
}

const FRESH: Tried = { tries: 1, waited: 0 };

/** What is known so far about the parts of one batch. */
interface Division {
	/** Number of records that were refused alone. */
	alone: number;
	/** True if any record was accepted, or refused for a reason of its own. */
	accepted: boolean;
}

/** This many records refused alone, with none accepted, make it likely that the reason applies to all. */
const ENOUGH_ALONE = 5;
/** Parts of at most this many records are always divided. */
const FEW = 4;

function isHopeless({ alone, accepted }: Division): boolean {
	return alone >= ENOUGH_ALONE && !accepted;
}

function range(start: number, end: number): number[] {
	return Array.from({ length: end - start }, (_, index) => start + index);
}

/** A refusal that certainly concerns its own record. */
function asItsOwn(outcome: Outcome): Outcome {
	return outcome.ok
		? outcome
		: { ok: false, failure: { ...outcome.failure, splittable: undefined } };
}

/** A refusal of records that were sent together, without knowing which of them caused it. */
function asOneOf(count: number, outcome: Outcome): Outcome {
	if (outcome.ok) return outcome;
	const { description, ...failure } = outcome.failure;
	return {
		ok: false,
		failure: {
			...failure,
			field: undefined,
			description:
				`At least one of the ${count} items that were sent together was refused, so none of them was stored. Correct the items that are named, and send these again; set 'Batch Size' to 1 to find each one. ${description ?? ''}`.trim(),
		},
	};
}

function isSplittable(outcome: Outcome): boolean {
	return !outcome.ok && outcome.failure.splittable === true && outcome.failure.executed === 'no';
}

function isResendable(failure: Failure): boolean {
	return failure.notCarriedOut === true && failure.executed === 'no';
}

function pick(
	{ records, items, ...batch }: PlannedBatch,
	positions: readonly number[],
): PlannedBatch {
	return {
		...batch,
		records: positions.map((position) => records[position] ?? {}),
		items: positions.map((position) => items[position] ?? -1),
	};
}

async function outcomesOf(batch: PlannedBatch, send: SendOptions['send']): Promise<Outcome[]> {
	try {
		const outcomes = await send(batch);
		if (outcomes.length === batch.records.length) return outcomes;
		return lost(batch, `${outcomes.length} results came back for ${batch.records.length} records`);
	} catch (error) {
		// An InputError is thrown before anything is sent.
		if (error instanceof InputError) return batch.records.map(() => failed(inputFailure(error)));
		return lost(batch, error instanceof Error ? error.message : String(error));
	}
}

function lost(batch: PlannedBatch, reason: string): Outcome[] {
	return batch.records.map(() =>
		failed({
			message: `The reply could not be understood: ${reason}`,
			description: "Check in the vendor's app whether the record exists before you send it again.",
			executed: 'unknown',
		}),
	);
}
