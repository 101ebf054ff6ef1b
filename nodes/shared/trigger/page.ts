import { createHash } from 'crypto';

import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../base/result';
import { header } from '../http/replies';
import type { Call, Session } from '../http/session';
import { SECOND, type Change, type ChangeRows, type Timing } from './feed';

/** This many rows on a page without a readable one mean that the user lacks access to the field, not that single records are unreadable. */
const HIDDEN_FIELD = 20;

/** A row without an ID or timestamp. */
export interface OddRow {
	/** Its ID, or a hash of its content if it has none. */
	key: string;
	row: IDataObject;
}

/** One page of a feed: what the list held at one moment. */
export interface Page {
	/** The readable changes, in the vendor's order. */
	changes: Change[];
	odd: OddRow[];
	body: unknown;
	/** The vendor's clock when it answered, if it says; milliseconds since the epoch. */
	clock?: number;
	/** Bounds of the time when the page was read, by the vendor's clock if it says; milliseconds since the epoch. */
	asked: number;
	answered: number;
}

/** Reads one page. Fails if the request does, or if none of many rows can be read. */
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
			// The reply took at most this long, including tries and waits.
			asked: (known ?? arrived) - Math.max(0, arrived - sent),
			// The header's time is truncated to whole seconds.
			answered: known === undefined ? arrived : known + SECOND,
		},
	};
}

/** A hash of the content of a row. */
export function markOf(row: unknown): string {
	return `#${createHash('sha256').update(JSON.stringify(row)).digest('base64').slice(0, 16)}`;
}

/** True if no change is newer than the one before it. */
export function isNewestFirst(changes: readonly Change[]): boolean {
	return changes.every(
		({ changedAt }, index) => changedAt <= (changes[index - 1]?.changedAt ?? Infinity),
	);
}

/** True if no change is older than the one before it. */
export function isOldestFirst(changes: readonly Change[]): boolean {
	return changes.every(
		({ changedAt }, index) => changedAt >= (changes[index - 1]?.changedAt ?? -Infinity),
	);
}

/** The time of the latest change; undefined for an empty list. */
export function latest(changes: Iterable<Change>): number | undefined {
	let changedAt: number | undefined;
	for (const change of changes)
		if (changedAt === undefined || change.changedAt > changedAt) changedAt = change.changedAt;
	return changedAt;
}
