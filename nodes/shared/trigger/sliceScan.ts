import type { Failure } from '../base/errors';
import type { Call } from '../http/session';
import { Slices } from '../http/slices';
import { SECOND, type SliceFeed } from './feed';
import type { Page } from './page';
import { Scan, STUCK, type ScanSource } from './scan';
import type { PollState } from './state';

const UNFILTERED: Failure = {
	message: 'The search gives out changes that are older than the time it was asked for',
	description: 'Nothing was lost: the next poll searches again.',
	executed: 'no',
};

/** How often the pages of one time stamp are read at most. */
const MOST_SWEEPS = 6;

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
	private readonly slices: Slices;
	private sweep?: Sweep;

	constructor(
		protected override readonly feed: SliceFeed,
		state: PollState,
		source: ScanSource,
	) {
		super(feed, state, source);
		const precision = source.precision ?? SECOND;
		this.slices = new Slices(state.lowWatermark, precision, () =>
			Math.min(
				this.snapshot.highWatermark + 1,
				(this.backlog.cut?.changedAt ?? Infinity) + precision,
			),
		);
	}

	protected request(): Call {
		return this.feed.within(this.slices.slice, this.sweep?.page ?? 1, this.feed.size);
	}

	protected read(page: Page): 'more' | 'done' | Failure {
		for (const change of page.changes) this.take(change);
		for (const row of page.odd) this.takeOdd(row);
		const { from } = this.slices.slice;
		const count = page.changes.length + page.odd.length;
		const more = count > 0 && this.feed.more(page.body, this.sweep?.page ?? 1);
		// An index that lags shows changes later than it was asked for, but none that are all earlier.
		if (more && page.changes.length > 0 && page.changes.every((change) => change.changedAt < from))
			return UNFILTERED;
		if (this.sweep) return this.readOn(this.sweep, page, more);
		if (!more) return this.slices.whole();
		const next = this.slices.cut(
			page.changes.map(({ changedAt }) => changedAt),
			this.feed.sorted,
		);
		if (next === 'stuck') return STUCK;
		if (next !== 'moment') return next;
		this.sweep = { page: 1, count: 1, fresh: false, ids: new Set() };
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
		if (more) this.takeBeyond(this.slices.slice.from, sweep.ids.size);
		this.sweep = undefined;
		return this.slices.afterMoment();
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
