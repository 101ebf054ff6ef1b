import { randomUUID } from 'crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { VENDOR, failureOf, tokenFailure } from './replies';
import type { Failure } from '../shared/base/errors';
import { exchange, type Transport } from '../shared/http/http';
import type { RunOptions } from '../shared/http/runOptions';
import { at, textOf } from '../shared/base/values';
import { DailyCalls, LIMITS } from './limits';
import type { Cancellation } from '../shared/http/cancellation';
import { perAccount } from '../shared/base/perAccount';
import { type RateLimiter, windowLimiter } from '../shared/http/rateLimiter';

/** What identifies an app at a cloud; tokens and limits belong to it. */
export interface AppIdentity {
	baseUrl: string;
	appId: string;
	appSecret: string;
	permanentCode: string;
}

/** A token as the vendor hands it out (sharecrm 2.2). */
export interface Token {
	accessToken: string;
	/** Enterprise account, for the header x-fs-ea. */
	ea: string;
	/** Seconds it lives on; undefined where the vendor does not say. */
	expiresIn?: number;
}

/** Asks the vendor for a token. */
export type FetchToken = () => Promise<Token | { failure: Failure }>;

/** The token and the rate limiter of one app, shared by all runs of this process. */
export interface AppAccess {
	/** The cached token, or a new one; side by side callers share one request. Never throws. */
	token(fetch: FetchToken, cancellation?: Cancellation): Promise<Token | { failure: Failure }>;
	/** True while this token is the cached one. */
	holds(accessToken: string): boolean;
	/** Forgets the cached token. */
	drop(): void;
	/** Keeps all calls of the app below the vendor's limit. */
	limiter: RateLimiter;
	/** Counts the calls of a day, for those who have said how many there are. */
	daily: DailyCalls;
	/** True where nothing is under way and no limit would be forgotten with it. */
	isIdle(): boolean;
}

/** The vendor asks clients to keep a token at least this long, in seconds (sharecrm 2.2). */
const KEEP_SECONDS = 6600;

/** Seconds before its end from which a token is not used any more. */
const SPARE_SECONDS = 600;

/** Least seconds to keep a token, so that a short-lived one does not cost a token call for each request. */
const LEAST_SECONDS = 30;

const accesses = perAccount(newAccess, (access) => access.isIdle());

/** The access of an app; the same one for the same host, app id, secret and code. */
export function appAccess(app: AppIdentity): AppAccess {
	return accesses(app.baseUrl, app.appId, app.appSecret, app.permanentCode);
}

const CANCELLED: Failure = {
	message: 'The execution was cancelled before a token was there',
	executed: 'no',
};

function newAccess(): AppAccess {
	// The vendor allows few token calls and none side by side (sharecrm 2.2).
	const tokenLimiter = windowLimiter(LIMITS.tokenCalls, LIMITS.tokenWindow, LIMITS.margin);
	const limiter = windowLimiter(LIMITS.calls, LIMITS.window, LIMITS.margin);
	const daily = new DailyCalls();
	let cached: (Token & { until: number }) | undefined;
	let pending: Promise<Token | { failure: Failure }> | undefined;
	const fetched = async (fetch: FetchToken): Promise<Token | { failure: Failure }> => {
		const release = await tokenLimiter.acquire('token');
		const answer = await fetch().finally(() => release?.());
		if (!('failure' in answer))
			cached = { ...answer, until: Date.now() + keepMillis(answer.expiresIn) };
		return answer;
	};
	return {
		limiter,
		daily,
		holds: (accessToken) => cached?.accessToken === accessToken,
		drop() {
			cached = undefined;
		},
		async token(fetch, cancellation) {
			if (cached && Date.now() < cached.until) return cached;
			pending ??= fetched(fetch).finally(() => {
				pending = undefined;
			});
			// One execution that is cancelled does not take the token from the others.
			return await (cancellation
				? cancellation.orCancelled(pending).then((answer) => answer ?? { failure: CANCELLED })
				: pending);
		},
		isIdle: () =>
			pending === undefined && limiter.isIdle() && tokenLimiter.isIdle() && daily.isIdle(),
	};
}

/** How long a token may be used, in milliseconds. */
export function keepMillis(expiresIn: number | undefined): number {
	const seconds =
		expiresIn === undefined ? KEEP_SECONDS : Math.min(KEEP_SECONDS, expiresIn - SPARE_SECONDS);
	return Math.max(LEAST_SECONDS, seconds) * 1000;
}

/** Gets a token (sharecrm 2.2). A failure never stored anything. */
export async function requestToken(
	transport: Transport,
	app: AppIdentity,
	options: RunOptions,
): Promise<Token | { failure: Failure }> {
	const request: IHttpRequestOptions = {
		method: 'POST',
		url: `${app.baseUrl}/oauth2.0/token`,
		qs: { thirdTraceId: randomUUID() },
		body: {
			appId: app.appId,
			appSecret: app.appSecret,
			permanentCode: app.permanentCode,
			grantType: 'app_secret',
		},
		timeout: options.timeout,
	};
	const result = await exchange(transport, request);
	if (result.kind === 'none') {
		return {
			failure: {
				message: `${VENDOR} could not be reached for a token: ${result.reason}`,
				description: 'Check the cloud or host in the credential and the network.',
				executed: 'no',
				cause: { cause: 'temporarily-unavailable' },
			},
		};
	}
	const accessToken = textOf(at(result.body, 'accessToken'));
	const ea = textOf(at(result.body, 'ea'));
	if (failureOf(result) || accessToken === undefined || ea === undefined)
		return { failure: tokenFailure(result) };
	const expiresIn = Number(at(result.body, 'expiresIn') ?? NaN);
	return { accessToken, ea, expiresIn: Number.isFinite(expiresIn) ? expiresIn : undefined };
}
