import type { Failure } from '../base/errors';
import { MOST_IDLE, MOST_PAGES } from '../http/paging';
import type { Call } from '../http/session';
import type { Change, PagedFeed } from './feed';
import { isNewestFirst, type Page } from './page';
import { Scan, STUCK, type ScanSource } from './scan';
import type { PollState } from './state';

/** Maximum number of sweeps through the pages. */
const MOST_SWEEPS = 6;
/** How many pages of a sweep to remember, to recognize rows that occur again. */
const PAGES_MET = 10;

const RESTLESS: Failure = {
	message:
		'The list kept changing while its pages were read, so some changes could not be determined for certain',
	description:
		'Nothing was lost: the next poll reads all of them again. If this message recurs, poll more often.',
	executed: 'no',
};

/** The page to request. */
interface PageRequest {
	page: number;
	size: number;
	/** Body of the previous page. */
	previous?: unknown;
}

/** The state of one sweep through the pages. */
interface Sweep {
	/** The time of each record's change on the last pages of this sweep. */
	met: Map<string, number>;
	/** False if rows may have moved up past the end of a page that was already read. */
	whole: boolean;
	/** True as long as the newest rows are first, so the sweep may end at the low watermark. */
	sorted: boolean;
	/** True if a page did not start above the end of the previous one. */
	loose: boolean;
	/** True if this sweep found something that no earlier sweep had found. */
	fresh: boolean;
	/** Number of pages in a row that held only rows of earlier pages. */
	idle: number;
	next: PageRequest;
}

/**
 * Reads numbered pages, newest change first.
 *
 * A deletion moves the row below a page's end up into that page, which was already read. So every page starts a little
 * above the end of the previous one (it is smaller by one row) and must hold a known row, and a list of several pages is
 * read again until nothing new appears.
 */
export class PagedScan extends Scan {
	protected override readonly newestFirst = true;
	private sweeps = 0;
	private sweep: Sweep;

	constructor(
		protected override readonly feed: PagedFeed,
		state: PollState,
		source: ScanSource,
	) {
		super(feed, state, source);
		this.sweep = this.newSweep();
	}

	protected request(): Call {
		const { page, size, previous } = this.sweep.next;
		return this.feed.call(page, size, previous);
	}

	protected read(page: Page): 'more' | 'done' | Failure {
		if (!this.isLast(page)) {
			const { idle, next } = this.sweep;
			return idle >= MOST_IDLE || next.page > MOST_PAGES ? STUCK : 'more';
		}
		if (this.isComplete()) return 'done';
		if (this.sweeps >= MOST_SWEEPS) return RESTLESS;
		this.sweep = this.newSweep();
		return 'more';
	}

	/** Processes a page. True if this sweep needs no further one. */
	private isLast(page: Page): boolean {
		const { sweep } = this;
		const { page: number, size } = sweep.next;
		const overlaps = number > 1 && size < this.sizeOf(number - 1);
		if (number > 1 && !overlaps) sweep.loose = true;
		const known = page.changes.filter(
			({ id, changedAt }) => sweep.met.get(id) === changedAt,
		).length;
		if (overlaps && known === 0) sweep.whole = false;
		sweep.idle = known < page.changes.length ? 0 : sweep.idle + 1;
		for (const change of page.changes) {
			this.meet(change);
			if (this.take(change)) sweep.fresh = true;
		}
		for (const row of page.odd) this.takeOdd(row);
		const oldest = page.changes.at(-1)?.changedAt;
		sweep.sorted &&= this.feed.sorted(page.body) && isNewestFirst(page.changes);
		if (
			!this.feed.more(page.body, number) ||
			(sweep.sorted && oldest !== undefined && oldest < this.state.lowWatermark)
		)
			return true;
		sweep.next = { page: number + 1, size: this.sizeOf(number + 1), previous: page.body };
		return false;
	}

	private meet({ id, changedAt }: Change): void {
		const { met } = this.sweep;
		met.delete(id);
		met.set(id, changedAt);
		const [first] = met.size > PAGES_MET * this.feed.size ? met.keys() : [];
		if (first !== undefined) met.delete(first);
	}

	/** A single page shows one moment. Several pages are complete once a sweep without a gap has found nothing new. */
	private isComplete(): boolean {
		const { whole, loose, fresh, next } = this.sweep;
		if (next.page === 1) return true;
		return whole && !fresh && (!loose || this.sweeps > 1);
	}

	private newSweep(): Sweep {
		this.sweeps += 1;
		return {
			met: new Map(),
			whole: true,
			sorted: true,
			loose: false,
			fresh: false,
			idle: 0,
			next: { page: 1, size: this.sizeOf(1) },
		};
	}

	/** The size of a page. Each page is smaller by one row while pages are numbered, and each sweep ends its pages elsewhere. */
	private sizeOf(page: number): number {
		const { size, numbered } = this.feed;
		const whole = Math.max(1, size - (this.sweeps - 1) * Math.ceil(size / 20));
		const fits = (count: number) =>
			count <= Math.max(1, whole / 4) && count * (whole - count + 1) <= numbered;
		let last = page;
		while (last > 1 && !fits(last)) last -= 1;
		return whole - last + 1;
	}
}
