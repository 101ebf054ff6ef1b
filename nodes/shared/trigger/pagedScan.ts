import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import { MOST_IDLE, MOST_PAGES } from '../http/paging';
import type { Session } from '../http/session';
import type { Change, ChangeFeed, Source, Timing } from './feed';
import { Backlog } from './backlog';
import { isPending, MOST_ODD, TRIES, type Met } from './odd';
import { markOf, readPage, type Page, type PageRequest } from './page';
import {
	lowWatermarkOf,
	snapshotOf,
	isBefore,
	MOST_REMEMBERED,
	remembered,
	type Snapshot,
	type Point,
	type PollState,
} from './state';

/** How often the pages are read at most. */
const MOST_SWEEPS = 6;
/** So many pages of a sweep are remembered, to tell rows that are met again. */
const PAGES_MET = 10;

const RESTLESS: Failure = {
	message:
		'The list kept changing while its pages were read, so some changes could not be told for certain',
	description:
		'Nothing was lost: the next poll reads all of them again. If this message comes back, poll more often.',
	executed: 'no',
};

const STUCK: Failure = {
	message:
		'The list does not end: it promises more, but its pages hold the same rows again and again',
	description: 'Nothing was lost: the next poll reads the list again.',
	executed: 'no',
};

/** One sweep through the pages. */
interface Sweep {
	/** The change of each record that the last pages of this sweep held. */
	met: Map<string, number>;
	/** False where rows may have moved up past the end of a page that was read already. */
	whole: boolean;
	/** True as long as the newest stand first, so that it may end at the lowWatermark. */
	sorted: boolean;
	/** True where a page did not begin above the end of the one before. */
	loose: boolean;
	/** True where this sweep has found what none before has. */
	fresh: boolean;
	/** Pages in a row that held nothing but rows of the pages before. */
	idle: number;
	next: PageRequest;
}

/**
 * The search for all changes since the last poll. It may take longer than one poll: `go` carries on where it has stopped.
 *
 * A deletion moves the row below a page's end up into that page, where nobody looks any more. So every page begins a little
 * above the end of the one before (it is smaller by a row), and a row that is known must stand on it; and what took several
 * pages is read again until nothing new comes.
 */
export class PagedScan {
	/** The changes to give out. */
	backlog = new Backlog(0);
	/** Rows that could not be read. */
	readonly odd = new Map<string, Met>();
	/** Records that could not be read in an earlier poll, and now can. */
	readonly readable = new Set<string>();
	/** In how many polls they are tried. */
	tries = TRIES;
	/** True where a poll has counted them. */
	counted = false;
	/** Changes that were given out when their time was not known. */
	readonly sameAsGiven: Point[] = [];
	/** The latest complete change of all pages. */
	newest = 0;
	/** No page was read later, by the vendor's clock. */
	answered = 0;
	private begun?: Snapshot;
	private sweeps = 0;
	private sweep: Sweep;
	private done = false;

	constructor(
		private readonly feed: ChangeFeed,
		private readonly state: PollState,
		private readonly source: Pick<Source, 'settlingTime' | 'remembers'>,
	) {
		this.sweep = this.newSweep();
	}

	get snapshot(): Snapshot {
		return this.begun ?? { highWatermark: 0, first: 0, clock: 0 };
	}

	/** Reads on, until all is found or the time is over; 'full' where nothing can be given out before older changes are forgotten. */
	async go(session: Session, timing: Timing): Promise<'done' | 'paused' | 'full' | Failure> {
		for (let first = true; !this.done; first = false) {
			// One page at least, so that every poll gets on.
			if (!first && timing.now() >= timing.deadline) return 'paused';
			const read = await readPage(session, this.feed, this.sweep.next, timing);
			if (!read.ok) return read.failure;
			if (this.begun === undefined && !this.begin(read.value)) return 'full';
			const last = this.isLast(read.value);
			if (this.odd.size > MOST_ODD) return this.feed.unreadable;
			if (!last && (this.sweep.idle >= MOST_IDLE || this.sweep.next.page > MOST_PAGES))
				return STUCK;
			if (!last) continue;
			this.done = this.isComplete();
			if (!this.done && this.sweeps >= MOST_SWEEPS) return RESTLESS;
			if (!this.done) this.sweep = this.newSweep();
		}
		return 'done';
	}

	/** True where something may be given out: what was has to be remembered as long as it can turn up again. */
	private begin(page: Page): boolean {
		const snapshot = snapshotOf(page, this.source.settlingTime);
		const room = (this.source.remembers ?? MOST_REMEMBERED) - remembered(this.state, snapshot);
		// Records that could not be read keep older changes from being forgotten, so they are given out before others.
		const pending = Object.values(this.state.odd).filter(isPending).length;
		if (room <= 0 && pending === 0) return false;
		if (room <= 0) this.tries = 1;
		this.begun = snapshot;
		this.backlog = new Backlog(Math.max(room, pending));
		return true;
	}

	/** Takes a page in. True where this sweep needs no further one. */
	private isLast(page: Page): boolean {
		const { sweep } = this;
		const { page: number, size } = sweep.next;
		this.answered = Math.max(this.answered, page.answered);
		const overlaps = number > 1 && size < this.sizeOf(number - 1);
		if (number > 1 && !overlaps) sweep.loose = true;
		const known = page.changes.filter(
			({ id, changedAt }) => sweep.met.get(id) === changedAt,
		).length;
		if (overlaps && known === 0) sweep.whole = false;
		sweep.idle = known < page.changes.length ? 0 : sweep.idle + 1;
		for (const change of page.changes) this.take(change);
		const oldest = page.changes.at(-1)?.changedAt;
		for (const { key, row } of page.odd) this.meetOdd(key, row);
		sweep.sorted &&= page.sorted;
		if (!page.more || (sweep.sorted && oldest !== undefined && oldest < this.state.lowWatermark))
			return true;
		sweep.next = { page: number + 1, size: this.sizeOf(number + 1), previous: page.body };
		return false;
	}

	private take(change: Change): void {
		const { highWatermark } = this.snapshot;
		const { odd } = this.state;
		this.meet(change);
		if (this.odd.delete(change.id) || odd[change.id] !== undefined) this.readable.add(change.id);
		if (change.changedAt > highWatermark) return;
		this.newest = Math.max(this.newest, change.changedAt);
		const known = Math.max(
			this.state.emitted[change.id] ?? 0,
			this.backlog.get(change.id)?.changedAt ?? 0,
		);
		const before = odd[change.id];
		if (
			before !== undefined &&
			!isPending(before) &&
			before.mark !== undefined &&
			before.mark === markOf(this.feed.content(change.row))
		)
			return void this.sameAsGiven.push({ id: change.id, changedAt: change.changedAt });
		if (!change.wanted || isBefore(change, lowWatermarkOf(this.state)) || change.changedAt <= known)
			return;
		if (this.backlog.add(change)) this.sweep.fresh = true;
	}

	private meet({ id, changedAt }: Change): void {
		const { met } = this.sweep;
		met.delete(id);
		met.set(id, changedAt);
		const [first] = met.size > PAGES_MET * this.feed.size ? met.keys() : [];
		if (first !== undefined) met.delete(first);
	}

	private meetOdd(key: string, row: IDataObject): void {
		if (this.readable.has(key)) return;
		this.odd.set(key, { row, mark: markOf(this.feed.content(row)), from: this.state.lowWatermark });
	}

	/** A single page is one moment's truth; several are where a sweep with no gap has found nothing new. */
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

	/** Each page is smaller by one, as long as pages go by number; each sweep has other page ends. */
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
