import { isObject } from '../base/values';
import { SECOND, type Change, type ChangeRows, type Source } from './feed';
import { isPending, storedOdd, TRIES, type OddRecords } from './odd';
import { latest, markOf, type Page } from './page';
import type { RememberedValues } from './watched';

/** How long after its time stamp a change may turn up in the list, if the source does not say: the index of a service lags behind its records. */
export const LOOKBACK = 120_000;
/** How far the clock in a service's replies, or n8n's own without one, may be ahead of that of its time stamps, if the source does not say; only to forget old changes in a quiet time. */
export const CLOCK_SLACK = 480_000;
/** Most changes that are remembered as given out, if the source does not say: about 400 KB in n8n's database. */
export const MOST_REMEMBERED = 10_000;

const VERSION = 3;

/** A place in the order in which changes are given out: by time, and by id within the same time stamp. */
export interface Point {
	changedAt: number;
	id: string;
}

/** What a trigger keeps from one poll to the next, as JSON. Times by the vendor's clock, in milliseconds. */
export type PollState = {
	/** States without one are before version 2: they have neither `lowWatermarkId` nor `odd`. */
	version: number;
	/** The settings that it belongs to. */
	key: string;
	/** Older changes are over and done with; at first the time of activation. */
	lowWatermark: number;
	/** Of the changes with the time stamp of the low watermark, those with a lower id are over, too. */
	lowWatermarkId: string;
	/** The latest change seen so far. */
	newest: number;
	/** Time stamp of the last change that was given out, by record; only those from the low watermark on. */
	emitted: Record<string, number>;
	/** Records that could not be read. */
	odd: OddRecords;
	/** If only changes of certain fields count: a hash of their values, by record; the latest last. */
	values?: RememberedValues;
};

/** What is known of the moment when a scan began. */
export interface Snapshot {
	/** Changes up to here are complete: no further one can bear the same time stamp. */
	highWatermark: number;
	/** The latest complete change on the first page, where it holds the newest. */
	first: number;
	/** When it answered, as far as is known. */
	clock: number;
	/** How long after its time stamp a change may turn up. */
	lookback: number;
	/** How far the clock may be ahead of that of the time stamps. */
	clockSlack: number;
}

/** What a poll leaves to later ones. */
export interface Left {
	changes: Iterable<Change>;
	/** From here on changes were left out, because too many have to be remembered. */
	cut?: Point;
}

/** True where one stands before the other in the order in which changes are given out. */
export function isBefore(one: Point, other: Point): boolean {
	return (
		one.changedAt < other.changedAt || (one.changedAt === other.changedAt && one.id < other.id)
	);
}

export function lowWatermarkOf({ lowWatermark, lowWatermarkId }: PollState): Point {
	return { changedAt: lowWatermark, id: lowWatermarkId };
}

export function snapshotOf(
	{ changes, asked, clock }: Page,
	{
		settlingTime,
		precision = SECOND,
		lookback = LOOKBACK,
		clockSlack = CLOCK_SLACK,
	}: Pick<Source, 'settlingTime' | 'precision' | 'lookback' | 'clockSlack'>,
	newestFirst: boolean,
): Snapshot {
	const highWatermark = asked - settlingTime - precision;
	const complete = newestFirst ? changes.filter(({ changedAt }) => changedAt <= highWatermark) : [];
	return {
		highWatermark,
		first: latest(complete) ?? 0,
		clock: clock ?? asked,
		lookback,
		clockSlack,
	};
}

/** The state after activation: only what happens from this moment on counts. */
export function firstState(
	key: string,
	{ clock, changes, answered, odd }: Page,
	feed: Pick<ChangeRows, 'content'>,
	precision = SECOND,
): PollState {
	const newest = latest(changes);
	// Without the vendor's clock, everything counts that comes after the latest change.
	const lowWatermark = clock ?? (newest === undefined ? 0 : newest + precision);
	return {
		...stateFrom(key, lowWatermark),
		odd: storedOdd(
			odd.map(({ key: id, row }) => [
				id,
				{
					polls: TRIES,
					from: lowWatermark,
					at: answered,
					mark: markOf(feed.content?.(row) ?? row),
				},
			]),
		),
	};
}

