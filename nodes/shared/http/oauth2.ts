import { sleep, type IDataObject, type IHttpRequestOptions } from 'n8n-workflow';

import {
	credentialTransport,
	isTokenRefusal,
	NotSent,
	responseIn,
	type NodeContext,
	type Transport,
} from './http';
import type { Secrets } from './secrets';
import { oneByOne } from '../base/oneByOne';
import { at, textOf } from '../base/values';

/** What every OAuth2 credential holds, decrypted. */
export interface OAuth2Credential {
	clientSecret?: string;
	/** n8n's own switch: certificates of the host are not checked. */
	ignoreSSLIssues?: boolean;
	oauthTokenData?: IDataObject;
}

/** An OAuth2 credential that is read once per run, and its token. */
export interface OAuth2Access<C extends OAuth2Credential> {
	credential: C;
	/** Signs requests; a request that is refused with 401 is sent again with a new token. */
	transport: Transport;
	/** Scheme and host that the latest token belongs to, without a slash at the end. */
	baseUrl: () => string;
	/** Texts that may never be shown: the secret, and every token of this run. */
	secrets: Secrets;
}

export interface OAuth2Spec<C extends OAuth2Credential> {
	/** n8n's name of the credential. */
	type: string;
	/** What stands before the token in the Authorization header: "Bearer", or the vendor's own word. */
	prefix: string;
	/** The checked address that a credential belongs to; asked again for each new token. Throws HostError. */
	baseUrl(credential: C): string;
	/** Last step before a signed request leaves, for a part of an API that wants the token in another place than the header. */
	finish?(signed: IHttpRequestOptions, token: string): IHttpRequestOptions;
	/** True for a refusal of a token. A status of 401 is one where this is absent. */
	refusesToken?(status: unknown, body: unknown): boolean;
	/** Milliseconds for which a renewed token certainly lasts: a 401 within them is no reason to renew it. None if absent. */
	freshFor?: number;
}

/**
 * Most tokens that one request is sent with: the one it had, the one after it, and one more, because another process may
 * have renewed the second one, too. Some token servers accept only the newest token.
 */
const MOST_TOKENS = 3;
/** After a refused renewal: when to look whether another process has stored the token that it was given, in milliseconds. */
const STORING = [500, 1000, 2000];
/**
 * Most tokens that are fetched, one after the other, before a request succeeds with one. One alone is not enough: the
 * first may have ended, or been ended by the fetch of another process, before a request was sent with it.
 */
const MOST_IN_VAIN = 2;
/**
 * How long tokens that were fetched in vain stand for all that could be fetched, in milliseconds. Another process may
 * have stored an older token over them, so a later fetch can help.
 */
const IN_VAIN = 60_000;

/**
 * Reads an OAuth2 credential.
 * n8n's own signing decrypts it and evaluates its expressions for every request, which costs more than the request.
 * @throws HostError where the credential names no host that may be sent its token
 */
