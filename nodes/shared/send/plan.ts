import type { IDataObject } from 'n8n-workflow';

import { InputError, inputFailure, type Failure } from '../base/errors';
import type { Operation, ReadRecord, SentBatch } from '../form/operation';
import { ANY_RECORD } from './inOrder';
import { checkSendable } from './sendable';

/** A batch with the item index of each of its records. */
export interface PlannedBatch extends SentBatch {
	/** Item indexes, in the order of the records. */
	items: number[];
	/** The records that it changes, as strings that are equal for the same record. */
	changes: string[];
}

export interface PlanOptions
	extends Pick<Operation, 'limits' | 'identity' | 'inTurn' | 'mergesRepeats'> {
	/** Indexes of the items to send, ascending. */
	items: readonly number[];
	read(itemIndex: number): ReadRecord;
	/** Called for each item that cannot be read. Returning false ends the plan, and batches that were not yielded yet stay unsent. */
	onFailure(itemIndex: number, failure: Failure): boolean;
}

/** Maximum number of batches to fill in parallel: each waits for more records with its options. */
const MOST_OPEN = 50;

interface OpenBatch extends PlannedBatch {
	key: string;
	bytes: number;
	/** True if its order relative to batches with other options must be kept. */
	serial: boolean;
}

interface Prepared extends ReadRecord {
	key: string;
	bytes: number;
	changes: string[];
	serial: boolean;
}

/**
 * Divides the items into batches, lazily: each within the vendor's limits on count and bytes, and only with records whose
 * calls have the same options. Records with other options wait in their own batch meanwhile. Items about the same record
 * keep their order, and no batch holds a record twice.
 */
export function* planBatches(options: PlanOptions): Generator<PlannedBatch, void> {
	const { items, limits, onFailure } = options;
	const prepare = preparer(options);
	const open = new Map<string, OpenBatch>();
	const owners = new Map<string, OpenBatch>();
	const close = (batch: OpenBatch): OpenBatch => {
		open.delete(batch.key);
		for (const record of batch.changes) if (owners.get(record) === batch) owners.delete(record);
		return batch;
	};
	for (const itemIndex of items) {
		let next: Prepared;
		try {
			next = prepare(itemIndex);
		} catch (error) {
			if (!onFailure(itemIndex, readingFailure(error))) return;
			continue;
		}
		for (const batch of inTheWay(next, open, owners, options)) yield close(batch);
		const batch = open.get(next.key) ?? newBatch(next);
		open.set(next.key, batch);
		add(batch, next, itemIndex);
		for (const record of next.changes) owners.set(record, batch);
		// Yield a full batch at once: the next item may be slow to read or end the plan.
		if (batch.records.length >= mostRecords(limits, batch.options, items.length))
			yield close(batch);
		else if (open.size > MOST_OPEN) yield close(firstOf(open));
	}
	while (open.size > 0) yield close(firstOf(open));
}

/** Makes a function that reads and checks one item, including everything that can fail for that item alone. */
function preparer({
	items,
	read,
	limits,
	identity,
	inTurn,
}: PlanOptions): (itemIndex: number) => Prepared {
	let known: { options: IDataObject; key: string } | undefined;
	return (itemIndex) => {
		const { record, options } = read(itemIndex);
		checkSendable(record);
		if (known?.options !== options) {
			checkSendable(options);
			known = { options, key: JSON.stringify(options) };
		}
		mostRecords(limits, options, items.length);
		return {
			record,
			options,
			key: known.key,
			bytes: limits.bytes === undefined ? 0 : sizeOf(record, limits.bytes) + 1,
			changes: identity?.(record, options) ?? [],
			serial: inTurn?.(options) ?? false,
		};
	};
}

const NONE: readonly OpenBatch[] = [];

/** The batches that must be sent before a record can be added, the oldest first. */
function inTheWay(
	next: Prepared,
	open: ReadonlyMap<string, OpenBatch>,
	owners: ReadonlyMap<string, OpenBatch>,
	{ limits, mergesRepeats }: PlanOptions,
): readonly OpenBatch[] {
	const own = open.get(next.key);
	const isTooLarge =
		own !== undefined && limits.bytes !== undefined && own.bytes + next.bytes > limits.bytes;
	const isAlone = open.size <= (own === undefined ? 0 : 1);
	// Shortcut for the usual case: a set per record costs measurable time at 100,000 items.
	if (isAlone && !isTooLarge && next.changes.length === 0) return NONE;
	const found = new Set(next.changes.flatMap((record) => owners.get(record) ?? []));
	if (own !== undefined && mergesRepeats) found.delete(own);
	if (own !== undefined && isTooLarge) found.add(own);
	if (!isAlone)
		for (const batch of open.values())
			if (batch !== own && (next.serial || batch.serial)) found.add(batch);
	if (found.size < 2) return [...found];
	return [...open.values()].filter((batch) => found.has(batch));
}

function newBatch({ key, options, serial }: Prepared): OpenBatch {
	return {
		key,
		options,
		serial,
		records: [],
		items: [],
		changes: serial ? [ANY_RECORD] : [],
		bytes: 2,
	};
}

function add(batch: OpenBatch, { record, bytes, changes }: Prepared, itemIndex: number): void {
	batch.records.push(record);
	batch.items.push(itemIndex);
	batch.changes.push(...changes);
	batch.bytes += bytes;
}

function firstOf(open: ReadonlyMap<string, OpenBatch>): OpenBatch {
	return open.values().next().value as OpenBatch;
}

function mostRecords(
	{ records, recordsWith, recordsFor }: Operation['limits'],
	options: IDataObject,
	items: number,
): number {
	return recordsFor?.(options, items) ?? Math.min(records, recordsWith?.(options) ?? records);
}

function sizeOf(record: IDataObject, limit: number): number {
	const size = Buffer.byteLength(JSON.stringify(record));
	if (size + 2 > limit) {
		throw new InputError(
			`The record has ${size} bytes, and one call takes at most ${limit}`,
			undefined,
			'Shorten its texts or leave out fields.',
		);
	}
	return size;
}

/** The failure of an item whose parameters could not be read. */
export function readingFailure(error: unknown): Failure {
	if (error instanceof InputError) return inputFailure(error);
	const message = error instanceof Error ? error.message : String(error);
	return {
		message: `A parameter could not be evaluated: ${message}`,
		description: 'Check the expressions of this node for this item.',
		executed: 'no',
		input: true,
	};
}
