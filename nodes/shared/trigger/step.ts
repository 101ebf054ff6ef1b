import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../errors';
import type { Result } from '../memory';
import type { Session } from '../session';
import type { Completed, Entry, Source, Timing } from './feed';
import { latest, readPage } from './page';
import { Reading } from './reading';
import { firstState, nextState, type PollState } from './state';

/** Pages that a manual run looks through where the newest stand first. */
const MANUAL_PAGES = 10;

/** What a poll has come to: the items to give out and the state after them. */
export interface Step {
	state: PollState;
	items: IDataObject[];
	/** A reading that has not come to its end, or not all of which is given out; the next poll carries on with it. */
	paused?: Reading;
}

/** The first poll after activation: gives nothing out. */
export async function begin(session: Session, source: Source, key: string, timing: Timing): Promise<Result<Step>> {
	const feed = source.feed();
	const page = await readPage(session, feed, { page: 1, size: feed.size }, timing);
	return page.ok ? { ok: true, value: { state: firstState(key, page.value), items: [] } } : page;
}

/** A poll: all changes since the last one, oldest first, each once. The state is the old one until everything is read. */
export async function step(session: Session, source: Source, state: PollState, timing: Timing, paused?: Reading): Promise<Result<Step>> {
	const reading = paused ?? new Reading(source.feed(state.floor), state, source.settle);
	const read = await reading.go(session, timing);
	if (read === 'paused') return { ok: true, value: { state, items: [], paused: reading } };
	if (read !== 'done') return { ok: false, failure: read };
	const entries = [...reading.found.values()].sort((a, b) => a.stamp - b.stamp || (a.id < b.id ? -1 : 1));
	const completed = await completeInChunks(session, source, entries, timing);
	if ('failure' in completed) return { ok: false, failure: completed.failure };
	const { done, left } = completed;
	reading.found.clear();
	for (const entry of left) reading.found.set(entry.id, entry);
	const next = nextState(state, reading.frame, reading.newest, done.map(({ entry }) => entry), left);
	return { ok: true, value: { state: next, items: done.map(({ json }) => json), paused: left.length > 0 ? reading : undefined } };
}

/** Stops after a chunk when the time is over; the others come with the next poll. */
async function completeInChunks(session: Session, source: Source, entries: readonly Entry[], { now, deadline }: Timing): Promise<{ done: Completed[]; left: Entry[] } | { failure: Failure }> {
	const done: Completed[] = [];
	let count = 0;
	while (count < entries.length && (count === 0 || now() < deadline)) {
		const chunk = await source.complete(session, entries.slice(count, count + source.chunk));
		if (!chunk.ok) return { failure: chunk.failure };
		done.push(...chunk.value);
		count += source.chunk;
	}
	return { done, left: entries.slice(count) };
}

/** What a manual run shows: the newest change there is. */
export async function newestItem(session: Session, source: Source, timing: Timing): Promise<Result<IDataObject[]>> {
	const feed = source.feed();
	const found: Entry[] = [];
	let previous: unknown;
	for (let page = 1; page <= MANUAL_PAGES || found.length > 0; page++) {
		const read = await readPage(session, feed, { page, size: feed.size, previous }, timing);
		if (!read.ok) return read;
		const { entries, more, sorted, body } = read.value;
		found.push(...entries.filter(({ wanted }) => wanted));
		if (!more || (sorted && found.length > 0) || timing.now() >= timing.deadline) break;
		previous = body;
	}
	const stamp = latest(found);
	const entry = found.find((candidate) => candidate.stamp === stamp);
	if (entry === undefined) return { ok: true, value: [] };
	const completed = await source.complete(session, [entry]);
	return completed.ok ? { ok: true, value: completed.value.map(({ json }) => json) } : completed;
}
