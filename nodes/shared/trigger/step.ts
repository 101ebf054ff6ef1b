import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { Result } from '../base/result';
import type { Call, Session } from '../http/session';
import { CursorScan } from './cursorScan';
import type { Change, ChangeFeed, Completed, Source, Timing } from './feed';
import { countOdd, incompleteItem } from './odd';
import { isNewestFirst, readPage } from './page';
import { PagedScan } from './pagedScan';
import type { Scan } from './scan';
import { SliceScan } from './sliceScan';
import { firstState, isBefore, nextState, type PollState } from './state';
import { remember, unchanged } from './watched';

/** Maximum number of pages that a manual run reads: to find a change, and, once one is found in an unsorted list, to find the newest. */
const MANUAL_PAGES = 10;
const MANUAL_PAGES_UNSORTED = 50;
/** Maximum number of latest changes to request, if a feed supports that. */
const NEWEST_ROWS = 100;

/** The result of a poll: the items to return, and the state after them. */
export interface Step {
	state: PollState;
	items: IDataObject[];
	/** A scan that is not finished, or not all of whose changes are returned yet; the next poll continues it. */
	paused?: Scan;
}

/** The result, or a failure with the state unchanged. After a failure that may pass, the next poll continues the scan. */
export type Stepped = { ok: true; value: Step } | { ok: false; failure: Failure; paused?: Scan };

/** The scan for a kind of feed. */
function scanOf(feed: ChangeFeed, state: PollState, source: Source): Scan {
	switch (feed.kind) {
		case 'pages':
			return new PagedScan(feed, state, source);
		case 'cursor':
			return new CursorScan(feed, state, source);
		case 'slices':
			return new SliceScan(feed, state, source);
	}
}

/** The request for the latest changes. */
function newestOf(feed: ChangeFeed): Call {
	return feed.kind === 'pages'
		? feed.call(1, feed.size, undefined)
		: feed.newest(Math.min(feed.size, NEWEST_ROWS));
}

/** The first poll after activation, which emits nothing. */
export async function begin(
	session: Session,
	source: Source,
	key: string,
	timing: Timing,
): Promise<Result<Step>> {
	const feed = source.feed();
	const page = await readPage(session, feed, newestOf(feed), timing);
	return page.ok
		? {
				ok: true,
				value: { state: firstState(key, page.value, feed, source.precision), items: [] },
			}
		: page;
}

/**
 * A poll: all changes since the last one, oldest first, each once. The state stays unchanged until everything is read.
 * @param paused the scan of the last poll, to continue
 */
export async function step(
	session: Session,
	source: Source,
	state: PollState,
	timing: Timing,
	paused?: Scan,
): Promise<Stepped> {
	const feed = source.feed(state.lowWatermark);
	const scan = paused ?? scanOf(feed, state, source);
	const read = await scan.go(session, timing);
	if (read === 'paused') return { ok: true, value: { state, items: [], paused: scan } };
	if (read === 'full') return { ok: true, value: { state, items: [] } };
	if (read !== 'done') return interrupted(scan, read);
	const found = scan.backlog.inOrder();
	const same = unchanged(source.watched, found, state.values);
	const counting = same.size > 0 ? found.filter((change) => !same.has(change)) : found;
	const completed = await completeInChunks(session, source, counting, timing);
	if ('failure' in completed) return interrupted(scan, completed.failure);
	const { done, refused, left } = completed;
	const { cut } = scan.backlog;
	const { odd, due } = countOdd(state.odd, {
		rows: scan.odd,
		refused: new Map(
			refused.map(({ change: { id, row, changedAt } }) => [id, { row, from: changedAt }]),
		),
		readable: scan.readable,
		given: new Set(done.map(({ change }) => change.id)),
		open: left.length > 0 || cut !== undefined || scan.counted,
		tries: scan.tries,
		highWatermark: scan.snapshot.highWatermark,
		now: scan.answered,
	});
	const dueRecords = new Set(due);
	const overdue = refused.filter(({ change }) => dueRecords.has(change.id));
	const given = [
		...done,
		...overdue.map(({ change, refused: failure }) => ({
			change,
			json: incompleteItem(change.row, failure),
		})),
	].sort((a, b) => (isBefore(a.change, b.change) ? -1 : 1));
	// Rows whose time is unknown come last.
	const rows = due.flatMap((key) => {
		const met = scan.odd.get(key);
		return met === undefined
			? []
			: [{ json: incompleteItem(met.row, met.failure ?? feed.unreadable) }];
	});
	const over = [...same, ...given.map(({ change }) => change)];
	const points = [...over.map(({ id, changedAt }) => ({ id, changedAt })), ...scan.sameAsGiven];
	const values = remember(source.watched, [...scan.passedOver.values(), ...over], state.values);
	const next = nextState(
		state,
		scan.snapshot,
		scan.newest,
		points,
		{ changes: left, cut },
		odd,
		values,
	);
	scan.backlog.keep(left);
	scan.odd.clear();
	scan.counted = true;
	return {
		ok: true,
		value: {
			state: next,
			items: [...given, ...rows].map(({ json }) => json),
			paused: left.length > 0 ? scan : undefined,
		},
	};
}

