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

/** A poll is repeated anyway, so it does not wait long. Times in milliseconds. */
const IN_A_POLL: RunOptions = { parallel: 4, timeout: 30_000, maxTries: 3, maxWait: 15_000 };
/** Where n8n sets no limit (versions before 2): less than its shortest interval, so that polls do not overlap. In milliseconds. */
const LONGEST_POLL = 45_000;
/** A scan that nobody has carried on with is forgotten. */
const FORGOTTEN = 3_600_000;

/** What makes one trigger differ from the others. */
export interface Trigger<Feed extends ChangeFeed = ChangeFeed> extends Source<Feed> {
	vendor: Pick<Vendor, 'name' | 'connect'>;
	/** The settings that decide which changes are meant; other settings start anew. */
	key: string;
}

interface Paused {
	scan: Scan;
	/** The state that it started from. */
	from: string;
	at: number;
}

/** How many polls of a trigger have ended with a new state. The stored state does not tell, because each poll may have a copy of its own. */
const ended = new Map<string, number>();

/**
 * How long n8n may take to store the state that a poll ended with, in milliseconds. With its durable cursors it does so
 * after the poll, and may have read the state for the next polls before that. A state that is still there later was not
 * replaced, so what the poll gave out is lost, and comes again.
 */
const STORING = 30_000;
/** Digests of the states that polls of a trigger have replaced lately, with the time. */
const replaced = new Map<string, Array<{ digest: string; at: number }>>();

/**
 * The states that triggers have begun with and n8n has not stored yet: with its durable cursors, it drops the state of the
 * poll at an activation, and what changes until the next poll would be missed.
 */
const begunWith = new Map<string, { key: string; state: PollState }>();

/** Scans that take longer than a poll may; they are lost with the process, and then start over. */
const paused = new Map<string, Paused>();

/**
 * Polls once.
 * @returns the changes since the last poll as items; null where there are none
 * @throws NodeApiError or NodeOperationError; then nothing has changed and the next poll gives everything
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
	// The poll that has replaced this state has given out what would be found now.
	if (isReplaced(place, before)) return { ok: true, value: [] };
	if (kept !== null) begunWith.delete(place);
	const state =
		// The first poll of this process: n8n may have ended before it stored what the last one gave out.
		(repeats && endedBefore === 0 ? storedState(at(kept, 'before'), trigger.key) : undefined) ??
		storedState(kept, trigger.key) ??
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
	// Where polls overlap, the first one to end gives out what both have found.
	if ((ended.get(place) ?? 0) !== endedBefore) return { ok: true, value: [] };
	ended.set(place, endedBefore + 1);
	const { state: next, items, paused: scan } = result.value;
	if (state === undefined) begunWith.set(place, { key: trigger.key, state: next });
	// A scan that goes on has given nothing out yet, and is found again by an equal state.
	const last = items.length > 0 ? state : scan ? at(kept, 'before') : undefined;
	context.getWorkflowStaticData('node').poll =
		repeats && last !== undefined ? { ...next, before: last } : next;
	const after = JSON.stringify(stored(context));
	if (after !== before)
		replaced.set(place, [...lately(place), { digest: digestOf(before), at: Date.now() }]);
	if (scan) paused.set(place, { scan, from: after, at: Date.now() });
	return { ok: true, value: items };
}

function begunHere(place: string, { key }: Trigger): PollState | undefined {
	const begin = begunWith.get(place);
	return begin?.key === key ? begin.state : undefined;
}

/** Where the user has chosen the moment to begin at, nothing has to be asked for it. */
function begun({ key, startFrom }: Trigger): PollState | undefined {
	return startFrom === undefined ? undefined : stateFrom(key, startFrom);
}

function stored(context: IPollFunctions): unknown {
	return context.getWorkflowStaticData('node').poll ?? null;
}

function isReplaced(place: string, state: string): boolean {
	const digest = digestOf(state);
	return lately(place).some((one) => one.digest === digest);
}

function lately(place: string): Array<{ digest: string; at: number }> {
	return (replaced.get(place) ?? []).filter(({ at }) => Date.now() - at < STORING);
}

function digestOf(state: string): string {
	return createHash('sha256').update(state).digest('base64');
}

/** The scan that the last poll had to leave, where it still fits; nobody else gets it. */
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

/** How long a poll may take; n8n before version 2 waits for ever. */
function budgetOf(context: IPollFunctions): number {
	return typeof context.getPollBudgetMs === 'function' ? context.getPollBudgetMs() : LONGEST_POLL;
}
