import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { Result } from '../base/result';
import type { NumberedPages } from '../http/paging';
import type { Session } from '../http/session';

/** time stamps are whole seconds. */
export const SECOND = 1_000;

/** One change of one record. */
export interface Change {
	id: string;
	/** When it happened by the vendor's clock, in milliseconds; whole seconds. */
	changedAt: number;
	/** False where it is a change of another kind than the one that is waited for. */
	wanted: boolean;
	row: IDataObject;
}

/** A vendor's list of what has changed, which is read page by page. */
export interface ChangeFeed extends Pick<NumberedPages, 'call' | 'rows' | 'more' | 'size'> {
	/** How many rows can be had by page number; after those the page size must not change any more. */
	numbered: number;
	/** False where the vendor says that the newest do not stand first; then the whole list is read. */
	sorted(body: unknown): boolean;
	/** What a row tells; undefined where it bears no id or no time stamp. */
	change(row: unknown): Change | undefined;
	/** The id of a row, also of one that tells nothing else. */
	id(row: unknown): string | undefined;
	/** What of a row is another after another change, without the time of it. */
	content(row: IDataObject): IDataObject;
	/** What to say of such a row. */
	unreadable: Failure;
}

/** A change and the item that it becomes, or why the vendor does not give this one record out although its list shows it. */
export type Completed =
	| { change: Change; json: IDataObject }
	| { change: Change; refused: Failure };

/** Where a trigger gets its changes from. */
export interface Source {
	/** @param since nothing older is needed; in milliseconds, all if absent */
	feed(since?: number): ChangeFeed;
	/** Adds what the feed does not hold. Fails only for what concerns all changes, such as an outage. Leaves out a record that has changed again meanwhile: its newer change comes next time. */
	complete(session: Session, changes: readonly Change[]): Promise<Result<Completed[]>>;
	/** Most changes that are completed at a time; all where nothing has to be asked for that. */
	chunk: number;
	/** Milliseconds after which what happened in a second can be seen. */
	settlingTime: number;
	/** Most changes that are remembered as given out; 10,000 if absent. */
	remembers?: number;
}

/** The clock of this machine, and when a poll must be over by it. In milliseconds. */
export interface Timing {
	now(): number;
	deadline: number;
}
