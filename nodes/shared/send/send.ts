import { sleep } from 'n8n-workflow';

import { failed, InputError, inputFailure, type Failure, type Outcome } from '../base/errors';
import { inOrder } from './inOrder';
import type { PlannedBatch } from './plan';

export interface SendOptions {
	batches: Iterator<PlannedBatch, void>;
	/** Most batches under way at once. */
	parallel: number;
	send(batch: PlannedBatch): Promise<Outcome[]>;
	/** Milliseconds to wait before records that were not carried out are sent again; undefined where they are given up. */
	retryIn(failure: Failure, tries: number, waited: number): number | undefined;
	/** @param refusal why it waits */
	wait(millis: number, refusal?: Failure): Promise<void>;
	/** The failure of a record that is given up after so many milliseconds of waits. */
	givenUp?(failure: Failure, waited: number): Failure;
	/** Told of the outcomes of a batch, or of some of its records, as they arrive. */
	onOutcomes(batch: PlannedBatch, outcomes: Outcome[]): void;
	/** True ends the sending: what is under way finishes, nothing new starts. */
	stopped(): boolean;
}

/**
 * Sends batches, up to `parallel` at once, in the order of the plan; later batches about a record follow earlier ones. Never throws.
 * A batch that was refused as a whole and may pass in parts, such as one that is too large, is sent again in halves; single
 * records of a batch that the vendor says it has not carried out are sent again by the rules for a whole request.
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
	// One batch is built at a time, and its request leaves before the next one is built:
	// requests that leave together would also come back together, and the processor would stand idle in between.
	// The next batch is built while this one is under way, so that a reply is followed by a request at once.
	const turn = async () => {
		const mine = gate;
		gate = gate.then(async () => {
			await sleep(0);
			if (!stopped()) ahead.prepare();
		});
		// Each worker that waits for the gate gets its rejection; without a handler of its own it would end the process first.
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
		// An operation may send a batch in several requests; only what was refused as a whole is divided.
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
			// Bad records may stand side by side, so one from far behind them is sent, too, before they count for all.
			rest -= 1;
			await deliver(pick(part, [rest]), division, FRESH);
			if (isHopeless(division))
				return onOutcomes(pick(part, range(0, rest)), undivided.slice(0, rest));
		}
		if (stopped()) onOutcomes(pick(part, range(0, rest)), undivided.slice(0, rest));
		else await deliver(pick(part, range(0, rest)), division, FRESH);
	};
	// A batch that had to wait may find the run stopped.
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
	// A worker that breaks off must not take along what the others have under way.
	const broken = (
		await Promise.allSettled(Array.from({ length: Math.max(1, parallel) }, worker))
	).find((end) => end.status === 'rejected');
	if (broken) await Promise.reject(broken.reason);
}

/** The batches, of which one is built before it is asked for. */
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

/** What is known of the parts of one batch so far. */
interface Division {
	/** Records that were refused alone. */
	alone: number;
	/** True where anything was accepted, or refused for a reason of its own. */
	accepted: boolean;
}

/** So many records that are refused alone, and none that is accepted, make it likely that the reason is the same for all. */
const ENOUGH_ALONE = 5;
/** Parts of so few records are taken apart in any case. */
const FEW = 4;

function isHopeless({ alone, accepted }: Division): boolean {
	return alone >= ENOUGH_ALONE && !accepted;
}

function range(start: number, end: number): number[] {
	return Array.from({ length: end - start }, (_, index) => start + index);
}

/** A refusal that is certain to be that of its record. */
function asItsOwn(outcome: Outcome): Outcome {
	return outcome.ok
		? outcome
		: { ok: false, failure: { ...outcome.failure, splittable: undefined } };
}

/** A refusal of records that were sent together, of which nobody knows whose it is. */
function asOneOf(count: number, outcome: Outcome): Outcome {
	if (outcome.ok) return outcome;
	const { description, ...failure } = outcome.failure;
	return {
		ok: false,
		failure: {
			...failure,
			field: undefined,
			description:
				`One or more of the ${count} items that were sent together were refused, and nothing of them was stored. Correct the items that are named, and send these again; 'Batch Size' 1 finds each. ${description ?? ''}`.trim(),
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
		// Found out before anything was sent.
		if (error instanceof InputError) return batch.records.map(() => failed(inputFailure(error)));
		return lost(batch, error instanceof Error ? error.message : String(error));
	}
}

function lost(batch: PlannedBatch, reason: string): Outcome[] {
	return batch.records.map(() =>
		failed({
			message: `The reply could not be understood: ${reason}`,
			description:
				"Look in the vendor's screens whether the record is there before you send it again.",
			executed: 'unknown',
		}),
	);
}
