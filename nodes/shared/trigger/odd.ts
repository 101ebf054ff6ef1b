import type { IDataObject } from 'n8n-workflow';

import { bounded, type Failure } from '../base/errors';

/** In so many polls a record is tried, before it is given out with what is known of it. */
export const TRIES = 3;
/** Most of these records that are remembered, and that one scan may meet. */
export const MOST_ODD = 1_000;
/** Key of an item that says why the record is not whole. */
export const INCOMPLETE = 'incomplete';

/** A record that the list shows, but that cannot be read: without id or time stamp, or refused when it is asked for. */
export type OddRecord = {
	/** In how many polls it was met; as many as there are tries where it has been given out or was there before the start. */
	polls: number;
	/** No later than its change, as far as is known: so far down the next poll must look, too. In milliseconds by the vendor's clock. */
	from: number;
	/** When it was first met; in milliseconds by the vendor's clock. */
	at: number;
	/** Stands for its content, where its time is not known. */
	mark?: string;
};

/** By ID, or by a hash of the row if it has no ID. */
export type OddRecords = Record<string, OddRecord>;

/** True where it is still to be given out. */
export function isPending(record: OddRecord | undefined): boolean {
	return record !== undefined && record.polls < TRIES;
}

/** What could not be read in a poll. */
export interface Met {
	row: IDataObject;
	from: number;
	mark?: string;
	/** What to say of it, where it is something else than of all rows without id or time stamp. */
	failure?: Failure;
}

/**
 * Counts the rows of a list and the refused records that a poll has met.
 * @param readable records that a list shows whole again
 * @param given records that were given out whole
 * @param open true if the poll has not reached all records
 * @returns the records that are remembered, and those whose tries are over
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
		// With other content it has changed again.
		const { polls, at } =
			known !== undefined && isPending(known) && known.mark === mark
				? known
				: { polls: 0, at: now };
		// What was first met in a second that is not over yet may change unseen in it.
		const over = polls + 1 >= tries && at <= highWatermark;
		if (over) due.push(key);
		// The time of a refused record is known, so that it is remembered by that.
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

/** A bounded number of records, as they are stored; those that were met first and are done with are forgotten first. */
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

/** The item of a record that cannot be read: what its list shows, and why it is no more. */
export function incompleteItem(row: IDataObject, failure: Failure): IDataObject {
	const { message, description } = bounded(failure);
	return {
		...row,
		[INCOMPLETE]: description === undefined ? message : `${message}. ${description}`,
	};
}
