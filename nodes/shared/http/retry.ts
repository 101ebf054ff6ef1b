import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { RunOptions } from './runOptions';
import { textOf } from '../base/values';

/** Longest single wait in milliseconds. */
export const LONGEST = 120_000;
/** Longest time in milliseconds to hold requests back after a refusal that its request does not wait for; after that, one tries again. */
const LONGEST_HOLD = 3_600_000;
const FIRST = 1_000;
/** Longest wait in milliseconds for a limit that does not say when it ends: most windows are a minute long. */
const LONGEST_UNTOLD = 30_000;

export interface RetryState {
	/** True if the request may be repeated whatever became of it. */
	idempotent: boolean;
	/** Tries so far. */
	tries: number;
	/** How many of these tries a rate limit refused, including the latest; all of them if absent. */
	refusals?: number;
	/** Milliseconds waited so far. */
	waited: number;
	options: RunOptions;
	/** Waits in milliseconds after a limit that does not say when it ends, by the number of refusals; exponential if absent. */
	limitWaits?: readonly number[];
}

/**
 * How long to wait before sending the request again, in milliseconds. A request is repeated only if it was certainly not
 * carried out, or if carrying it out twice does no harm. After a rate limit refusal it is repeated for as long as it may
 * wait, whatever the number of tries: the refusal stored nothing, and others who share the limit may use it up again and
 * again.
 * @returns undefined if it must not or need not be sent again
 */
export function retryDelay(
	failure: Failure,
	{ idempotent, tries, refusals, waited, options, limitWaits = [] }: RetryState,
): number | undefined {
	const cause = failure.cause;
	if (cause?.cause !== 'rate-limited' && cause?.cause !== 'temporarily-unavailable')
		return undefined;
	if (failure.executed !== 'no' && !idempotent) return undefined;
	const limited = isRateLimited(failure);
	if (!limited && tries - (refusals ?? 0) >= options.maxTries) return undefined;
	const asked = cause.retryAfterMs;
	if (asked !== undefined && asked > LONGEST) return undefined;
	const delay = limited
		? limitDelay(asked, refusals ?? tries, limitWaits)
		: (asked ?? backOff(tries - (refusals ?? 0), LONGEST));
	return waited + delay > options.maxWait ? undefined : delay;
}

/** True for a refusal by a rate limit: nothing was carried out, and the same request will be accepted later. */
export function isRateLimited({ cause, executed }: Failure): boolean {
	return cause?.cause === 'rate-limited' && executed === 'no';
}

/** How long all requests hold back, in milliseconds, after a rate limit refusal that its own request does not wait for. */
export function holdAfter(
	failure: Failure,
	refusals: number,
	limitWaits: readonly number[] = [],
): number {
	return Math.min(limitDelay(askedBy(failure), refusals, limitWaits), LONGEST_HOLD);
}

/** A rate limit refusal whose description starts with why the request is not sent, or not sent again. */
export function explained(
	vendor: string,
	refusal: Failure,
	state: Pick<RetryState, 'waited' | 'options' | 'refusals'>,
): Failure {
	return {
		...refusal,
		description: [reasonToStop(vendor, refusal, state), refusal.description]
			.filter(Boolean)
			.join(' '),
	};
}

/** Why a rate limit keeps a request from being sent or sent again, for the person who reads the failure. */
export function reasonToStop(
	vendor: string,
	failure: Failure,
	{ waited, options, refusals }: Pick<RetryState, 'waited' | 'options' | 'refusals'>,
): string {
	const asked = askedBy(failure);
	if (asked !== undefined && asked > LONGEST)
		return `${vendor} asks for a wait of ${seconds(asked)}, but a request waits at most ${seconds(LONGEST)} at a time. Send this item again after that.`;
	const longest = `'Max Wait (Seconds)' is ${Math.round(options.maxWait / 1000)}`;
	const soFar =
		refusals === 0
			? `Other requests waited ${seconds(waited)} for the limit of ${vendor}, the next one may start in ${seconds(asked ?? 0)}`
			: `The request waited ${seconds(waited)} for the limit of ${vendor}`;
	return `${soFar}, and ${longest}. Raise it, or send this item again later.`;
}

function askedBy({ cause }: Failure): number | undefined {
	return cause && 'retryAfterMs' in cause ? cause.retryAfterMs : undefined;
}

function seconds(millis: number): string {
	const count = Math.round(millis / 1000);
	return `${count} ${count === 1 ? 'second' : 'seconds'}`;
}

/** The wait that the vendor asks for or advises, plus up to a tenth, so that refused clients do not all return at once. */
function limitDelay(
	asked: number | undefined,
	refusals: number,
	limitWaits: readonly number[],
): number {
	const told = asked ?? limitWaits[refusals - 1] ?? limitWaits.at(-1);
	if (told === undefined) return backOff(refusals, LONGEST_UNTOLD);
	const jittered = Math.round(told * (1 + Math.random() / 10));
	// Pause even if a vendor that keeps refusing says to try again now.
	return refusals > 1 ? Math.max(jittered, backOff(1, FIRST)) : jittered;
}

function backOff(tries: number, longest: number): number {
	const ceiling = Math.min(FIRST * 2 ** (tries - 1), longest);
	return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}

/** The wait in milliseconds that a Retry-After header asks for, in seconds or as a date; undefined if there is none. */
export function headerDelay(headers: IDataObject): number | undefined {
	const value = textOf(headers['retry-after'])?.trim();
	if (value === undefined || value === '') return undefined;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
