import { isObject } from '../values';
import type { Entry } from './feed';
import { latest, type Page } from './page';

/** How long after its time stamp a change may turn up in the list: the index of a service lags behind its records. */
export const OVERLAP = 120_000;
/** How far the clock in a service's replies may be ahead of that of its time stamps; only to forget old changes in a quiet time. */
export const CLOCK_SLACK = 600_000;
/** Time stamps are whole seconds. */
export const SECOND = 1_000;

/** What a trigger keeps from one poll to the next. Times by the vendor's clock, in milliseconds. */
export type PollState = {
	/** The settings that it belongs to. */
	key: string;
	/** Older changes are over and done with; at first the time of activation. */
	floor: number;
	/** The latest change seen so far. */
	newest: number;
	/** Time stamp of the last change that was given out, by record; only those from the floor on. */
	seen: Record<string, number>;
};

/** What is known of the moment when a reading began. */
export interface Frame {
	/** Changes up to here are complete: no further one can bear the same time stamp. */
	horizon: number;
	/** The latest complete change on the first page. */
	first: number;
	clock?: number;
}

export function frameOf({ entries, asked, clock }: Page, settle: number): Frame {
	const horizon = asked - settle - SECOND;
	return { horizon, first: latest(entries.filter(({ stamp }) => stamp <= horizon)) ?? 0, clock };
}

/** The state after activation: only what happens from this second on counts. */
export function firstState(key: string, { clock, entries }: Page): PollState {
	const newest = latest(entries);
	// Without the vendor's clock, everything counts that comes after the latest change.
	return { key, floor: clock ?? (newest === undefined ? 0 : newest + SECOND), newest: 0, seen: {} };
}

/**
 * The state after a poll. What is older than the floor was visible when the poll began, so it was given out, now or before:
 * the first page held its latest change, and what an earlier poll has seen lies before this one.
 * @param newest the latest complete change of all pages
 * @param left changes that are still to be given out
 */
export function nextState(state: PollState, frame: Frame, newest: number, given: Iterable<Entry>, left: Iterable<Entry>): PollState {
	const reached = Math.max(state.floor, Math.max(frame.first, state.newest) - OVERLAP, frame.clock === undefined ? 0 : frame.clock - CLOCK_SLACK);
	const floor = Math.max(state.floor, Math.min(reached, latestFloor(left)));
	const seen: Record<string, number> = {};
	const all: Array<[string, number]> = [...Object.entries(state.seen), ...[...given].map(({ id, stamp }): [string, number] => [id, stamp])];
	for (const [id, stamp] of all) if (stamp >= floor) seen[id] = stamp;
	return { key: state.key, floor, newest: Math.max(state.newest, newest), seen };
}

function latestFloor(left: Iterable<Entry>): number {
	let floor = Infinity;
	for (const { stamp } of left) floor = Math.min(floor, stamp);
	return floor;
}

/** The state that was stored under these settings; undefined where there is none, so that the trigger starts anew. */
export function storedState(stored: unknown, key: string): PollState | undefined {
	if (!isObject(stored) || stored.key !== key || typeof stored.floor !== 'number' || !isObject(stored.seen)) return undefined;
	const { floor, newest, seen } = stored;
	return { key, floor, newest: Number(newest), seen: { ...(seen as PollState['seen']) } };
}
