import { randomUUID } from 'crypto';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { LIMITS } from './limits';
import { failureOf, tokenFailure, VENDOR } from './replies';
import { appAccess, type AppIdentity, type Token } from './token';
import type { Failure } from '../shared/base/errors';
import { checkedBaseUrl, HostError } from '../shared/http/host';
import { exchange, plainTransport, type Transport } from '../shared/http/http';
import type { RunOptions } from '../shared/http/runOptions';
import { openSession, type Session } from '../shared/http/session';
import { at, textOf } from '../shared/base/values';

export const CREDENTIAL = 'shareCrmApi';

/** Most calls under way at once; the limit per path is far below what five can send (sharecrm 11.2). */
export const PARALLEL = 5;

/** Hosts of the documented clouds (sharecrm 1). */
export const CLOUDS: readonly string[] = [
	'open.fxiaoke.com',
	'open-hwcloud.fxiaoke.com',
	'open-ale.fxiaoke.com',
	'open-hws.fxiaoke.com',
	'open-ksc.sharecrm.com',
	'open-na.sharecrm.com',
];

/** What the credential holds. */
export interface ShareCrmCredential {
	cloud: string;
	host?: string;
	appId: string;
	appSecret: string;
	permanentCode: string;
	operatorEmployeeId: string;
}

/** Opens the connection to the tenant of the credential. */
export async function connect(context: IExecuteFunctions, options: RunOptions): Promise<Session> {
	const credential = await context.getCredentials<ShareCrmCredential>(CREDENTIAL);
	const operator = operatorOf(credential);
	const app: AppIdentity = {
		baseUrl: cloudUrl(credential),
		appId: credential.appId,
		appSecret: credential.appSecret,
		permanentCode: credential.permanentCode,
	};
	const access = appAccess(app);
	const transport = plainTransport(context);
	let token: Token | undefined;
	/** Every token of this run. */
	const tokens = new Set<string>();
	let refusal: Failure | undefined;
	// Token calls since the last token.
	let tokenCalls = 0;
	// When the first of them was refused by the limit for token calls.
	let limitedSince: number | undefined;
	// True from a renewal until a call is accepted, so that a token that never works is not renewed for every item.
	let doubtful = false;
	return openSession(context, {
		vendor: VENDOR,
		baseUrl: () => app.baseUrl,
		transport,
		options,
		findOut: 'search for the session in ShareCRM by its name',
		limiter: access.limiter,
		limit: `${VENDOR} allows ${LIMITS.calls} calls in ${LIMITS.window / 1000} seconds`,
		secrets: () => [app.appSecret, app.permanentCode, ...tokens],
		// The vendor wants a different trace id on each request, so also when it is repeated (sharecrm 3).
		query: () => ({ thirdTraceId: randomUUID() }),
		headers: () => ({
			authorization: bearer(token),
			'x-fs-ea': token?.ea,
			'x-fs-userid': operator,
		}),
		failureOf(reply) {
			const failure = failureOf(reply);
			if (failure?.cause?.cause !== 'credential-invalid') doubtful = false;
			return failure;
		},
		async prepare(cancellation) {
			if (refusal) return refusal;
			const answer = await access.token(async () => {
				tokenCalls += 1;
				return await requestToken(transport, app, options);
			}, cancellation);
			if (!('failure' in answer)) {
				token = answer;
				tokens.add(answer.accessToken);
				tokenCalls = 0;
				limitedSince = undefined;
				return undefined;
			}
			// The vendor allows few token calls, so a refusal stands for the whole run, and any other failure once the tries of a request are used up.
			const { cause } = answer.failure.cause ?? {};
			if (cancellation.cancelled) return answer.failure;
			if (cause === 'rate-limited') limitedSince ??= Date.now();
			const usedUp =
				cause === 'rate-limited'
					? Date.now() - (limitedSince ?? Infinity) >= options.maxWait
					: tokenCalls >= options.maxTries;
			if (cause !== 'rate-limited' && cause !== 'temporarily-unavailable') refusal = answer.failure;
			// Without its cause, so that nobody waits for it.
			else if (usedUp) refusal = { ...answer.failure, cause: undefined };
			return answer.failure;
		},
		async renew(refused) {
			const current =
				token !== undefined &&
				refused.authorization === bearer(token) &&
				access.holds(token.accessToken);
			if (!current) return await Promise.resolve();
			if (doubtful) throw new Error('the renewed token was refused too');
			doubtful = true;
			access.drop();
		},
	});
}

function bearer(token: Token | undefined): string {
	return `Bearer ${token?.accessToken ?? ''}`;
}

/**
 * The address of the tenant's cloud (sharecrm 1).
 * @throws HostError for a cloud that is not documented and was not given by the user
 */
export function cloudUrl(credential: Pick<ShareCrmCredential, 'cloud' | 'host'>): string {
	if (credential.cloud === 'custom') return checkedBaseUrl(credential.host, { name: 'Host' });
	if (CLOUDS.includes(credential.cloud)) return `https://${credential.cloud}`;
	throw new HostError(
		`the cloud "${credential.cloud}" is not known`,
		"Open the credential and choose a cloud, or 'Custom' with the host of your own.",
	);
}

/** The employee whose permissions apply. Throws HostError. */
export function operatorOf(credential: Pick<ShareCrmCredential, 'operatorEmployeeId'>): string {
	const operator = textOf(credential.operatorEmployeeId) ?? '';
	if (/^[\w-]+$/.test(operator)) return operator;
	throw new HostError(
		"'Operator Employee ID' is missing or holds more than an id",
		'Open the credential and enter the employee ID of the person whose permissions apply, such as 1000.',
	);
}

/** Gets a token (sharecrm 2.2). A failure never stored anything. */
async function requestToken(
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
