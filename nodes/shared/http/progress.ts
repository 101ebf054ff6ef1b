import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { RunOptions } from './runOptions';
import { holdAfter, isRateLimited, retryDelay } from './retry';

/** The progress of one request over its tries. */
export class Progress {
	/** When the request was first made, in milliseconds since the epoch. */
	readonly since = Date.now();
	/** Milliseconds waited so far. */
	waited = 0;
	/** Headers of the latest try. */
	headers: IDataObject = {};
	/** How many tries a rate limit refused, and the latest of these refusals. */
	refusals = 0;
	refusal?: Failure;
	private tries = 0;

	constructor(
		private readonly idempotent: boolean,
		readonly options: RunOptions,
		private readonly limitWaits?: readonly number[],
	) {}

	/** Counts a try and returns how many milliseconds to wait before the next one; undefined if there must be none. */
	delayAfter(failure: Failure): number | undefined {
		this.tries += 1;
		if (isRateLimited(failure)) {
			this.refusals += 1;
			this.refusal = failure;
		}
		const { idempotent, tries, refusals, waited, options, limitWaits } = this;
		return retryDelay(failure, { idempotent, tries, refusals, waited, options, limitWaits });
	}

	/** How many milliseconds other requests hold back after a rate limit refusal that this request does not wait for. */
	holdAfter(refusal: Failure): number {
		return holdAfter(refusal, this.refusals, this.limitWaits);
	}
}
