import type { Failure } from '../base/errors';
import type { Call } from '../http/session';
import { SECOND, type Slice, type SliceFeed } from './feed';
import { isOldestFirst, type Page } from './page';
import { Scan, STUCK, type ScanSource } from './scan';
import type { PollState } from './state';

const UNFILTERED: Failure = {
	message: 'The search gives out changes that are older than the time it was asked for',
	description: 'Nothing was lost: the next poll searches again.',
	executed: 'no',
};

/** How often the pages of one time stamp are read at most. */
const MOST_SWEEPS = 6;
/** Slices in a row of which not even one is done; halving the time since 1970 ends far sooner. */
const MOST_HALVINGS = 100;

/** The search through the changes of one time stamp that do not fit on a page. */
interface Sweep {
	page: number;
	count: number;
	/** True where this sweep has found a record that none before has. */
	fresh: boolean;
	ids: Set<string>;
}

/**
 * A search of which only the first pages can be had. A slice of time is made so short that one page holds it, because only
 * one page is one moment's truth: a record that changes meanwhile leaves the slice, and moves others to pages that were
 * read already. The next slice begins at the last change of a page that is sorted, or where a halved slice ends.
 */
export class SliceScan extends Scan {
	private slice: Slice;
	private halvings = 0;
	private sweep?: Sweep;
	private readonly precision: number;

	constructor(
		protected override readonly feed: SliceFeed,
		state: PollState,
		source: ScanSource,
	) {
		super(feed, state, source);
		this.slice = { from: state.lowWatermark };
		this.precision = source.precision ?? SECOND;
	}

	protected request(): Call {
		return this.feed.within(this.slice, this.sweep?.page ?? 1, this.feed.size);
	}

	protected read(page: Page): 'more' | 'done' | Failure {
		for (const change of page.changes) this.take(change);
		for (const row of page.odd) this.takeOdd(row);
		const { from, until } = this.slice;
		const count = page.changes.length + page.odd.length;
		const more = count > 0 && this.feed.more(page.body, this.sweep?.page ?? 1);
		// An index that lags shows changes later than it was asked for, but none that are all earlier.
		if (more && page.changes.length > 0 && page.changes.every((change) => change.changedAt < from))
			return UNFILTERED;
		if (this.sweep) return this.readOn(this.sweep, page, more);
		if (!more) return until === undefined ? 'done' : this.goOn(until, 4 * (until - from));
		const first = page.changes[0]?.changedAt ?? from;
		const last = page.changes.at(-1)?.changedAt ?? from;
		if (this.feed.sorted && isOldestFirst(page.changes) && first >= from && last > from)
			return this.goOn(last, until === undefined ? Infinity : until - last);
		return this.halve();
	}

	/** The first moment that nothing is needed of. */
	private get end(): number {
		return Math.min(
			this.snapshot.highWatermark + 1,
			(this.backlog.cut?.changedAt ?? Infinity) + this.precision,
		);
	}

	private goOn(from: number, width: number): 'more' | 'done' {
		if (from >= this.end) return 'done';
		this.halvings = 0;
		this.slice = from + width >= this.end ? { from } : { from, until: from + width };
		return 'more';
	}

	private halve(): 'more' | 'done' | Failure {
		const { precision } = this;
		const { from } = this.slice;
		const width = (this.slice.until ?? Math.max(this.end, from + precision)) - from;
		if (width <= precision && this.slice.until !== undefined) {
			this.sweep = { page: 1, count: 1, fresh: false, ids: new Set() };
			return 'more';
		}
		this.halvings += 1;
		if (this.halvings > MOST_HALVINGS) return STUCK;
		const half = Math.max(1, Math.floor(width / 2 / precision)) * precision;
		this.slice = { from, until: from + half };
		return 'more';
	}

	/** The pages of one time stamp are read until nothing new comes, as far as the vendor hands them out. */
	private readOn(sweep: Sweep, page: Page, more: boolean): 'more' | 'done' {
		for (const { id } of page.changes) {
			if (!sweep.ids.has(id)) sweep.fresh = true;
			sweep.ids.add(id);
		}
		if (more && sweep.page < this.feed.pages) {
			sweep.page += 1;
			return 'more';
		}
		if (sweep.fresh && sweep.count < MOST_SWEEPS) {
			Object.assign(sweep, { page: 1, count: sweep.count + 1, fresh: false });
			return 'more';
		}
		const { from } = this.slice;
		if (more) this.takeBeyond(from, sweep.ids.size);
		this.sweep = undefined;
		return this.goOn(from + this.precision, this.precision);
	}

	/** More changes bear one time stamp than the search gives out: a person has to know. */
	private takeBeyond(from: number, count: number): void {
		const time = new Date(from).toISOString();
		this.odd.set(`#beyond ${time}`, {
			row: { changedAt: time },
			mark: '#beyond',
			from,
			failure: {
				message: `More than ${count} records changed at ${time}, and the search gives out no more than these`,
				description:
					'The others are not in the output of this trigger. Export the changes of this moment to find them.',
				executed: 'no',
			},
		});
	}
}
