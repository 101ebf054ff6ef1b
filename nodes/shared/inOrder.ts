import type { Outcome } from './errors';
import type { Batch } from './operation';
import type { PlannedBatch } from './plan';

type Send = (batch: PlannedBatch) => Promise<Outcome[]>;

/**
 * Sends batches that are about the same records one after another, as they come, so that the later item wins.
 * Others are not held up.
 * @param changed tells the records of a batch by texts that are the same for the same record
 */
export function inOrder(send: Send, changed: (batch: Batch) => string[]): Send {
	const underWay = new Map<string, Promise<void>>();
	return async (batch) => {
		const records = new Set(changed(batch));
		const earlier = [...records].flatMap((record) => underWay.get(record) ?? []);
		const sent = Promise.all(earlier).then(async () => await send(batch));
		const done = sent.then(
			() => undefined,
			() => undefined,
		);
		for (const record of records) underWay.set(record, done);
		try {
			return await sent;
		} finally {
			for (const record of records) if (underWay.get(record) === done) underWay.delete(record);
		}
	};
}
