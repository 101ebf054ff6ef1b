import { createHash } from 'crypto';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { notConnected } from '../base/errors';
import type { Result } from '../base/result';
import { at } from '../base/values';
import type { Vendor } from '../form/operation';
import type { RunOptions } from '../http/runOptions';
import { cleanFailure } from '../http/secrets';
import { nodeError } from '../settle/settle';
import type { Session } from '../http/session';
import type { ChangeFeed, Source, Timing } from './feed';
import { repeatsLast } from './repeatLast';
import type { Scan } from './scan';
import { stateFrom, storedState, type PollState } from './state';
import { begin, newestItem, step, type Stepped } from './step';

/** Short waits, because the next poll repeats a failed one. Times in milliseconds. */
const IN_A_POLL: RunOptions = { parallel: 4, timeout: 30_000, maxTries: 3, maxWait: 15_000 };
/** The limit if n8n sets none (before version 2), in milliseconds: less than its shortest interval, so that polls do not overlap. */
const LONGEST_POLL = 45_000;
/** A paused scan that no poll has continued for this long is dropped. In milliseconds. */
const FORGOTTEN = 3_600_000;

/** What makes one trigger differ from the others. */
export interface Trigger<Feed extends ChangeFeed = ChangeFeed> extends Source<Feed> {
	vendor: Pick<Vendor, 'name' | 'connect'>;
	/** Identifies the settings that select the changes; the trigger starts anew if it differs. */
	key: string;
}

interface Paused {
	scan: Scan;
	/** JSON of the state that it started from. */
	from: string;
	at: number;
}

/** How many polls of a trigger have ended with a new state. The stored state does not tell, because each poll may have its own copy. */
const ended = new Map<string, number>();

/**
 * How long n8n may take to store the state of a poll, in milliseconds. With durable cursors it stores it after the poll,
 * and may have read the state for the next polls before that. If the old state is still there after this time, it was not
 * replaced, so the items of that poll are lost and are emitted again.
 */
const STORING = 30_000;
/** Digests of the states that polls of a trigger have replaced recently, with the time. */
const replaced = new Map<string, Array<{ digest: string; at: number }>>();

/**
 * First states that n8n has not stored yet. With durable cursors it drops the state of the poll at an activation, so the
 * changes until the next poll would be missed.
 */
const begunWith = new Map<string, { key: string; state: PollState }>();

/** Scans that take longer than one poll. If the process ends, they are lost and start over. */
const paused = new Map<string, Paused>();

/**
 * Polls once.
 * @returns the changes since the last poll as items; null if there are none
 * @throws NodeApiError or NodeOperationError; the state is then unchanged and the next poll emits everything
 */
export async function poll(
	context: IPollFunctions,
	trigger: Trigger,
): Promise<INodeExecutionData[][] | null> {
	const result = await polled(context, trigger);
	if (!result.ok) throw nodeError(context.getNode(), cleanFailure(context, result.failure));
	return result.value.length === 0 ? null : [result.value.map((json) => ({ json }))];
}

async function polled(context: IPollFunctions, trigger: Trigger): Promise<Result<IDataObject[]>> {
	const timing: Timing = { now: () => Date.now(), deadline: Date.now() + budgetOf(context) };
	const connection = await connected(context, trigger);
	if (!connection.ok) return connection;
	const session = connection.value;
	if (context.getMode() === 'manual') return await newestItem(session, trigger, timing);
	const before = JSON.stringify(stored(context));
	const place = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
	const endedBefore = ended.get(place) ?? 0;
	const repeats = repeatsLast(context);
	const kept = stored(context);
	// The poll that replaced this state has already emitted what would be found now.
	if (isReplaced(place, digestOf(trigger, before))) return { ok: true, value: [] };
	const fitting = storedState(kept, trigger.key);
	if (fitting !== undefined) begunWith.delete(place);
	const state =
		// First poll of this process: n8n may have ended before it stored the items of the last poll.
		(repeats && endedBefore === 0 ? storedState(at(kept, 'before'), trigger.key) : undefined) ??
		fitting ??
		begunHere(place, trigger) ??
		begun(trigger);
	const result: Stepped =
		state === undefined
			? await begin(session, trigger, trigger.key, timing)
			: await step(session, trigger, state, timing, carryOn(place, before));
	if (!result.ok) {
		if (result.paused) paused.set(place, { scan: result.paused, from: before, at: Date.now() });
		return result;
	}
	// If polls overlap, the first one to end emits what both have found.
	if ((ended.get(place) ?? 0) !== endedBefore) return { ok: true, value: [] };
	ended.set(place, endedBefore + 1);
	const { state: next, items, paused: scan } = result.value;
	if (state === undefined) begunWith.set(place, { key: trigger.key, state: next });
	// A scan that goes on has emitted nothing yet, and is found again by an equal state.
	const last = items.length > 0 ? state : scan ? at(kept, 'before') : undefined;
	context.getWorkflowStaticData('node').poll =
		repeats && last !== undefined ? { ...next, before: last } : next;
	const after = JSON.stringify(stored(context));
	// A begin emits nothing, so the next poll may start from it at once.
	if (after !== before && state !== undefined)
		replaced.set(place, [...lately(place), { digest: digestOf(trigger, before), at: Date.now() }]);
	if (scan) paused.set(place, { scan, from: after, at: Date.now() });
	return { ok: true, value: items };
}

function begunHere(place: string, { key }: Trigger): PollState | undefined {
	const begin = begunWith.get(place);
	return begin?.key === key ? begin.state : undefined;
}

/** The first state if the user chose where to start, which needs no request. */
function begun({ key, startFrom }: Trigger): PollState | undefined {
	return startFrom === undefined ? undefined : stateFrom(key, startFrom);
}

function stored(context: IPollFunctions): unknown {
	return context.getWorkflowStaticData('node').poll ?? null;
}

function isReplaced(place: string, digest: string): boolean {
	return lately(place).some((one) => one.digest === digest);
}

function lately(place: string): Array<{ digest: string; at: number }> {
	return (replaced.get(place) ?? []).filter(({ at }) => Date.now() - at < STORING);
}

/** Under other settings, the same state is another one. */
function digestOf({ key }: Trigger, state: string): string {
	return createHash('sha256')
		.update(JSON.stringify([key, state]))
		.digest('base64');
}

/** Takes the scan that the last poll paused, if it still fits the state. */
function carryOn(place: string, from: string): Scan | undefined {
	for (const [key, { at }] of paused) if (Date.now() - at > FORGOTTEN) paused.delete(key);
	const left = paused.get(place);
	paused.delete(place);
	return left?.from === from ? left.scan : undefined;
}

async function connected(context: IPollFunctions, { vendor }: Trigger): Promise<Result<Session>> {
	try {
		return { ok: true, value: await vendor.connect(context, IN_A_POLL) };
	} catch (error) {
		return {
			ok: false,
			failure: notConnected(vendor.name, error, 'Choose a credential, and check it.'),
		};
	}
}

/** How long a poll may take, in milliseconds; n8n before version 2 waits forever. */
function budgetOf(context: IPollFunctions): number {
	return typeof context.getPollBudgetMs === 'function' ? context.getPollBudgetMs() : LONGEST_POLL;
}