export async function oauth2Access<C extends OAuth2Credential>(
	context: NodeContext,
	{ type, prefix, baseUrl: baseUrlOf, freshFor = 0, finish, refusesToken }: OAuth2Spec<C>,
): Promise<OAuth2Access<C>> {
	const tokens = new Set<string>();
	const credential = await read();
	let baseUrl = baseUrlOf(credential);
	/** Hosts of earlier tokens of this run. */
	const left = new Set<string>();
	const access: OAuth2Access<C> = { credential, transport, baseUrl: () => baseUrl, secrets };
	const token = () => textOf(access.credential.oauthTokenData?.access_token);
	let renewal: Promise<boolean> | undefined;
	let misdirected: NotSent | undefined;
	let refused: { token: string | undefined; reason: unknown } | undefined;
	/** Tokens that were fetched since a request has succeeded with the latest one. */
	let inVain = 0;
	/** The latest token that this run has fetched, until another process's has been waited for in its place. */
	let fetched: string | undefined;
	let renewedAt = -Infinity;

	async function read(): Promise<C> {
		const current = await context.getCredentials<C>(type);
		for (const key of ['access_token', 'refresh_token']) {
			const text = textOf(current.oauthTokenData?.[key]);
			if (text !== undefined) tokens.add(text);
		}
		return current;
	}

	/**
	 * Takes the token that replaces a refused one: another request or another process may have renewed it already.
	 * A failure means that no new token is there, so the request that was refused is not sent again.
	 * @returns false where there is no other token, and fetching one will not help
	 */
	async function renewed(old: string | undefined): Promise<boolean> {
		if (token() !== old) return true;
		if (refused !== undefined && refused.token === old)
			return (await storedByAnother(old)) || (await Promise.reject(new NotSent(refused.reason)));
		renewal ??= renew(old).finally(() => {
			renewal = undefined;
		});
		return await renewal;
	}

	async function renew(old: string | undefined): Promise<boolean> {
		if (await storedByAnother(old)) return true;
		const wait = inVain < MOST_IN_VAIN ? freshFor : Math.max(IN_VAIN, freshFor);
		if (Date.now() - renewedAt < wait) {
			// Another process may have ended this run's own token by fetching a newer one, which it is about to store.
			if (old !== fetched) return false;
			fetched = undefined;
			return await storedSoon(old);
		}
		try {
			await context.helpers.refreshOAuth2Token.call(context, type);
			access.credential = await read();
		} catch (reason) {
			if (isTokenRefusal(reason)) {
				// A refresh token may be good for one use, which another process has made of it.
				if ((await storedByAnother(old)) || (await storedSoon(old))) return true;
				refused = { token: old, reason };
			}
			// A token server that could not be reached may be there at the next try.
			return await Promise.reject(new NotSent(reason));
		}
		renewedAt = Date.now();
		inVain += 1;
		fetched = token();
		follow();
		return true;
	}

	/** Reads the stored credential again, and takes its token where it is another one. */
	async function storedByAnother(old: string | undefined): Promise<boolean> {
		const stored = await read().catch(() => undefined);
		const newest = textOf(stored?.oauthTokenData?.access_token);
		if (stored === undefined || newest === undefined || newest === old) return false;
		access.credential = stored;
		follow();
		return true;
	}

	async function storedSoon(old: string | undefined): Promise<boolean> {
		for (const pause of STORING) {
			await sleep(pause);
			if (await storedByAnother(old)) return true;
		}
		return false;
	}

	/** A token may name another host than the one before it; that is checked as the first one was. */
	function follow(): void {
		misdirected = undefined;
		try {
			const next = baseUrlOf(access.credential);
			if (next !== baseUrl) left.add(baseUrl);
			left.delete(next);
			baseUrl = next;
		} catch (reason) {
			misdirected = new NotSent(reason);
		}
	}

	const inTurn = oneByOne();
	let noToken: unknown;

	/** n8n fetches the very first token of an app itself, with its first request; the others wait for that. */
	async function withFirstToken(request: IHttpRequestOptions): Promise<unknown> {
		const sent = await inTurn(async () =>
			token() === undefined && noToken === undefined ? await firstSent(request) : undefined,
		);
		if (sent) return sent.reply;
		// What was refused once is refused to all.
		return noToken === undefined ? await transport(request) : await Promise.reject(noToken);
	}

	/** @returns undefined where the token is there now, and the request has to be sent again with it */
	async function firstSent(request: IHttpRequestOptions): Promise<{ reply: unknown } | undefined> {
		let refusal: unknown;
		try {
			return { reply: await credentialTransport(context, type)(request) };
		} catch (error) {
			refusal = error;
		} finally {
			// The reply counts, whether or not the token can be read.
			access.credential = await read().catch(() => access.credential);
			follow();
		}
		if (isTokenRefusal(refusal)) noToken = refusal;
		// n8n puts the token into the header alone, so a part of an API that wants it elsewhere has refused the request.
		if (finish && token() !== undefined && statusOf(refusal) !== 401 && isRefusal(refusal))
			return undefined;
		return await Promise.reject(refusal);
	}

	/** True where the service has refused the token of a request. */
	function isRefusal(error: unknown): boolean {
		const status = statusOf(error);
		return refusesToken ? refusesToken(status, at(responseIn(error), 'data')) : status === 401;
	}

	async function transport(request: IHttpRequestOptions): Promise<unknown> {
		if (token() === undefined) return await withFirstToken(request);
		for (let tokensLeft = MOST_TOKENS - 1; ; tokensLeft -= 1) {
			const used = token();
			try {
				return await accepted(request);
			} catch (error) {
				if (!isRefusal(error) || tokensLeft === 0 || !(await renewed(used)))
					return await Promise.reject(error);
			}
		}
	}

	async function accepted(request: IHttpRequestOptions): Promise<unknown> {
		if (misdirected) return await Promise.reject(misdirected);
		const used = token();
		const proven = () => {
			if (used === token()) inVain = 0;
		};
		try {
			const reply = await context.helpers.httpRequest(signed(request));
			proven();
			return reply;
		} catch (error) {
			// Whoever refuses a request for another reason has accepted its token.
			const status = statusOf(error);
			if (typeof status === 'number' && status >= 400 && status < 500 && !isRefusal(error))
				proven();
			return await Promise.reject(error);
		}
	}

	function signed(request: IHttpRequestOptions): IHttpRequestOptions {
		const ready = {
			...request,
			url: moved(request.url),
			headers: { ...request.headers, Authorization: `${prefix} ${token() ?? ''}` },
			...(access.credential.ignoreSSLIssues === true ? { skipSslCertificateValidation: true } : {}),
		};
		return finish ? finish(ready, token() ?? '') : ready;
	}

	/** An address at the host of an earlier token is meant for that of the latest one; other hosts stay. */
	function moved(url: string): string {
		for (const origin of left)
			if (url === origin || url.startsWith(`${origin}/`))
				return `${baseUrl}${url.slice(origin.length)}`;
		return url;
	}

	function secrets(): Array<string | undefined> {
		return [access.credential.clientSecret, ...tokens];
	}

	return access;
}

function statusOf(error: unknown): unknown {
	return at(responseIn(error), 'status');
}
