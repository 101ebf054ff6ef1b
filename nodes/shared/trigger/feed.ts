import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { Result } from '../base/result';
import type { NumberedPages } from '../http/paging';
import type { Call, Session } from '../http/session';
import type { Slice } from '../http/slices';

/** Time stamps are whole seconds, if a source does not say otherwise. */
export const SECOND = 1_000;

/** One change of one record. */
export interface Change {
	id: string;
	/** When it happened by the vendor's clock, in milliseconds; a multiple of the source's precision. */
	changedAt: number;
	/** False where it is a change of another kind than the one that is waited for. */
	wanted: boolean;
	row: IDataObject;
}

/** How the rows of a vendor's list of changes are read, in whatever order they come. */
export interface ChangeRows {
	/** Most rows of a page. */
	size: number;
	/** The rows of a page. */
	rows(body: unknown): unknown[];
	/** What a row tells; undefined where it bears no id or no time stamp. */
	change(row: unknown): Change | undefined;
	/** The id of a row, also of one that tells nothing else. */
	id(row: unknown): string | undefined;
	/** What of a row is another after another change, without the time of it; the whole row if absent. */
	content?(row: IDataObject): IDataObject;
	/** What to say of a row without id or time stamp. */
	unreadable: Failure;
}

/** Numbered pages, the newest change first. Rows move while they are read, so the pages overlap. */
export interface PagedFeed extends ChangeRows, Pick<NumberedPages, 'call' | 'more'> {
	kind: 'pages';
	/** How many rows can be had by page number; after those the page size must not change any more. */
	numbered: number;
	/** False where the vendor says that the newest do not stand first; then the whole list is read. */
	sorted(body: unknown): boolean;
}

/** A place in a list that is sorted by time, then by ID. Without an ID: before all changes of that time. */
export interface Cursor {
	changedAt: number;
	id?: string;
}

/** A query sorted by time, then by ID, that can begin after any change: nothing is missed while it is read. */
export interface CursorFeed extends ChangeRows {
	kind: 'cursor';
	/**
	 * The request for the changes after a cursor, the oldest first.
	 * Without an ID, all from its time on; with one, those of its time with a later ID, and all that are later.
	 */
	after(cursor: Cursor, size: number): Call;
	/**
	 * The request for the changes of exactly this time, with a later ID if one is given, sorted by ID.
	 * For vendors that cannot compare time and ID in one query; `after` then gets no ID.
	 */
	equal?(cursor: Cursor, size: number): Call;
	/** True where more follow; if absent, where the page is full. */
	more?(body: unknown): boolean;
	/** The request for the latest changes, the newest first: where a trigger begins, and the sample of a manual run. */
	newest(size: number): Call;
}

/** A search of which only the first pages can be had, so it is asked for slices of time that are short enough. */
export interface SliceFeed extends ChangeRows {
	kind: 'slices';
	/** True where the vendor certainly sorts by time: then a full page tells how far it goes, and slices are not halved. */
	sorted: boolean;
	/** The request for a page of the changes in a slice, the oldest first where the vendor can sort; the first page is 1. */
	within(slice: Slice, page: number, size: number): Call;
	/** True where the search has more rows after this page. */
	more(body: unknown, page: number): boolean;
	/** Most pages of one search. */
	pages: number;
	/** The request for the latest changes, the newest first: where a trigger begins, and the sample of a manual run. */
	newest(size: number): Call;
}

/** A vendor's list of what has changed, and the way to read it. */
export type ChangeFeed = PagedFeed | CursorFeed | SliceFeed;

/** A change and the item that it becomes, or why the vendor does not give this one record out although its list shows it. */
export type Completed =
	| { change: Change; json: IDataObject }
	| { change: Change; refused: Failure };

/** Where a trigger gets its changes from. */
export interface Source<Feed extends ChangeFeed = ChangeFeed> {
	/** @param since nothing older is needed; in milliseconds, all if absent */
	feed(since?: number): Feed;
	/** Adds what the feed does not hold. Fails only for what concerns all changes, such as an outage. Leaves out a record that has changed again meanwhile: its newer change comes next time. */
	complete(session: Session, changes: readonly Change[]): Promise<Result<Completed[]>>;
	/** Most changes that are completed at a time; all if absent, where nothing has to be asked for that. */
	chunk?: number;
	/** Milliseconds after which what happened at a time stamp can be seen, if nothing is late. */
	settlingTime: number;
	/** Smallest difference of two time stamps, in milliseconds; a second if absent. */
	precision?: number;
	/** The lookback window: how long after its time stamp a change may turn up, in milliseconds; two minutes if absent. */
	lookback?: number;
	/** How far the clock in the vendor's replies may be ahead of that of its time stamps, in milliseconds; eight minutes if absent. Given out changes are forgotten that much later. */
	clockSlack?: number;
	/** Most changes that are remembered as given out; 10,000 if absent. */
	remembers?: number;
	/** Where a new trigger begins, in milliseconds: an earlier moment that the user chose; from now on if absent. */
	startFrom?: number;
	/** Where only changes of certain fields count. */
	watched?: Watched;
}

/** An update counts only where these values differ from the remembered ones; what is not remembered counts. */
export interface Watched {
	/** The values, from the row of the feed. */
	values(row: IDataObject): unknown;
	/** Most records whose values are remembered; 10,000 if absent. */
	remembers?: number;
}

/** The clock of this machine, and when a poll must be over by it. In milliseconds. */
export interface Timing {
	now(): number;
	deadline: number;
}

/** The changes as items, for a feed whose rows hold all that is wanted. */
export function asItems(
	changes: readonly Change[],
	shape: (row: IDataObject) => IDataObject = (row) => row,
): Result<Completed[]> {
	return { ok: true, value: changes.map((change) => ({ change, json: shape(change.row) })) };
}
