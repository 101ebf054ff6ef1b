import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { credentialTransport, isTokenRefusal, type NodeContext, type Transport } from './http';
import { slots } from './rateLimiter';
import { at, textOf } from './values';

/** What every OAuth2 credential holds, decrypted. */
export interface OAuth2Credential {
	clientSecret?: string;
	oauthTokenData?: IDataObject;
}

/** An OAuth2 credential that is read once per run, and its token. */
export interface OAuth2Access<C extends OAuth2Credential> {
	credential: C;
	/** Signs requests; a request that is refused with 401 is sent once more with a new token. */
	transport: Transport;
	/** Texts that may never be shown, as they are now. */
	secrets: () => Array<string | undefined>;
}

/**
 * Reads an OAuth2 credential.
 * n8n's own signing decrypts it and evaluates its expressions for every request, which costs more than the request.
 * @param prefix of the Authorization header: "Bearer", or the vendor's own
 */
export async function oauth2Access<C extends OAuth2Credential>(context: NodeContext, credentialType: string, prefix: string): Promise<OAuth2Access<C>> {
	const read = async () => await context.getCredentials<C>(credentialType);
	const access: OAuth2Access<C> = { credential: await read(), transport, secrets };
	const token = () => textOf(access.credential.oauthTokenData?.access_token);
	let renewal: Promise<void> | undefined;
	let refused: { token: string | undefined; reason: unknown } | undefined;
	// A token that no request was accepted with yet: where it is refused, too, another one would not help.
	let untried: string | undefined;

	async function renewed(old: string | undefined): Promise<void> {
		// Another request has renewed the token since this one was sent, or has been refused a new one.
		if (token() !== old) return;
		if (refused !== undefined && refused.token === old) return await Promise.reject(refused.reason);
		renewal ??= renew(old).finally(() => {
			renewal = undefined;
		});
		await renewal;
	}

	async function renew(old: string | undefined): Promise<void> {
		try {
			await context.helpers.refreshOAuth2Token.call(context, credentialType);
		} catch (reason) {
			// A token server that could not be reached may be there at the next try.
			if (isTokenRefusal(reason)) refused = { token: old, reason };
			await Promise.reject(reason);
		}
		access.credential = await read();
		untried = token();
	}

	const oneByOne = slots(1);
	let noToken: unknown;

	/** n8n fetches the very first token of an app itself, with its first request; the others wait for that. */
	async function withFirstToken(request: IHttpRequestOptions): Promise<unknown> {
		const sent = await oneByOne(async () => (token() === undefined && noToken === undefined ? { reply: await firstSent(request) } : undefined));
		if (sent) return sent.reply;
		// What was refused once is refused to all.
		return noToken === undefined ? await transport(request) : await Promise.reject(noToken);
	}

	async function firstSent(request: IHttpRequestOptions): Promise<unknown> {
		try {
			return await credentialTransport(context, credentialType)(request);
		} catch (error) {
			if (isTokenRefusal(error)) noToken = error;
			return await Promise.reject(error);
		} finally {
			// The reply counts, whether or not the token can be read.
			access.credential = await read().catch(() => access.credential);
		}
	}

	async function transport(request: IHttpRequestOptions): Promise<unknown> {
		if (token() === undefined) return await withFirstToken(request);
		const used = token();
		try {
			return await accepted(request);
		} catch (error) {
			if (at(error, 'response', 'status') !== 401 || (used === token() && used === untried)) return await Promise.reject(error);
			await renewed(used);
			return await accepted(request);
		}
	}

	async function accepted(request: IHttpRequestOptions): Promise<unknown> {
		const used = token();
		const reply = await context.helpers.httpRequest(signed(request));
		if (used === untried) untried = undefined;
		return reply;
	}

	function signed(request: IHttpRequestOptions): IHttpRequestOptions {
		return { ...request, headers: { ...request.headers, Authorization: `${prefix} ${token() ?? ''}` } };
	}

	function secrets(): Array<string | undefined> {
		const { clientSecret, oauthTokenData } = access.credential;
		return [clientSecret, ...['access_token', 'refresh_token'].map((key) => textOf(oauthTokenData?.[key]))];
	}

	return access;
}
