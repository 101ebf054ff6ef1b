import type { IDataObject } from 'n8n-workflow';

import type { Operation, SentBatch } from './operation';
import { InputError, inputFailure, type Failure } from './errors';
import type { ReadRecord } from './read';

/** A batch that knows which item each of its records comes from. */
export interface PlannedBatch extends SentBatch {
	/** Item indexes, in the order of the records. */
	items: number[];
}

export interface PlanOptions {
	/** Indexes of the items to send, ascending. */
	items: readonly number[];
	read(itemIndex: number): ReadRecord;
	limits: Operation['limits'];
	/** Told of each item that cannot be read. Returning false ends the plan, and what is not yet given out stays unsent. */
	onFailure(itemIndex: number, failure: Failure): boolean;
}

/**
 * Cuts the items into batches, lazily and in order: no more than the vendor's count and bytes,
 * and only records whose calls have the same settings.
 */
export function* planBatches({ items, read, limits, onFailure }: PlanOptions): Generator<PlannedBatch, void> {
	let batch: PlannedBatch | undefined;
	let key = '';
	let bytes = 0;
	for (const itemIndex of items) {
		let entry: ReadRecord;
		let size = 0;
		try {
			entry = read(itemIndex);
			size = limits.bytes === undefined ? 0 : sizeOf(entry.record, limits.bytes);
		} catch (error) {
			if (!onFailure(itemIndex, readingFailure(error))) return;
			continue;
		}
		const entryKey = batch?.settings === entry.settings ? key : JSON.stringify(entry.settings);
		const fits = entryKey === key && (limits.bytes === undefined || bytes + size + 1 <= limits.bytes);
		if (batch !== undefined && !fits) {
			yield batch;
			batch = undefined;
		}
		if (batch === undefined) {
			batch = { records: [], items: [], settings: entry.settings };
			key = entryKey;
			bytes = 2;
		}
		batch.records.push(entry.record);
		batch.items.push(itemIndex);
		bytes += size + 1;
		// A full batch goes out at once: the next item may be slow to read, or end the plan.
		if (batch.records.length >= mostRecords(limits, batch.settings)) {
			yield batch;
			batch = undefined;
		}
	}
	if (batch !== undefined) yield batch;
}

function mostRecords({ records, recordsWith }: Operation['limits'], settings: IDataObject): number {
	return Math.min(records, recordsWith?.(settings) ?? records);
}

function sizeOf(record: IDataObject, limit: number): number {
	const size = Buffer.byteLength(JSON.stringify(record));
	if (size + 2 > limit) {
		throw new InputError(`The record has ${size} bytes, and one call takes at most ${limit}`, undefined, 'Shorten its texts or leave out fields.');
	}
	return size;
}

/** The failure of an item whose parameters could not be read. */
export function readingFailure(error: unknown): Failure {
	if (error instanceof InputError) return inputFailure(error);
	const message = error instanceof Error ? error.message : String(error);
	return { message: `A parameter could not be evaluated: ${message}`, description: 'Check the expressions of this node for this item.', executed: 'no', input: true };
}
