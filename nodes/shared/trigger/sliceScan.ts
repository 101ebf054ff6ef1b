import type { Failure } from '../base/errors';
import type { Call } from '../http/session';
import { Slices } from '../http/slices';
import { SECOND, type SliceFeed } from './feed';
import type { Page } from './page';
import { Scan, STUCK, type ScanSource } from './scan';
import type { PollState } from './state';

const UNFILTERED: Failure = {
	message: 'The search returns changes that are older than the time it was asked for',
	description: 'Nothing was lost: the next poll searches again.',
	executed: 'no',
};

/** Maximum number of sweeps through the pages of one timestamp. */
const MOST_SWEEPS = 6;

/** A sweep through the changes of one timestamp that do not fit on a page. */
interface Sweep {
	page: number;
	count: number;
	/** True if this sweep found a record that no earlier sweep had found. */
	fresh: boolean;
	ids: Set<string>;
}

/**
 * Reads a search that returns only its first pages. A slice of time is shortened until one page holds it, because only a
 * single page shows one moment: a record that changes meanwhile leaves the slice and moves others to pages that were
 * already read. The next slice starts at the last change of a sorted page, or where a halved slice ends.
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
		// A lagging index may return some stale changes, but a page on which all are older means that the time filter was ignored.
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

	/** Reads the pages of one timestamp until nothing new appears, as far as the vendor returns them. */
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

	/** Records, for a person to see, that more changes have one timestamp than the search returns. */
	private takeBeyond(from: number, count: number): void {
		const time = new Date(from).toISOString();
		this.odd.set(`#beyond ${time}`, {
			row: { changedAt: time },
			mark: '#beyond',
			from,
			failure: {
				message: `More than ${count} records changed at ${time}, and the search returns no more than these`,
				description:
					'The others are not in the output of this trigger. Export the changes of this moment to find them.',
				executed: 'no',
			},
		});
	}
}
