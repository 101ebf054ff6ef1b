import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { Call } from './call';
import type { Cancellation } from './cancellation';
import type { Transport } from './http';
import type { RateLimiter } from './rateLimiter';
import type { RunOptions } from './runOptions';
import type { Secrets } from './secrets';

/** The vendor's reading of a reply: undefined where it is a success. */
export type FailureOf = (
	reply: { status: number; headers: IDataObject; body: unknown },
	call?: Call,
) => Failure | undefined;

/** What a session is opened with. */
export interface SessionSpec {
	vendor: string;
	/** Scheme and host, without a slash at the end; a new token may name another. */
	baseUrl: () => string;
	transport: Transport;
	failureOf: FailureOf;
	options: RunOptions;
	/** Gets what a request needs, such as a token, before every attempt. A failure means that nothing was sent. */
	prepare?: (cancellation: Cancellation) => Promise<Failure | undefined>;
	/** Headers of a request, fresh for every attempt. */
	headers?: () => IDataObject;
	/** Query of a request, fresh for every attempt. */
	query?: () => IDataObject;
	/**
	 * Gets a new token; called once for a request that the vendor refused for its token. May throw.
	 * @param refused headers of the refused request, which tell whether another request has renewed the token already
	 */
	renew?: (refused: IDataObject) => Promise<void>;
	/** Tells one connected account from another; holds no secret. */
	account?: string;
	/** Shared by all executions with the same account. */
	limiter: RateLimiter;
	/** What the limit is, as the start of a sentence: "ShareCRM allows 100 calls in 20 seconds". */
	limit?: string;
	/** Waits after a limit that does not say when it ends, by the number of refusals; in milliseconds. */
	limitWaits?: readonly number[];
	/** How a person finds out whether a record was stored: "search for ... by its External ID". */
	manualCheck: string;
	/** Texts that may never be shown, as they are now. */
	secrets: Secrets;
}
