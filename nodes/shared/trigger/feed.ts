import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { Result } from '../base/result';
import type { NumberedPages } from '../http/paging';
import type { Call, Session } from '../http/session';
import type { Slice } from '../http/slices';

/** The default precision of timestamps, in milliseconds: whole seconds. */
export const SECOND = 1_000;

/** One change of one record. */
export interface Change {
	id: string;
	/** When it happened, in milliseconds since the epoch by the vendor's clock; a multiple of the source's precision. */
	changedAt: number;
	/** False if it is not the kind of change that the trigger waits for. */
	wanted: boolean;
	row: IDataObject;
}

/** How to read the rows of a vendor's list of changes, whatever their order. */
export interface ChangeRows {
	/** Maximum number of rows on a page. */
	size: number;
	/** The rows of a page. */
	rows(body: unknown): unknown[];
	/** The change in a row; undefined if it has no ID or no timestamp. */
	change(row: unknown): Change | undefined;
	/** The ID of a row, even if it has nothing else. */
	id(row: unknown): string | undefined;
	/** The part of a row that differs after another change, without its time; the whole row if absent. */
	content?(row: IDataObject): IDataObject;
	/** The failure for a row without an ID or timestamp. */
	unreadable: Failure;
}

/** Numbered pages, newest change first. Rows move while they are read, so the pages overlap. */
export interface PagedFeed extends ChangeRows, Pick<NumberedPages, 'call' | 'more'> {
	kind: 'pages';
	/** How many rows can be read by page number; after those the page size must stay the same. */
	numbered: number;
	/** False if the vendor says that the newest rows are not first; then the whole list is read. */
	sorted(body: unknown): boolean;
}

/** A position in a list that is sorted by time, then by ID. Without an ID, it is before all changes of that time. */
export interface Cursor {
	changedAt: number;
	id?: string;
}

/** A query sorted by time, then by ID, that can start after any change, so nothing is missed while it is read. */
export interface CursorFeed extends ChangeRows {
	kind: 'cursor';
	/**
	 * The request for the changes after a cursor, oldest first. Without an ID, all changes from its time on; with one, those
	 * of its time with a greater ID and all later ones.
	 */
	after(cursor: Cursor, size: number): Call;
	/**
	 * The request for the changes of exactly this time, with a greater ID if one is given, sorted by ID. For vendors that
	 * cannot compare time and ID in one query; `after` then gets no ID.
	 */
	equal?(cursor: Cursor, size: number): Call;
	/** True if more rows follow; if absent, a full page means that. */
	more?(body: unknown): boolean;
	/** The request for the latest changes, newest first, for the start of a trigger and for a manual run. */
	newest(size: number): Call;
}

/** A search that returns only its first pages, so it is split into slices of time that are short enough. */
export interface SliceFeed extends ChangeRows {
	kind: 'slices';
	/** True if the vendor certainly sorts by time: then a full page shows how far it reaches, and slices need not be halved. */
	sorted: boolean;
	/** The request for a page of the changes in a slice, oldest first if the vendor can sort. Pages count from 1. */
	within(slice: Slice, page: number, size: number): Call;
	/** True if the search has more rows after this page. */
	more(body: unknown, page: number): boolean;
	/** Maximum number of pages of one search. */
	pages: number;
	/** The request for the latest changes, newest first, for the start of a trigger and for a manual run. */
	newest(size: number): Call;
}

/** A vendor's list of changes, and how to read it. */
export type ChangeFeed = PagedFeed | CursorFeed | SliceFeed;

/** A change and the item that it becomes, or why the vendor does not return this record although its list shows it. */
export type Completed =
	| { change: Change; json: IDataObject }
	| { change: Change; refused: Failure };

/** The source of a trigger's changes. */
export interface Source<Feed extends ChangeFeed = ChangeFeed> {
	/**
	 * @param since nothing older is needed; in milliseconds since the epoch, all if absent
	 */
	feed(since?: number): Feed;
	/**
	 * Adds the data that the feed does not hold. Fails only for reasons that concern all changes, such as an outage. Leaves
	 * out a record that has changed again meanwhile, because the next poll finds its newer change.
	 */
	complete(session: Session, changes: readonly Change[]): Promise<Result<Completed[]>>;
	/** Maximum number of changes to complete at a time; all if absent, for sources that need no request for that. */
	chunk?: number;
	/** Milliseconds until a change becomes visible after its timestamp, if nothing is late. */
	settlingTime: number;
	/** Smallest difference between two timestamps, in milliseconds; a second if absent. */
	precision?: number;
	/** The lookback window: how long after its timestamp a change may still appear, in milliseconds; two minutes if absent. */
	lookback?: number;
	/** How far the clock in the vendor's replies may be ahead of its timestamps, in milliseconds; eight minutes if absent. Emitted changes are forgotten that much later. */
	clockSlack?: number;
	/** Maximum number of emitted changes to remember; 10,000 if absent. */
	remembers?: number;
	/** Where a new trigger starts, in milliseconds since the epoch: an earlier moment that the user chose; now if absent. */
	startFrom?: number;
	/** Given if only changes of certain fields count. */
	watched?: Watched;
}

/** An update counts only if these values differ from the remembered ones, or if none are remembered for the record. */
export interface Watched {
	/** The watched values in a row of the feed. */
	values(row: IDataObject): unknown;
	/** Maximum number of records whose values are remembered; 10,000 if absent. */
	remembers?: number;
}

/** The clock of this machine, and when a poll must end by it. In milliseconds since the epoch. */
export interface Timing {
	now(): number;
	deadline: number;
}

/** The changes as items, for a feed whose rows hold everything. */
export function asItems(
	changes: readonly Change[],
	shape: (row: IDataObject) => IDataObject = (row) => row,
): Result<Completed[]> {
	return { ok: true, value: changes.map((change) => ({ change, json: shape(change.row) })) };
}
