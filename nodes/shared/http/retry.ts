import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { RunOptions } from './runOptions';
import { textOf } from '../base/values';

/** Longest single wait in milliseconds. */
export const LONGEST = 120_000;
/** Longest time for which requests are held back after a refusal that is not waited for; after that, one asks again. Milliseconds. */
const LONGEST_HOLD = 3_600_000;
const FIRST = 1_000;
/** Longest wait for a limit that does not say when it ends: most windows are a minute long. */
const LONGEST_UNTOLD = 30_000;

export interface RetryState {
	/** True where the request may be repeated whatever became of it. */
	idempotent: boolean;
	/** Tries so far. */
	tries: number;
	/** How many of these tries a rate limit has refused, the latest included; all of them if absent. */
	refusals?: number;
	/** Milliseconds waited so far. */
	waited: number;
	options: RunOptions;
	/** Waits after a limit that does not say when it ends, by the number of refusals; longer and longer if absent. In milliseconds. */
	limitWaits?: readonly number[];
}

/**
 * How long to wait before the request is sent again, in milliseconds.
 * Only what is known not to be carried out is repeated, or what does no harm when it is carried out twice.
 * A refusal by a rate limit is repeated for as long as the request may wait, whatever the number of tries: it costs nothing,
 * and the limit may be shared with others who use it up again and again.
 * @returns undefined where it must not or need not be sent again
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

/** True for a refusal by a rate limit: nothing was carried out, and the same request is taken later. */
export function isRateLimited({ cause, executed }: Failure): boolean {
	return cause?.cause === 'rate-limited' && executed === 'no';
}

/** How long all requests hold back after a refusal by a rate limit that its own request does not wait for, in milliseconds. */
export function holdAfter(
	failure: Failure,
	refusals: number,
	limitWaits: readonly number[] = [],
): number {
	return Math.min(limitDelay(askedBy(failure), refusals, limitWaits), LONGEST_HOLD);
}

/** The refusal by a rate limit, with why what it refused is not sent, or not sent again. */
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

/** Why a request is not sent, or not sent again, because of a rate limit, for the person who reads the failure. */
export function reasonToStop(
	vendor: string,
	failure: Failure,
	{ waited, options, refusals }: Pick<RetryState, 'waited' | 'options' | 'refusals'>,
): string {
	const asked = askedBy(failure);
	if (asked !== undefined && asked > LONGEST)
		return `${vendor} asks to wait ${seconds(asked)}, and a request waits ${seconds(LONGEST)} at a time at most. Send this item again after that.`;
	const longest = `'Max Wait (Seconds)' is ${Math.round(options.maxWait / 1000)}`;
	const soFar =
		refusals === 0
			? `Other requests waited ${seconds(waited)} for the limit of ${vendor}, the next may follow in ${seconds(asked ?? 0)}`
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

/** The wait that the vendor asks for or advises, and up to a tenth more, so that others who were refused do not all come back at once. */
function limitDelay(
	asked: number | undefined,
	refusals: number,
	limitWaits: readonly number[],
): number {
	const told = asked ?? limitWaits[refusals - 1] ?? limitWaits.at(-1);
	if (told === undefined) return backOff(refusals, LONGEST_UNTOLD);
	const jittered = Math.round(told * (1 + Math.random() / 10));
	// A vendor that says "now" and refuses again is not asked without a pause.
	return refusals > 1 ? Math.max(jittered, backOff(1, FIRST)) : jittered;
}

function backOff(tries: number, longest: number): number {
	const ceiling = Math.min(FIRST * 2 ** (tries - 1), longest);
	return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}

/** The wait that a Retry-After header asks for, given in seconds or as a date. */
export function headerDelay(headers: IDataObject): number | undefined {
	const value = textOf(headers['retry-after'])?.trim();
	if (value === undefined || value === '') return undefined;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
