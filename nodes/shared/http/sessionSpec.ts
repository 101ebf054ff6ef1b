import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../base/errors';
import type { Call } from './call';
import type { Cancellation } from './cancellation';
import type { Transport } from './http';
import type { RateLimiter } from './rateLimiter';
import type { RunOptions } from './runOptions';
import type { Secrets } from './secrets';

/** How a vendor's reply is read: undefined if it is a success. */
export type FailureOf = (
	reply: { status: number; headers: IDataObject; body: unknown },
	call?: Call,
) => Failure | undefined;

/** What openSession needs. */
export interface SessionSpec {
	vendor: string;
	/** Scheme and host, without a trailing slash; a new token may belong to another host. */
	baseUrl: () => string;
	transport: Transport;
	failureOf: FailureOf;
	options: RunOptions;
	/** Fetches what a request needs, such as a token, before every attempt. A failure means that nothing was sent. */
	prepare?: (cancellation: Cancellation) => Promise<Failure | undefined>;
	/** Headers of a request, fresh for every attempt. */
	headers?: () => IDataObject;
	/** Query of a request, fresh for every attempt. */
	query?: () => IDataObject;
	/**
	 * Fetches a new token; called once for a request whose token the vendor refused. May throw.
	 * @param refused headers of the refused request, which show whether another request has already renewed the token
	 */
	renew?: (refused: IDataObject) => Promise<void>;
	/** Identifies the connected account; holds no secret. */
	account?: string;
	/** Shared by all executions with the same account. */
	limiter: RateLimiter;
	/** The limit as the start of a sentence: "ShareCRM allows 100 calls in 20 seconds". */
	limit?: string;
	/** Waits in milliseconds after a limit that does not say when it ends, by the number of refusals. */
	limitWaits?: readonly number[];
	/** How a person finds out whether a record was stored: "search for ... by its External ID". */
	manualCheck: string;
	/** The texts that must never be shown, as of now. */
	secrets: Secrets;
}
