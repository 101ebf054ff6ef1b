import type { IDataObject } from 'n8n-workflow';

import type { Failure } from './errors';
import type { RunOptions } from './options';
import { textOf } from './values';

/** Longest single wait in milliseconds. */
const LONGEST = 120_000;
const FIRST = 1_000;

export interface RetryState {
	/** True where the request may be repeated whatever became of it. */
	safe: boolean;
	/** Tries so far. */
	tries: number;
	/** Milliseconds waited so far. */
	waited: number;
	options: RunOptions;
	/** Waits after a limit that does not say when it ends, by the number of tries; longer and longer if absent. In milliseconds. */
	limitWaits?: readonly number[];
}

/**
 * How long to wait before the request is sent again, in milliseconds.
 * Only what is known not to be carried out is repeated, or what does no harm when it is carried out twice.
 * @returns undefined where it must not or need not be sent again
 */
export function retryDelay(failure: Failure, { safe, tries, waited, options, limitWaits = [] }: RetryState): number | undefined {
	const cause = failure.cause;
	if (cause?.cause !== 'rate-limited' && cause?.cause !== 'temporarily-unavailable') return undefined;
	if (failure.executed !== 'no' && !safe) return undefined;
	if (tries >= options.maxTries) return undefined;
	const asked = cause.retryAfterMs;
	if (asked !== undefined && asked > LONGEST) return undefined;
	const advised = cause.cause === 'rate-limited' ? (limitWaits[tries - 1] ?? limitWaits.at(-1)) : undefined;
	const delay = asked ?? (advised === undefined ? backOff(tries) : Math.round(advised * (1 + Math.random() / 10)));
	return waited + delay > options.maxWait ? undefined : delay;
}

function backOff(tries: number): number {
	const ceiling = Math.min(FIRST * 2 ** (tries - 1), LONGEST);
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
