import type { Batch } from './operation';

/** Does a batch's work when its turn has come. */
export type Turns = <T>(batch: Batch, work: () => Promise<T>) => Promise<T>;

/**
 * Lets batches that are about the same records have their turn one after another, as they come, so that the later item wins.
 * Others are not held up.
 * @param changed tells the records of a batch by texts that are the same for the same record
 */
export function inOrder(changed: (batch: Batch) => string[]): Turns {
	const underWay = new Map<string, Promise<void>>();
	return async (batch, work) => {
		const records = new Set(changed(batch));
		const earlier = [...records].flatMap((record) => underWay.get(record) ?? []);
		const sent = Promise.all(earlier).then(work);
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
