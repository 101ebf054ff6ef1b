import type { Failure } from '../base/errors';
import type { Call } from '../http/session';
import { SECOND, type CursorFeed, type Cursor } from './feed';
import { isOldestFirst, type Page } from './page';
import { Scan, STUCK, type ScanSource } from './scan';
import type { PollState } from './state';

const UNSORTED: Failure = {
	message: 'The list is not sorted by the time of its changes, so it is unclear where to continue',
	description: 'Nothing was lost: the next poll reads the list again.',
	executed: 'no',
};

/**
 * Reads a query in order of time and ID, each page after the last change of the previous one. A record that changes
 * meanwhile moves to the end, and none moves behind the cursor, so one pass is enough.
 */
export class CursorScan extends Scan {
	private cursor: Cursor;
	/** True while changes with one timestamp are read by ID. */
	private equal = false;

	constructor(
		protected override readonly feed: CursorFeed,
		state: PollState,
		source: ScanSource,
	) {
		super(feed, state, source);
		this.cursor = { changedAt: state.lowWatermark };
	}

	protected request(): Call {
		const { feed, cursor } = this;
		return this.equal && feed.equal ? feed.equal(cursor, feed.size) : feed.after(cursor, feed.size);
	}

	protected read({ changes, odd, body }: Page): 'more' | 'done' | Failure {
		const { cursor, feed } = this;
		if (!isOldestFirst(changes)) return UNSORTED;
		for (const change of changes) this.take(change);
		for (const row of odd) this.takeOdd(row);
		const count = changes.length + odd.length;
		const more = count > 0 && (feed.more?.(body) ?? count >= feed.size);
		if (!more) return this.equal ? this.goOn({ changedAt: this.nextTime() }) : 'done';
		const last = changes.at(-1);
		if (last === undefined) return feed.unreadable;
		if (last.changedAt < cursor.changedAt) return UNSORTED;
		if (last.changedAt === cursor.changedAt && last.id === cursor.id) return STUCK;
		const { id, changedAt } = last;
		if (this.equal || !feed.equal) return this.goOn({ changedAt, id });
		// The order of changes with equal timestamps is not guaranteed, so read all of them by ID.
		this.equal = true;
		return this.goOn({ changedAt });
	}

	/** Stops where changes are not complete yet or are left to a later poll. */
	private goOn(cursor: Cursor): 'more' | 'done' {
		const { cut } = this.backlog;
		if (cursor.changedAt > Math.min(this.snapshot.highWatermark, cut?.changedAt ?? Infinity))
			return 'done';
		this.cursor = cursor;
		return 'more';
	}

	private nextTime(): number {
		this.equal = false;
		return this.cursor.changedAt + (this.source.precision ?? SECOND);
	}
}
