import { isObject } from '../base/values';
import { SECOND, type Change, type ChangeRows, type Source } from './feed';
import { isPending, storedOdd, TRIES, type OddRecords } from './odd';
import { latest, markOf, type Page } from './page';
import type { RememberedValues } from './watched';

/** How long after its timestamp a change may still appear in the list, in milliseconds, if the source does not say. A service's index lags behind its records. */
export const LOOKBACK = 120_000;
/**
 * How far the clock in a service's replies (or n8n's own, without one) may be ahead of its timestamps, in milliseconds, if
 * the source does not say. Matters only for forgetting old changes when nothing new happens.
 */
export const CLOCK_SLACK = 480_000;
/** Maximum number of emitted changes to remember, if the source does not say: about 400 KB in n8n's database. */
export const MOST_REMEMBERED = 10_000;

const VERSION = 3;

/** A position in the order in which changes are emitted: by time, and by ID within the same timestamp. */
export interface Point {
	changedAt: number;
	id: string;
}

/** What a trigger keeps from one poll to the next, as JSON. Times are in milliseconds since the epoch, by the vendor's clock. */
export type PollState = {
	/** States without a version are from before version 2 and have neither `lowWatermarkId` nor `odd`. */
	version: number;
	/** The settings that the state belongs to. */
	key: string;
	/** All older changes are done. Initially the time of activation. */
	lowWatermark: number;
	/** Of the changes at exactly the low watermark, those with a lower ID are done, too. */
	lowWatermarkId: string;
	/** The latest change seen so far. */
	newest: number;
	/** Timestamp of the last emitted change by record, from the low watermark on. */
	emitted: Record<string, number>;
	/** Records that could not be read. */
	odd: OddRecords;
	/** If only changes of certain fields count: a hash of their values by record, latest last. */
	values?: RememberedValues;
};

/** What is known about the moment when a scan began. Milliseconds. */
export interface Snapshot {
	/** Changes up to here are complete: no further one can have the same timestamp. */
	highWatermark: number;
	/** The time of the latest complete change on the first page, if that holds the newest; otherwise 0. */
	first: number;
	/** When the vendor answered, as far as known. */
	clock: number;
	/** How long after its timestamp a change may still appear. */
	lookback: number;
	/** How far the clock may be ahead of the timestamps. */
	clockSlack: number;
}

/** What a poll leaves to later ones. */
export interface Left {
	changes: Iterable<Change>;
	/** Changes from this point on were left out, because too many would have to be remembered. */
	cut?: Point;
}

/** True if one point is before the other in the order in which changes are emitted. */
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

/** The state after activation: only changes from this moment on count. */
export function firstState(
	key: string,
	{ clock, changes, answered, odd }: Page,
	feed: Pick<ChangeRows, 'content'>,
	precision = SECOND,
): PollState {
	const newest = latest(changes);
	// Without the vendor's clock, everything after the latest change counts.
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

/** The state of a trigger that starts at a moment, in milliseconds since the epoch. */
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

/** How many emitted changes must be remembered after a scan with this snapshot, before it emits anything. */
export function remembered(state: PollState, snapshot: Snapshot): number {
	const lowWatermark = nextLowWatermark(state, snapshot, state.odd, { changes: [] });
	return Object.entries(state.emitted).filter(
		([id, changedAt]) => !isBefore({ id, changedAt }, lowWatermark),
	).length;
}

/**
 * The state after a poll. Every change older than the low watermark was visible when the poll began, so it has been
 * emitted, now or earlier: the first page held its record's latest change, or an earlier poll has seen it.
 * @param newest time of the latest complete change on all pages
 * @param given the emitted changes
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

/** The point up to which everything is done. Changes still to emit and records that could not be read yet hold it back. */
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

/** The state that was stored under these settings; undefined if there is none, so the trigger starts anew. */
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
