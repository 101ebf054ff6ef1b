import { randomUUID } from 'crypto';
import { LIMITS } from './limits';
import { VENDOR, failureOf, fileFailureOf } from './replies';
import { appAccess, requestToken, type AppIdentity, type Token } from './token';
import type { Failure } from '../shared/base/errors';
import { plainTransport, type NodeContext } from '../shared/http/http';
import { accountKey } from '../shared/base/perAccount';
import type { RunOptions } from '../shared/http/runOptions';
import { openSession, type Session } from '../shared/http/session';
import { cloudUrl, operatorOf, type ShareCrmCredential } from './host';

export const CREDENTIAL = 'shareCrmApi';

/** Opens the connection to the tenant of the credential. */
export async function connect(context: NodeContext, options: RunOptions): Promise<Session> {
	const credential = await context.getCredentials<ShareCrmCredential>(CREDENTIAL);
	const operator = operatorOf(credential);
	const dailyCalls = Number(credential.dailyCalls) > 0 ? Number(credential.dailyCalls) : Infinity;
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
		account: accountKey(app.baseUrl, app.appId, app.permanentCode, operator),
		baseUrl: () => app.baseUrl,
		transport,
		options,
		manualCheck: 'search for the record in ShareCRM by its name',
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
		failureOf(reply, call) {
			// Calls to another host are those on files.
			if (call?.baseUrl !== undefined) return fileFailureOf(reply);
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
				return access.daily.take(dailyCalls) ? undefined : callsUsedUp(dailyCalls);
			}
			// The vendor allows few token calls, so a refusal ends the whole run; any other failure does once the tries of a request are used up.
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

/** The limit that the user has set, before the vendor refuses a call for its own (sharecrm 11.2). */
function callsUsedUp(dailyCalls: number): Failure {
	return {
		message: `The ${dailyCalls} calls that 'Calls per Day' of the credential allows are used up`,
		description: `This n8n has made them since midnight (UTC+8). Send this item again after the next midnight, or raise 'Calls per Day' if your Open API pack has more.`,
		executed: 'no',
		cause: { cause: 'quota-exhausted' },
	};
}
