import { sleep } from 'n8n-workflow';

import { failed, InputError, inputFailure, type Outcome } from './errors';
import type { Turns } from './inOrder';
import type { PlannedBatch } from './plan';

export interface SendOptions {
	batches: Iterator<PlannedBatch, void>;
	/** Most batches under way at once. */
	parallel: number;
	send(batch: PlannedBatch): Promise<Outcome[]>;
	/** Decides when a batch, with all its parts, has its turn; at once if absent. */
	turns?: Turns;
	/** Told of each batch's outcomes as they arrive. */
	onOutcomes(batch: PlannedBatch, outcomes: Outcome[]): void;
	/** True ends the sending: what is under way finishes, nothing new starts. */
	stopped(): boolean;
}

/**
 * Sends batches, up to `parallel` at once, in the order of the plan. Never throws for a batch.
 * A batch that was refused as a whole and may pass in parts, such as one that is too large, is sent again in halves.
 */
export async function sendBatches({ batches, parallel, send, turns = atOnce, onOutcomes, stopped }: SendOptions): Promise<void> {
	let planned = false;
	let gate: Promise<void> = Promise.resolve();
	// One batch is built at a time, and its request leaves before the next one is built:
	// requests that leave together would also come back together, and the processor would stand idle in between.
	const turn = async () => {
		const mine = gate;
		gate = gate.then(async () => await sleep(0));
		await mine;
	};
	const sendHalving = async (batch: PlannedBatch, division: Division): Promise<void> => {
		const outcomes = await outcomesOf(batch, send);
		const { length } = batch.records;
		if (!outcomes.every(isDivisible)) {
			division.accepted = true;
			return onOutcomes(batch, outcomes);
		}
		if (length === 1) {
			division.alone += 1;
			return onOutcomes(batch, outcomes.map(asItsOwn));
		}
		const undivided = outcomes.map((outcome) => asOneOf(length, outcome));
		if (stopped() || (division.alone >= ENOUGH_ALONE && !division.accepted)) return onOutcomes(batch, undivided);
		const middle = Math.ceil(length / 2);
		for (const [start, end] of [[0, middle], [middle, length]] as const) {
			if (stopped()) onOutcomes(part(batch, start, end), undivided.slice(start, end));
			else await sendHalving(part(batch, start, end), division);
		}
	};
	// A batch that had to wait may find the run stopped.
	const sendInTurn = async (batch: PlannedBatch) => (stopped() ? undefined : await sendHalving(batch, { alone: 0, accepted: false }));
	const worker = async () => {
		for (;;) {
			await turn();
			if (stopped() || planned) return;
			const next = batches.next();
			if (next.done) planned = true;
			else await turns(next.value, async () => await sendInTurn(next.value as PlannedBatch));
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker));
}

const atOnce: Turns = async (_batch, work) => await work();

/** What is known of the parts of one batch so far. */
interface Division {
	/** Records that were refused alone. */
	alone: number;
	/** True where anything was accepted, or refused for a reason of its own. */
	accepted: boolean;
}

/** So many records that are refused alone, and none that is accepted, stand for all: the reason is the same. */
const ENOUGH_ALONE = 5;

/** A refusal that is certain to be that of its record. */
function asItsOwn(outcome: Outcome): Outcome {
	return outcome.ok ? outcome : { ok: false, failure: { ...outcome.failure, divisible: undefined } };
}

/** A refusal of records that travelled together, of which nobody knows whose it is. */
function asOneOf(count: number, outcome: Outcome): Outcome {
	if (outcome.ok) return outcome;
	const { description, ...failure } = outcome.failure;
	return { ok: false, failure: { ...failure, field: undefined, description: `One or more of the ${count} items that travelled together were refused, and nothing of them was stored. Correct the items that are named, and send these again; 'Batch Size' 1 finds each. ${description ?? ''}`.trim() } };
}

function isDivisible(outcome: Outcome): boolean {
	return !outcome.ok && outcome.failure.divisible === true && outcome.failure.executed === 'no';
}

function part({ records, items, settings }: PlannedBatch, start: number, end: number): PlannedBatch {
	return { records: records.slice(start, end), items: items.slice(start, end), settings };
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
	return batch.records.map(() => ({
		ok: false,
		failure: {
			message: `The reply could not be understood: ${reason}`,
			description: 'Look in the vendor\'s screens whether the record is there before you send it again.',
			executed: 'unknown',
		},
	}));
}
