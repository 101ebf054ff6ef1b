import { createHash } from 'crypto';

import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../base/result';
import { header } from '../http/replies';
import type { Call, Session } from '../http/session';
import { SECOND, type Change, type ChangeRows, type Timing } from './feed';

/** So many rows on a page, and none that can be read: then the field is hidden from the user, and no single record is odd. */
const HIDDEN_FIELD = 20;

/** A row without id or time stamp. */
export interface OddRow {
	/** Its ID, or else a hash of its content. */
	key: string;
	row: IDataObject;
}

/** One page of a feed: what the list held at one moment. */
export interface Page {
	/** In the vendor's order. */
	changes: Change[];
	odd: OddRow[];
	body: unknown;
	/** The vendor's clock when it answered, where it tells. */
	clock?: number;
	/** Bounds of the time when the page was read, by the vendor's clock where it tells. */
	asked: number;
	answered: number;
}

/** Reads one page. */
export async function readPage(
	session: Session,
	feed: Pick<ChangeRows, 'rows' | 'change' | 'id' | 'unreadable'>,
	call: Call,
	{ now }: Timing,
): Promise<Result<Page>> {
	const sent = now();
	const answer = await session.call(call);
	if (!answer.ok) return answer;
	const changes: Change[] = [];
	const odd: OddRow[] = [];
	for (const row of feed.rows(answer.body)) {
		const change = feed.change(row);
		if (change === undefined)
			odd.push({ key: feed.id(row) ?? markOf(row), row: row as IDataObject });
		else changes.push(change);
	}
	if (changes.length === 0 && odd.length >= HIDDEN_FIELD)
		return { ok: false, failure: feed.unreadable };
	const clock = Date.parse(header(answer.headers, 'date') ?? '');
	const known = Number.isNaN(clock) ? undefined : clock;
	const arrived = now();
	return {
		ok: true,
		value: {
			changes,
			odd,
			body: answer.body,
			clock: known,
			// The reply took this long at most, tries and waits included.
			asked: (known ?? arrived) - Math.max(0, arrived - sent),
			// A header's time is in whole seconds.
			answered: known === undefined ? arrived : known + SECOND,
		},
	};
}

/** Stands for the content of a row. */
export function markOf(row: unknown): string {
	return `#${createHash('sha256').update(JSON.stringify(row)).digest('base64').slice(0, 16)}`;
}

/** True where each change is as new as the one before or older. */
export function isNewestFirst(changes: readonly Change[]): boolean {
	return changes.every(
		({ changedAt }, index) => changedAt <= (changes[index - 1]?.changedAt ?? Infinity),
	);
}

/** True where each change is as new as the one before or newer. */
export function isOldestFirst(changes: readonly Change[]): boolean {
	return changes.every(
		({ changedAt }, index) => changedAt >= (changes[index - 1]?.changedAt ?? -Infinity),
	);
}

/** The latest of these changes; undefined for an empty list. */
export function latest(changes: Iterable<Change>): number | undefined {
	let changedAt: number | undefined;
	for (const change of changes)
		if (changedAt === undefined || change.changedAt > changedAt) changedAt = change.changedAt;
	return changedAt;
}
