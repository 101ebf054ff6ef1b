import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { Result } from '../base/result';
import type { Session } from '../http/session';
import type { Completed, Entry, Source, Timing } from './feed';
import { countOdd, incompleteItem } from './odd';
import { readPage } from './page';
import { Reading } from './reading';
import { firstState, isBefore, nextState, type PollState } from './state';

/** Pages that a manual run looks through: where the newest stand first until it finds one, else to find the newest. */
const MANUAL_PAGES = 10;
const MANUAL_PAGES_UNSORTED = 50;

/** What a poll has come to: the items to give out and the state after them. */
export interface Step {
	state: PollState;
	items: IDataObject[];
	/** A reading that has not come to its end, or not all of which is given out; the next poll carries on with it. */
	paused?: Reading;
}

/** With a failure that may pass, the next poll carries on as well; the state is the old one. */
export type Stepped = { ok: true; value: Step } | { ok: false; failure: Failure; paused?: Reading };

/** The first poll after activation: gives nothing out. */
export async function begin(
	session: Session,
	source: Source,
	key: string,
	timing: Timing,
): Promise<Result<Step>> {
	const feed = source.feed();
	const page = await readPage(session, feed, { page: 1, size: feed.size }, timing);
	return page.ok
		? { ok: true, value: { state: firstState(key, page.value, feed), items: [] } }
		: page;
}

/** A poll: all changes since the last one, oldest first, each once. The state is the old one until everything is read. */
export async function step(
	session: Session,
	source: Source,
	state: PollState,
	timing: Timing,
	paused?: Reading,
): Promise<Stepped> {
	const feed = source.feed(state.floor);
	const reading = paused ?? new Reading(feed, state, source);
	const read = await reading.go(session, timing);
	if (read === 'paused') return { ok: true, value: { state, items: [], paused: reading } };
	if (read === 'full') return { ok: true, value: { state, items: [] } };
	if (read !== 'done') return interrupted(reading, read);
	const completed = await completeInChunks(session, source, reading.found.inOrder(), timing);
	if ('failure' in completed) return interrupted(reading, completed.failure);
	const { done, refused, left } = completed;
	const { cut } = reading.found;
	const { odd, due } = countOdd(state.odd, {
		rows: reading.odd,
		refused: new Map(refused.map(({ entry: { id, row, stamp } }) => [id, { row, from: stamp }])),
		readable: reading.readable,
		given: new Set(done.map(({ entry }) => entry.id)),
		open: left.length > 0 || cut !== undefined || reading.counted,
		tries: reading.tries,
		horizon: reading.frame.horizon,
		now: reading.answered,
	});
	const dueRecords = new Set(due);
	const overdue = refused.filter(({ entry }) => dueRecords.has(entry.id));
	const given = [
		...done,
		...overdue.map(({ entry, refused: failure }) => ({
			entry,
			json: incompleteItem(entry.row, failure),
		})),
	].sort((a, b) => (isBefore(a.entry, b.entry) ? -1 : 1));
	// A row whose time is not known comes after those whose time is.
	const rows = due.flatMap((key) => {
		const met = reading.odd.get(key);
		return met === undefined ? [] : [{ json: incompleteItem(met.row, feed.unreadable) }];
	});
	const points = [
		...given.map(({ entry: { id, stamp } }) => ({ id, stamp })),
		...reading.sameAsGiven,
	];
	const next = nextState(state, reading.frame, reading.newest, points, { entries: left, cut }, odd);
	reading.found.keep(left);
	reading.odd.clear();
	reading.counted = true;
	return {
		ok: true,
		value: {
			state: next,
			items: [...given, ...rows].map(({ json }) => json),
			paused: left.length > 0 ? reading : undefined,
		},
	};
}

/** What was read is kept where the failure may pass, so that a long reading does not begin anew. */
function interrupted(reading: Reading, failure: Failure): Stepped {
	return { ok: false, failure, ...(isPassing(failure) ? { paused: reading } : {}) };
}

function isPassing({ cause }: Failure): boolean {
	return (
		cause?.cause === 'temporarily-unavailable' ||
		cause?.cause === 'rate-limited' ||
		cause?.cause === 'quota-exhausted'
	);
}

interface InChunks {
	done: Array<Extract<Completed, { json: IDataObject }>>;
	refused: Array<Extract<Completed, { refused: Failure }>>;
	left: Entry[];
}

/** Stops after a chunk when the time is over, or at one that does not come; the others come with the next poll. */
async function completeInChunks(
	session: Session,
	source: Source,
	entries: readonly Entry[],
	{ now, deadline }: Timing,
): Promise<InChunks | { failure: Failure }> {
	const done: InChunks['done'] = [];
	const refused: InChunks['refused'] = [];
	let count = 0;
	while (count < entries.length && (count === 0 || now() < deadline)) {
		const chunk = await source.complete(session, entries.slice(count, count + source.chunk));
		if (!chunk.ok && (count === 0 || !isPassing(chunk.failure))) return { failure: chunk.failure };
		if (!chunk.ok) break;
		for (const one of chunk.value) {
			if ('json' in one) done.push(one);
			else refused.push(one);
		}
		count += source.chunk;
	}
	return { done, refused, left: entries.slice(count) };
}

/** What a manual run shows: the newest change there is, as far as it looks. */
export async function newestItem(
	session: Session,
	source: Source,
	timing: Timing,
): Promise<Result<IDataObject[]>> {
	const feed = source.feed();
	let newest: Entry | undefined;
	let previous: unknown;
	for (
		let page = 1;
		page <= (newest === undefined ? MANUAL_PAGES : MANUAL_PAGES_UNSORTED);
		page++
	) {
		const read = await readPage(session, feed, { page, size: feed.size, previous }, timing);
		if (!read.ok) return read;
		const { entries, more, sorted, body } = read.value;
		for (const entry of entries)
			if (entry.wanted && (newest === undefined || entry.stamp > newest.stamp)) newest = entry;
		if (!more || (sorted && newest !== undefined) || timing.now() >= timing.deadline) break;
		previous = body;
	}
	if (newest === undefined) return { ok: true, value: [] };
	const completed = await source.complete(session, [newest]);
	return completed.ok
		? {
				ok: true,
				value: completed.value.map((one) =>
					'json' in one ? one.json : incompleteItem(one.entry.row, one.refused),
				),
			}
		: completed;
}
