import type { Failure } from '../errors';
import type { Session } from '../session';
import type { Entry, Feed, Timing } from './feed';
import { readPage, type Page, type Spot } from './page';
import { frameOf, type Frame, type PollState } from './state';

/** How often the pages are read at most. */
const MOST_PASSES = 6;

const RESTLESS: Failure = {
	message: 'The list kept changing while its pages were read, so some changes could not be told for certain',
	description: 'Nothing was lost: the next poll reads all of them again. If this message comes back, poll more often.',
	executed: 'no',
};

/** One walk through the pages. */
interface Pass {
	/** The change of each record that this walk has met. */
	met: Map<string, number>;
	/** False where rows may have moved up past the end of a page that was read already. */
	whole: boolean;
	/** True as long as the newest stand first, so that it may end at the floor. */
	sorted: boolean;
	/** True where a page did not begin above the end of the one before. */
	loose: boolean;
	/** True where this walk has found what none before has. */
	fresh: boolean;
	next: Spot;
}

/**
 * The search for all changes since the last poll. It may take longer than one poll: `go` carries on where it has stopped.
 *
 * A deletion moves the row below a page's end up into that page, where nobody looks any more. So every page begins a little
 * above the end of the one before (it is smaller by a row), and a row that is known must stand on it; and what took several
 * pages is read again until nothing new comes.
 */
export class Reading {
	/** The changes to give out, by record. */
	readonly found = new Map<string, Entry>();
	/** The latest complete change of all pages. */
	newest = 0;
	private begun?: Frame;
	private passes = 0;
	private pass: Pass;
	private done = false;

	constructor(
		private readonly feed: Feed,
		private readonly state: PollState,
		private readonly settle: number,
	) {
		this.pass = this.newPass();
	}

	get frame(): Frame {
		return this.begun ?? { horizon: 0, first: 0 };
	}

	/** Reads on, until all is found or the time is over. */
	async go(session: Session, timing: Timing): Promise<'done' | 'paused' | Failure> {
		for (let first = true; !this.done; first = false) {
			// One page at least, so that every poll gets on.
			if (!first && timing.now() >= timing.deadline) return 'paused';
			const read = await readPage(session, this.feed, this.pass.next, timing);
			if (!read.ok) return read.failure;
			if (!this.isLast(read.value)) continue;
			this.done = this.isComplete();
			if (!this.done && this.passes >= MOST_PASSES) return RESTLESS;
			if (!this.done) this.pass = this.newPass();
		}
		return 'done';
	}

	/** Takes a page in. True where this walk needs no further one. */
	private isLast(page: Page): boolean {
		const { pass } = this;
		const { page: number, size } = pass.next;
		this.begun ??= frameOf(page, this.settle);
		const overlaps = number > 1 && size < this.sizeOf(number - 1);
		if (number > 1 && !overlaps) pass.loose = true;
		if (overlaps && !page.entries.some(({ id, stamp }) => pass.met.get(id) === stamp)) pass.whole = false;
		for (const entry of page.entries) this.take(entry);
		const oldest = page.entries.at(-1)?.stamp;
		pass.sorted &&= page.sorted;
		if (oldest === undefined || !page.more || (pass.sorted && oldest < this.state.floor)) return true;
		pass.next = { page: number + 1, size: this.sizeOf(number + 1), previous: page.body };
		return false;
	}

	private take(entry: Entry): void {
		const { horizon } = this.frame;
		this.pass.met.set(entry.id, entry.stamp);
		if (entry.stamp > horizon) return;
		this.newest = Math.max(this.newest, entry.stamp);
		const known = Math.max(this.state.seen[entry.id] ?? 0, this.found.get(entry.id)?.stamp ?? 0);
		if (!entry.wanted || entry.stamp < this.state.floor || entry.stamp <= known) return;
		this.found.set(entry.id, entry);
		this.pass.fresh = true;
	}

	/** A single page is one moment's truth; several are where a walk with no gap has found nothing new. */
	private isComplete(): boolean {
		const { whole, loose, fresh, next } = this.pass;
		if (next.page === 1) return true;
		return whole && !fresh && (!loose || this.passes > 1);
	}

	private newPass(): Pass {
		this.passes += 1;
		return { met: new Map(), whole: true, sorted: true, loose: false, fresh: false, next: { page: 1, size: this.sizeOf(1) } };
	}

	/** Each page is smaller by one, as long as pages go by number; each walk has other page ends. */
	private sizeOf(page: number): number {
		const { size, numbered } = this.feed;
		const whole = Math.max(1, size - (this.passes - 1) * Math.ceil(size / 20));
		const fits = (count: number) => count <= Math.max(1, whole / 4) && count * (whole - count + 1) <= numbered;
		let last = page;
		while (last > 1 && !fits(last)) last -= 1;
		return whole - last + 1;
	}
}
