import type { Result } from '../memory';
import { header } from '../replies';
import type { Session } from '../session';
import type { Entry, Feed, Timing } from './feed';

/** One page of a feed: what the list held at one moment. */
export interface Page {
	entries: Entry[];
	body: unknown;
	/** True where another page follows. */
	more: boolean;
	/** True where the newest stand first, so that what is older than a row stands below it. */
	sorted: boolean;
	/** The vendor's clock when it answered, where it tells. */
	clock?: number;
	/** A lower bound of the time when the page was read, by the vendor's clock where it tells. */
	asked: number;
}

/** Which page is wanted. */
export interface Spot {
	page: number;
	size: number;
	/** Body of the page before. */
	previous?: unknown;
}

/** Reads one page. */
export async function readPage(session: Session, feed: Feed, { page, size, previous }: Spot, { now }: Timing): Promise<Result<Page>> {
	const sent = now();
	const answer = await session.call(feed.call(page, size, previous));
	if (!answer.ok) return answer;
	const entries = feed.rows(answer.body).map((row) => feed.entry(row));
	if (!entries.every((entry) => entry !== undefined)) return { ok: false, failure: feed.unreadable };
	const clock = Date.parse(header(answer.headers, 'date') ?? '');
	const known = Number.isNaN(clock) ? undefined : clock;
	const arrived = now();
	return {
		ok: true,
		value: {
			entries,
			body: answer.body,
			more: feed.more(answer.body, page),
			sorted: feed.sorted(answer.body) && isSorted(entries),
			clock: known,
			// The reply took this long at most, tries and waits included.
			asked: (known ?? arrived) - Math.max(0, arrived - sent),
		},
	};
}

function isSorted(entries: readonly Entry[]): boolean {
	return entries.every(({ stamp }, index) => index === 0 || stamp <= (entries[index - 1]?.stamp ?? stamp));
}

/** The latest of these entries; undefined where there is none. */
export function latest(entries: Iterable<Entry>): number | undefined {
	let stamp: number | undefined;
	for (const entry of entries) if (stamp === undefined || entry.stamp > stamp) stamp = entry.stamp;
	return stamp;
}
