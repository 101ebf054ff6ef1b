import type { Failure } from '../base/errors';
import { MOST_PAGES } from '../http/paging';
import type { Call, Session } from '../http/session';
import { Backlog } from './backlog';
import type { Change, ChangeFeed, Source, Timing } from './feed';
import { isPending, MOST_ODD, TRIES, type Met } from './odd';
import { markOf, readPage, type OddRow, type Page } from './page';
import {
	isBefore,
	lowWatermarkOf,
	MOST_REMEMBERED,
	remembered,
	snapshotOf,
	type Point,
	type PollState,
	type Snapshot,
} from './state';
import { MOST_VALUES } from './watched';

/** What a scan needs from its source. */
export type ScanSource = Pick<
	Source,
	'settlingTime' | 'precision' | 'lookback' | 'clockSlack' | 'remembers' | 'watched'
>;

/** The failure of a list that never ends: its pages hold the same rows again and again. */
export const STUCK: Failure = {
	message:
		'The list does not end: it promises more, but its pages hold the same rows again and again',
	description: 'Nothing was lost: the next poll reads the list again.',
	executed: 'no',
};

/**
 * Finds all changes since the last poll; subclasses differ in how they read. A scan may take longer than one poll: `go`
 * continues where it stopped.
 */
export abstract class Scan {
	/** The changes to emit. */
	backlog = new Backlog(0);
	/** Rows that could not be read. */
	readonly odd = new Map<string, Met>();
	/** Records that could not be read in an earlier poll but now can. */
	readonly readable = new Set<string>();
	/** In how many polls unreadable records are tried. */
	tries = TRIES;
	/** True if a poll has already counted them. */
	counted = false;
	/** Changes that were emitted when their time was unknown. */
	readonly sameAsGiven: Point[] = [];
	/** Changes of a kind that the trigger does not wait for, kept if their values must be remembered. */
	readonly passedOver = new Map<string, Change>();
	/** The time of the latest complete change on all pages. */
	newest = 0;
	/** When the last page was read at the latest, by the vendor's clock. */
	answered = 0;
	/** True if the first page holds the newest changes. */
	protected readonly newestFirst: boolean = false;
	private begun?: Snapshot;
	private done = false;
	/** Number of pages in a row with nothing newer and nothing to emit. */
	private idle = 0;

	constructor(
		protected readonly feed: ChangeFeed,
		protected readonly state: PollState,
		protected readonly source: ScanSource,
	) {}

	/** The request for the next page. */
	protected abstract request(): Call;

	/** Processes a page: 'done' if no other is needed. */
	protected abstract read(page: Page): 'more' | 'done' | Failure;

	get snapshot(): Snapshot {
		return this.begun ?? { highWatermark: 0, first: 0, clock: 0, lookback: 0, clockSlack: 0 };
	}

	/** Reads until everything is found or the time is up. Returns 'full' if nothing can be emitted before older changes are forgotten. */
	async go(session: Session, timing: Timing): Promise<'done' | 'paused' | 'full' | Failure> {
		for (let first = true; !this.done; first = false) {
			// At least one page, so that every poll makes progress.
			if (!first && timing.now() >= timing.deadline) return 'paused';
			const page = await readPage(session, this.feed, this.request(), timing);
			if (!page.ok) return page.failure;
			if (this.begun === undefined && !this.begin(page.value)) return 'full';
			this.answered = Math.max(this.answered, page.value.answered);
			const { newest } = this;
			const { added } = this.backlog;
			const read = this.read(page.value);
			this.idle = this.newest > newest || this.backlog.added > added ? 0 : this.idle + 1;
			if (this.idle > MOST_PAGES) return STUCK;
			if (this.odd.size > MOST_ODD) return this.feed.unreadable;
			if (typeof read === 'object') return read;
			this.done = read === 'done';
		}
		return 'done';
	}

	/** True if something may be emitted. Emitted changes must be remembered for as long as they can appear again, and memory is bounded. */
	private begin(page: Page): boolean {
		const snapshot = snapshotOf(page, this.source, this.newestFirst);
		const room = (this.source.remembers ?? MOST_REMEMBERED) - remembered(this.state, snapshot);
		// Unreadable records keep older changes from being forgotten, so emit them before others.
		const pending = Object.values(this.state.odd).filter(isPending).length;
		if (room <= 0 && pending === 0) return false;
		if (room <= 0) this.tries = 1;
		this.begun = snapshot;
		this.backlog = new Backlog(Math.max(room, pending));
		return true;
	}

	/** True if the change is to be emitted and was not found before. */
	protected take(change: Change): boolean {
		const { highWatermark } = this.snapshot;
		const { id, changedAt } = change;
		const before = this.state.odd[id];
		if (this.odd.delete(id) || before !== undefined) this.readable.add(id);
		if (changedAt > highWatermark) return false;
		this.newest = Math.max(this.newest, changedAt);
		if (
			before !== undefined &&
			!isPending(before) &&
			before.mark !== undefined &&
			before.mark === markOf(this.contentOf(change.row))
		) {
			this.sameAsGiven.push({ id, changedAt });
			return false;
		}
		if (isBefore(change, lowWatermarkOf(this.state))) return false;
		if (!change.wanted) this.passOver(change);
		const known = Math.max(this.state.emitted[id] ?? 0, this.backlog.get(id)?.changedAt ?? 0);
		return change.wanted && changedAt > known && this.backlog.add(change);
	}

	private passOver(change: Change): void {
		const { watched } = this.source;
		if (!watched) return;
		this.passedOver.set(change.id, change);
		const [first] =
			this.passedOver.size > (watched.remembers ?? MOST_VALUES) ? this.passedOver.keys() : [];
		if (first !== undefined) this.passedOver.delete(first);
	}

	protected takeOdd({ key, row }: OddRow): void {
		if (this.readable.has(key)) return;
		this.odd.set(key, {
			row,
			mark: markOf(this.contentOf(row)),
			from: this.state.lowWatermark,
		});
	}

	private contentOf(row: Change['row']): Change['row'] {
		return this.feed.content?.(row) ?? row;
	}
}
