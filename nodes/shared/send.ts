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
 * A batch that the vendor finds too large (HTTP 413) is sent again in halves.
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
	const worker = async () => {
		for (;;) {
			await turn();
			if (stopped() || planned) return;
			const next = batches.next();
			if (next.done) planned = true;
			else onOutcomes(next.value, await halved(next.value, send, stopped));
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker));
}

async function halved(batch: PlannedBatch, send: SendOptions['send'], stopped: SendOptions['stopped']): Promise<Outcome[]> {
	const outcomes = await outcomesOf(batch, send);
	const { length } = batch.records;
	if (length < 2 || !outcomes.every(isTooLarge)) return outcomes;
	const middle = Math.ceil(length / 2);
	const half = async (start: number, end: number) =>
		// What is not sent any more keeps the refusal.
		stopped() ? outcomes.slice(start, end) : await halved(part(batch, start, end), send, stopped);
	return [...(await half(0, middle)), ...(await half(middle, length))];
}

function isTooLarge(outcome: Outcome): boolean {
	return !outcome.ok && outcome.failure.httpCode === 413 && outcome.failure.executed === 'no';
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
