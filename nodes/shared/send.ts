import type { Outcome } from './errors';
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

/** Sends batches, up to `parallel` at once, in the order of the plan. Never throws for a batch. */
export async function sendBatches({ batches, parallel, send, onOutcomes, stopped }: SendOptions): Promise<void> {
	const worker = async () => {
		while (!stopped()) {
			const next = batches.next();
			if (next.done) return;
			onOutcomes(next.value, await outcomesOf(next.value, send));
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker));
}

async function outcomesOf(batch: PlannedBatch, send: SendOptions['send']): Promise<Outcome[]> {
	try {
		const outcomes = await send(batch);
		if (outcomes.length === batch.records.length) return outcomes;
		return lost(batch, `${outcomes.length} results came back for ${batch.records.length} records`);
	} catch (error) {
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