/** Keeps what was read if the failure may pass, so that a long scan does not start over. */
function interrupted(scan: Scan, failure: Failure): Stepped {
	return { ok: false, failure, ...(isPassing(failure) ? { paused: scan } : {}) };
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
	left: Change[];
}

/** Completes changes chunk by chunk. Stops when the time is up or a later chunk fails; the next poll continues with the rest. */
async function completeInChunks(
	session: Session,
	source: Source,
	changes: readonly Change[],
	{ now, deadline }: Timing,
): Promise<InChunks | { failure: Failure }> {
	const done: InChunks['done'] = [];
	const refused: InChunks['refused'] = [];
	const { chunk: size = Infinity } = source;
	let count = 0;
	while (count < changes.length && (count === 0 || now() < deadline)) {
		const chunk = await source.complete(session, changes.slice(count, count + size));
		if (!chunk.ok && (count === 0 || !isPassing(chunk.failure))) return { failure: chunk.failure };
		if (!chunk.ok) break;
		for (const one of chunk.value) {
			if ('json' in one) done.push(one);
			else refused.push(one);
		}
		count += size;
	}
	return { done, refused, left: changes.slice(count) };
}

/** The item of a manual run: the newest change that it finds, or none. */
export async function newestItem(
	session: Session,
	source: Source,
	timing: Timing,
): Promise<Result<IDataObject[]>> {
	const found = await newestChange(session, source.feed(), timing);
	if (!found.ok) return found;
	if (found.value === undefined) return { ok: true, value: [] };
	const completed = await source.complete(session, [found.value]);
	return completed.ok
		? {
				ok: true,
				value: completed.value.map((one) =>
					'json' in one ? one.json : incompleteItem(one.change.row, one.refused),
				),
			}
		: completed;
}

async function newestChange(
	session: Session,
	feed: ChangeFeed,
	timing: Timing,
): Promise<Result<Change | undefined>> {
	let newest: Change | undefined;
	let call = newestOf(feed);
	for (
		let page = 1;
		page <= (newest === undefined ? MANUAL_PAGES : MANUAL_PAGES_UNSORTED);
		page++
	) {
		const read = await readPage(session, feed, call, timing);
		if (!read.ok) return read;
		const { changes, body } = read.value;
		for (const change of changes)
			if (change.wanted && (newest === undefined || change.changedAt > newest.changedAt))
				newest = change;
		// Other feeds can request the latest changes, so one page is enough.
		if (feed.kind !== 'pages' || !feed.more(body, page)) break;
		const sorted = feed.sorted(body) && isNewestFirst(changes);
		if ((sorted && newest !== undefined) || timing.now() >= timing.deadline) break;
		call = feed.call(page + 1, feed.size, body);
	}
	return { ok: true, value: newest };
}