/** The state of a trigger that begins at a moment. */
export function stateFrom(key: string, lowWatermark: number): PollState {
	return {
		version: VERSION,
		key,
		lowWatermark,
		lowWatermarkId: '',
		newest: 0,
		emitted: {},
		odd: {},
	};
}

/** The changes that are remembered after a scan that begins so, before it gives anything out. */
export function remembered(state: PollState, snapshot: Snapshot): number {
	const lowWatermark = nextLowWatermark(state, snapshot, state.odd, { changes: [] });
	return Object.entries(state.emitted).filter(
		([id, changedAt]) => !isBefore({ id, changedAt }, lowWatermark),
	).length;
}

/**
 * The state after a poll. What is older than the low watermark was visible when the poll began, so it was given out, now or before:
 * the first page held its latest change, or an earlier poll has seen it.
 * @param newest the latest complete change of all pages
 * @param given time stamps of what was given out, by record
 */
export function nextState(
	state: PollState,
	snapshot: Snapshot,
	newest: number,
	given: Iterable<Point>,
	left: Left,
	odd: OddRecords,
	values: RememberedValues = [],
): PollState {
	const lowWatermark = nextLowWatermark(state, snapshot, odd, left);
	const emitted: Record<string, number> = {};
	const all: Array<[string, number]> = [
		...Object.entries(state.emitted),
		...[...given].map(({ id, changedAt }): [string, number] => [id, changedAt]),
	];
	for (const [id, changedAt] of all)
		if (!isBefore({ id, changedAt }, lowWatermark)) emitted[id] = changedAt;
	return {
		version: VERSION,
		key: state.key,
		lowWatermark: lowWatermark.changedAt,
		lowWatermarkId: lowWatermark.id,
		newest: Math.max(state.newest, newest),
		emitted,
		odd,
		...(values.length > 0 ? { values } : {}),
	};
}

/** Up to where all is done: what is still to come holds it back, and records that could not be read yet do. */
function nextLowWatermark(
	state: PollState,
	snapshot: Snapshot,
	odd: OddRecords,
	{ changes, cut }: Left,
): Point {
	let lowWatermark: Point = {
		changedAt: Math.max(
			Math.max(snapshot.first, state.newest) - snapshot.lookback,
			snapshot.clock - snapshot.lookback - snapshot.clockSlack,
		),
		id: '',
	};
	const hold = (point: Point) => {
		if (isBefore(point, lowWatermark)) lowWatermark = { changedAt: point.changedAt, id: point.id };
	};
	if (cut) hold(cut);
	for (const change of changes) hold(change);
	for (const record of Object.values(odd))
		if (isPending(record)) hold({ changedAt: record.from, id: '' });
	return isBefore(lowWatermark, lowWatermarkOf(state)) ? lowWatermarkOf(state) : lowWatermark;
}

/** The state that was stored under these settings; undefined if no state is stored, so that the trigger starts anew. */
export function storedState(stored: unknown, key: string): PollState | undefined {
	if (
		!isObject(stored) ||
		stored.key !== key ||
		typeof stored.lowWatermark !== 'number' ||
		!isObject(stored.emitted)
	)
		return undefined;
	const { lowWatermark, lowWatermarkId, newest, emitted, odd, values } = stored;
	return {
		version: VERSION,
		key,
		lowWatermark,
		lowWatermarkId: typeof lowWatermarkId === 'string' ? lowWatermarkId : '',
		newest: Number(newest),
		emitted: { ...(emitted as PollState['emitted']) },
		odd: isObject(odd) ? { ...(odd as OddRecords) } : {},
		...(Array.isArray(values) ? { values: values as RememberedValues } : {}),
	};
}
