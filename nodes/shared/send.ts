import { sleep } from 'n8n-workflow';

import { failed, InputError, inputFailure, type Outcome } from './errors';
import type { PlannedBatch } from './plan';

export interface SendOptions {
	batches: Iterator<PlannedBatch, void>;
	/** Most batches under way at once. */
	parallel: number;
	send(batch: PlannedBatch): Promise<Outcome[]>;
	/** Told of each batch's outcomes as they arrive. */
	onOutcomes(batch: PlannedBatch, outcomes: Outcome[]): void;
	/** True ends the sending: what is under way finishes, nothing new starts. */
	stopped(): boolean;
}

/**
 * Sends batches, up to `parallel` at once, in the order of the plan. Never throws for a batch.
 * A batch that was refused as a whole and may pass in parts, such as one that is too large, is sent again in halves.
 */
export async function sendBatches({ batches, parallel, send, onOutcomes, stopped }: SendOptions): Promise<void> {
	let planned = false;
	let gate: Promise<void> = Promise.resolve();
	// One batch is built at a time, and its request leaves before the next one is built:
	// requests that leave together would also come back together, and the processor would stand idle in between.
	const turn = async () => {
		const mine = gate;
		gate = gate.then(async () => await sleep(0));
		await mine;
	};
	const sendHalving = async (batch: PlannedBatch): Promise<void> => {
		const outcomes = await outcomesOf(batch, send);
		const { length } = batch.records;
		// What is not sent any more keeps the refusal.
		if (length < 2 || stopped() || !outcomes.every(isDivisible)) return onOutcomes(batch, outcomes);
		const middle = Math.ceil(length / 2);
		for (const [start, end] of [[0, middle], [middle, length]] as const) {
			if (stopped()) onOutcomes(part(batch, start, end), outcomes.slice(start, end));
			else await sendHalving(part(batch, start, end));
		}
	};
	const worker = async () => {
		for (;;) {
			await turn();
			if (stopped() || planned) return;
			const next = batches.next();
			if (next.done) planned = true;
			else await sendHalving(next.value);
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker));
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
