import { isObject } from '../base/values';
import { SECOND, type Entry, type Feed } from './feed';
import { isPending, storedOdd, TRIES, type OddRecords } from './odd';
import { latest, markOf, type Page } from './page';

/** How long after its time stamp a change may turn up in the list: the index of a service lags behind its records. */
export const OVERLAP = 120_000;
/** How far the clock in a service's replies, or n8n's own without one, may be ahead of that of its time stamps; only to forget old changes in a quiet time. */
export const CLOCK_SLACK = 600_000;
/** Most changes that are remembered as given out, if the source does not say: about 400 KB in n8n's database. */
export const MOST_REMEMBERED = 10_000;

const VERSION = 2;

/** A place in the order in which changes are given out: by time, and by id within a second. */
export interface Point {
	stamp: number;
	id: string;
}

/** What a trigger keeps from one poll to the next, as JSON. Times by the vendor's clock, in milliseconds. */
export type PollState = {
	/** States without one are of version 1: they have neither `floorId` nor `odd`. */
	version: number;
	/** The settings that it belongs to. */
	key: string;
	/** Older changes are over and done with; at first the time of activation. */
	floor: number;
	/** Of the changes in the second of the floor, those with a lower id are over, too. */
	floorId: string;
	/** The latest change seen so far. */
	newest: number;
	/** Time stamp of the last change that was given out, by record; only those from the floor on. */
	seen: Record<string, number>;
	/** Records that could not be read. */
	odd: OddRecords;
};

/** What is known of the moment when a reading began. */
export interface Frame {
	/** Changes up to here are complete: no further one can bear the same time stamp. */
	horizon: number;
	/** The latest complete change on the first page. */
	first: number;
	/** When it answered, as far as is known. */
	clock: number;
}

/** What a poll leaves to later ones. */
export interface Left {
	entries: Iterable<Entry>;
	/** From here on changes were left out, because too many have to be remembered. */
	cut?: Point;
}

/** True where one stands before the other in the order in which changes are given out. */
export function isBefore(one: Point, other: Point): boolean {
	return one.stamp < other.stamp || (one.stamp === other.stamp && one.id < other.id);
}

export function floorOf({ floor, floorId }: PollState): Point {
	return { stamp: floor, id: floorId };
}

export function frameOf({ entries, asked, clock }: Page, settle: number): Frame {
	const horizon = asked - settle - SECOND;
	return {
		horizon,
		first: latest(entries.filter(({ stamp }) => stamp <= horizon)) ?? 0,
		clock: clock ?? asked,
	};
}

/** The state after activation: only what happens from this second on counts. */
export function firstState(
	key: string,
	{ clock, entries, answered, odd }: Page,
	feed: Pick<Feed, 'content'>,
): PollState {
	const newest = latest(entries);
	// Without the vendor's clock, everything counts that comes after the latest change.
	const floor = clock ?? (newest === undefined ? 0 : newest + SECOND);
	return {
		version: VERSION,
		key,
		floor,
		floorId: '',
		newest: 0,
		seen: {},
		odd: storedOdd(
			odd.map(({ key: id, row }) => [
				id,
				{ polls: TRIES, from: floor, at: answered, mark: markOf(feed.content(row)) },
			]),
		),
	};
}

/** The changes that are remembered after a reading that begins so, before it gives anything out. */
export function remembered(state: PollState, frame: Frame): number {
	const floor = nextFloor(state, frame, state.odd, { entries: [] });
	return Object.entries(state.seen).filter(([id, stamp]) => !isBefore({ id, stamp }, floor)).length;
}

/**
 * The state after a poll. What is older than the floor was visible when the poll began, so it was given out, now or before:
 * the first page held its latest change, and what an earlier poll has seen lies before this one.
 * @param newest the latest complete change of all pages
 * @param given time stamps of what was given out, by record
 */
export function nextState(
	state: PollState,
	frame: Frame,
	newest: number,
	given: Iterable<Point>,
	left: Left,
	odd: OddRecords,
): PollState {
	const floor = nextFloor(state, frame, odd, left);
	const seen: Record<string, number> = {};
	const all: Array<[string, number]> = [
		...Object.entries(state.seen),
		...[...given].map(({ id, stamp }): [string, number] => [id, stamp]),
	];
	for (const [id, stamp] of all) if (!isBefore({ id, stamp }, floor)) seen[id] = stamp;
	return {
		version: VERSION,
		key: state.key,
		floor: floor.stamp,
		floorId: floor.id,
		newest: Math.max(state.newest, newest),
		seen,
		odd,
	};
}

/** Up to where all is done: what is still to come holds it back, and records that could not be read yet do. */
function nextFloor(state: PollState, frame: Frame, odd: OddRecords, { entries, cut }: Left): Point {
	let floor: Point = {
		stamp: Math.max(Math.max(frame.first, state.newest) - OVERLAP, frame.clock - CLOCK_SLACK),
		id: '',
	};
	const hold = (point: Point) => {
		if (isBefore(point, floor)) floor = { stamp: point.stamp, id: point.id };
	};
	if (cut) hold(cut);
	for (const entry of entries) hold(entry);
	for (const record of Object.values(odd))
		if (isPending(record)) hold({ stamp: record.from, id: '' });
	return isBefore(floor, floorOf(state)) ? floorOf(state) : floor;
}

/** The state that was stored under these settings; undefined where there is none, so that the trigger starts anew. */
export function storedState(stored: unknown, key: string): PollState | undefined {
	if (
		!isObject(stored) ||
		stored.key !== key ||
		typeof stored.floor !== 'number' ||
		!isObject(stored.seen)
	)
		return undefined;
	const { floor, floorId, newest, seen, odd } = stored;
	return {
		version: VERSION,
		key,
		floor,
		floorId: typeof floorId === 'string' ? floorId : '',
		newest: Number(newest),
		seen: { ...(seen as PollState['seen']) },
		odd: isObject(odd) ? { ...(odd as OddRecords) } : {},
	};
}
