import type { IDataObject } from 'n8n-workflow';

import { bounded, type Failure } from '../base/errors';

/** In how many polls a record is tried before it is emitted with what is known about it. */
export const TRIES = 3;
/** Maximum number of such records to remember, and that one scan may meet. */
export const MOST_ODD = 1_000;
/** Key of an item that says why the record is incomplete. */
export const INCOMPLETE = 'incomplete';

/** A record that the list shows but that cannot be read: it has no ID or timestamp, or the vendor refuses it. */
export type OddRecord = {
	/** In how many polls it was met; `TRIES` if it was emitted or existed before the start. */
	polls: number;
	/** A lower bound of the time of its change, which is how far back the next poll must look. In milliseconds by the vendor's clock. */
	from: number;
	/** When it was first met, in milliseconds by the vendor's clock. */
	at: number;
	/** A hash of its content, if its time is unknown. */
	mark?: string;
};

/** Records that cannot be read, by ID, or by a hash of the row if there is no ID. */
export type OddRecords = Record<string, OddRecord>;

/** True if it is still to be emitted. */
export function isPending(record: OddRecord | undefined): boolean {
	return record !== undefined && record.polls < TRIES;
}

/** A record that could not be read in a poll. */
export interface Met {
	row: IDataObject;
	from: number;
	mark?: string;
	/** Its own failure, if it differs from that of all rows without an ID or timestamp. */
	failure?: Failure;
}

/**
 * Counts the tries of the unreadable rows and the refused records that a poll has met.
 * @param readable records that the list shows completely again
 * @param given records that were emitted completely
 * @param open true if the poll did not reach all records
 * @returns the records to remember, and the keys of those whose tries are used up
 */
export function countOdd(
	before: OddRecords,
	poll: {
		rows: ReadonlyMap<string, Met>;
		refused: ReadonlyMap<string, Met>;
		readable: ReadonlySet<string>;
		given: ReadonlySet<string>;
		open: boolean;
		tries: number;
		highWatermark: number;
		now: number;
	},
): { odd: OddRecords; due: string[] } {
	const { rows, refused, readable, given, open, tries, highWatermark, now } = poll;
	const next = new Map<string, OddRecord>();
	const due: string[] = [];
	for (const [key, record] of Object.entries(before)) {
		if (!given.has(key) && (isPending(record) ? open : !readable.has(key))) next.set(key, record);
	}
	for (const [key, { from, mark }] of [...rows, ...refused]) {
		const known = before[key];
		if (known !== undefined && !isPending(known) && mark !== undefined && known.mark === mark)
			continue;
		// Different content means that it has changed again.
		const { polls, at } =
			known !== undefined && isPending(known) && known.mark === mark
				? known
				: { polls: 0, at: now };
		// A record first met in a second that is not over yet may still change unseen within that second.
		const over = polls + 1 >= tries && at <= highWatermark;
		if (over) due.push(key);
		// The time of a refused record is known, so its emitted timestamp is remembered instead.
		if (over && refused.has(key)) next.delete(key);
		else
			next.set(key, {
				polls: over ? TRIES : Math.min(polls + 1, TRIES - 1),
				from,
				at,
				...(mark === undefined ? {} : { mark }),
			});
	}
	return { odd: storedOdd([...next]), due };
}

/** The records to store, a bounded number; finished ones that were met first are dropped first. */
export function storedOdd(records: ReadonlyArray<[string, OddRecord]>): OddRecords {
	const pending = records.filter(([, record]) => isPending(record));
	const done = records
		.filter(([, record]) => !isPending(record))
		.sort(([, a], [, b]) => a.at - b.at);
	return Object.fromEntries([
		...done.slice(Math.max(0, done.length + pending.length - MOST_ODD)),
		...pending,
	]);
}

/** The item of a record that cannot be read: what the list shows, and why there is no more. */
export function incompleteItem(row: IDataObject, failure: Failure): IDataObject {
	const { message, description } = bounded(failure);
	return {
		...row,
		[INCOMPLETE]: description === undefined ? message : `${message}. ${description}`,
	};
}
