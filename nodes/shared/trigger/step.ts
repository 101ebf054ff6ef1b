import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { Result } from '../base/result';
import type { Session } from '../http/session';
import type { Completed, Change, Source, Timing } from './feed';
import { countOdd, incompleteItem } from './odd';
import { readPage } from './page';
import { PagedScan } from './pagedScan';
import { firstState, isBefore, nextState, type PollState } from './state';

/** Pages that a manual run looks through: where the newest stand first until it finds one, else to find the newest. */
const MANUAL_PAGES = 10;
const MANUAL_PAGES_UNSORTED = 50;

/** What a poll has come to: the items to give out and the state after them. */
export interface Step {
	state: PollState;
	items: IDataObject[];
	/** A scan that has not come to its end, or not all of which is given out; the next poll carries on with it. */
	paused?: PagedScan;
}

/** With a failure that may pass, the next poll carries on as well; the state is the old one. */
export type Stepped =
	| { ok: true; value: Step }
	| { ok: false; failure: Failure; paused?: PagedScan };

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
	paused?: PagedScan,
): Promise<Stepped> {
	const feed = source.feed(state.lowWatermark);
	const scan = paused ?? new PagedScan(feed, state, source);
	const read = await scan.go(session, timing);
	if (read === 'paused') return { ok: true, value: { state, items: [], paused: scan } };
	if (read === 'full') return { ok: true, value: { state, items: [] } };
	if (read !== 'done') return interrupted(scan, read);
	const completed = await completeInChunks(session, source, scan.backlog.inOrder(), timing);
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
	// A row whose time is not known comes after those whose time is.
	const rows = due.flatMap((key) => {
		const met = scan.odd.get(key);
		return met === undefined ? [] : [{ json: incompleteItem(met.row, feed.unreadable) }];
	});
	const points = [
		...given.map(({ change: { id, changedAt } }) => ({ id, changedAt })),
		...scan.sameAsGiven,
	];
	const next = nextState(state, scan.snapshot, scan.newest, points, { changes: left, cut }, odd);
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

/** What was read is kept where the failure may pass, so that a long scan does not begin anew. */
function interrupted(scan: PagedScan, failure: Failure): Stepped {
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

/** Stops after a chunk when the time is over, or at one that does not come; the others come with the next poll. */
async function completeInChunks(
	session: Session,
	source: Source,
	changes: readonly Change[],
	{ now, deadline }: Timing,
): Promise<InChunks | { failure: Failure }> {
	const done: InChunks['done'] = [];
	const refused: InChunks['refused'] = [];
	let count = 0;
	while (count < changes.length && (count === 0 || now() < deadline)) {
		const chunk = await source.complete(session, changes.slice(count, count + source.chunk));
		if (!chunk.ok && (count === 0 || !isPassing(chunk.failure))) return { failure: chunk.failure };
		if (!chunk.ok) break;
		for (const one of chunk.value) {
			if ('json' in one) done.push(one);
			else refused.push(one);
		}
		count += source.chunk;
	}
	return { done, refused, left: changes.slice(count) };
}

/** What a manual run shows: the newest change there is, as far as it looks. */
export async function newestItem(
	session: Session,
	source: Source,
	timing: Timing,
): Promise<Result<IDataObject[]>> {
	const feed = source.feed();
	let newest: Change | undefined;
	let previous: unknown;
	for (
		let page = 1;
		page <= (newest === undefined ? MANUAL_PAGES : MANUAL_PAGES_UNSORTED);
		page++
	) {
		const read = await readPage(session, feed, { page, size: feed.size, previous }, timing);
		if (!read.ok) return read;
		const { changes, more, sorted, body } = read.value;
		for (const change of changes)
			if (change.wanted && (newest === undefined || change.changedAt > newest.changedAt))
				newest = change;
		if (!more || (sorted && newest !== undefined) || timing.now() >= timing.deadline) break;
		previous = body;
	}
	if (newest === undefined) return { ok: true, value: [] };
	const completed = await source.complete(session, [newest]);
	return completed.ok
		? {
				ok: true,
				value: completed.value.map((one) =>
					'json' in one ? one.json : incompleteItem(one.change.row, one.refused),
				),
			}
		: completed;
}
