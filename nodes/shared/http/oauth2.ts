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
	/** n8n's own option not to check the host's certificates. */
	ignoreSSLIssues?: boolean;
	oauthTokenData?: IDataObject;
}

/** An OAuth2 credential, read once per run, and its token. */
export interface OAuth2Access<C extends OAuth2Credential> {
	credential: C;
	/** Signs requests. A request whose token is refused is sent again with a new token. */
	transport: Transport;
	/** Scheme and host that the latest token belongs to, without a trailing slash. */
	baseUrl: () => string;
	/** Texts that must never be shown: the client secret and every token of this run. */
	secrets: Secrets;
}

export interface OAuth2Spec<C extends OAuth2Credential> {
	/** n8n's name of the credential. */
	type: string;
	/** The word before the token in the Authorization header: "Bearer", or the vendor's own. */
	prefix: string;
	/** The checked address that a credential belongs to. Called again for each new token. Throws HostError. */
	baseUrl(credential: C): string;
	/** Last step before a signed request is sent, for an API that expects the token somewhere other than in the header. */
	finish?(signed: IHttpRequestOptions, token: string): IHttpRequestOptions;
	/** True if a reply refuses the token. If absent, a status of 401 does. */
	refusesToken?(status: unknown, body: unknown): boolean;
	/** Milliseconds for which a renewed token is certainly valid, so a 401 within them is no reason to renew it. 0 if absent. */
	freshFor?: number;
}

/**
 * Maximum number of tokens to try for one request: the current one, its successor, and one more, because another process
 * may have renewed the second one. Some token servers accept only the newest token.
 */
const MOST_TOKENS = 3;
/** Waits, in milliseconds, before each check whether another process has stored the token that it received. */
const STORING = [500, 1000, 2000];
/**
 * Maximum number of tokens to fetch in a row before a request succeeds with one. One is not enough: the first may have
 * expired, or been invalidated by another process's fetch, before a request was sent with it.
 */
const MOST_IN_VAIN = 2;
/**
 * How long to wait before fetching again after that many refused tokens, in milliseconds. A later fetch can help, because
 * another process may have overwritten them with an older token.
 */
const IN_VAIN = 60_000;

/**
 * Reads an OAuth2 credential and signs requests with it. n8n's own signing decrypts the credential and evaluates its
 * expressions for every request, which costs more than the request.
 * @throws HostError if the token must not be sent to the credential's host
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
	/** Number of tokens fetched since a request last succeeded with the latest one. */
	let inVain = 0;
	/** The latest token that this run fetched; cleared once the run has waited for another process's token instead. */
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
	 * Switches to the token that replaces a refused one, which another request or process may have fetched already. Throws
	 * NotSent if no new token is available, so that the refused request is not sent again.
	 * @returns false if there is no other token and fetching one will not help
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
			// Another process may have invalidated this run's token by fetching a newer one, which it is about to store.
			if (old !== fetched) return false;
			fetched = undefined;
			return await storedSoon(old);
		}
		try {
			await context.helpers.refreshOAuth2Token.call(context, type);
			access.credential = await read();
		} catch (reason) {
			if (isTokenRefusal(reason)) {
				// A refresh token may be valid only once, and another process may have used it.
				if ((await storedByAnother(old)) || (await storedSoon(old))) return true;
				refused = { token: old, reason };
			}
			// Not remembered otherwise: a token server that could not be reached may be available at the next try.
			return await Promise.reject(new NotSent(reason));
		}
		renewedAt = Date.now();
		inVain += 1;
		fetched = token();
		follow();
		return true;
	}

	/** Reads the stored credential again and switches to its token if that is a different one. */
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

	/** A new token may belong to a different host, which is checked as the first one was. */
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

	/** n8n itself fetches the first token of an app, along with the first request. The other requests wait for it. */
	async function withFirstToken(request: IHttpRequestOptions): Promise<unknown> {
		const sent = await inTurn(async () =>
			token() === undefined && noToken === undefined ? await firstSent(request) : undefined,
		);
		if (sent) return sent.reply;
		// Once the token server has refused, it would refuse the others, too.
		return noToken === undefined ? await transport(request) : await Promise.reject(noToken);
	}

	/**
	 * @returns undefined if the token is now available and the request must be sent again with it
	 */
	async function firstSent(request: IHttpRequestOptions): Promise<{ reply: unknown } | undefined> {
		let refusal: unknown;
		try {
			return { reply: await credentialTransport(context, type)(request) };
		} catch (error) {
			refusal = error;
		} finally {
			// The reply counts even if the token cannot be read.
			access.credential = await read().catch(() => access.credential);
			follow();
		}
		if (isTokenRefusal(refusal)) noToken = refusal;
		// n8n puts the token only into the header, so an API that expects it elsewhere has refused the request.
		if (finish && token() !== undefined && statusOf(refusal) !== 401 && isRefusal(refusal))
			return undefined;
		return await Promise.reject(refusal);
	}

	/** True if the service refused the token of a request. */
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
			// A refusal for another reason means that the token was accepted.
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

	/** Moves an address from the host of an earlier token to that of the latest one; other hosts are left alone. */
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
