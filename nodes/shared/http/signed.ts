import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { HostError } from './host';
import { withoutEnd } from '../base/trim';
import { textOf } from '../base/values';

/** An address that starts with a scheme or two slashes, so it names its own host. */
const WHOLE = /^([a-z][a-z0-9+.-]*:)?\/\//i;

/**
 * Signs a request that any n8n node makes with a credential, if it goes to the credential's own host. The returned request
 * has the full address as parsed here, so that no other parser can send it elsewhere, and follows no redirect.
 * @param base checked scheme, host and path of the credential, without a trailing slash; an address without a host is
 * appended to it
 * @throws HostError for any other host
 */
export function signedFor(
	base: string,
	request: IHttpRequestOptions,
	headers: IDataObject,
): IHttpRequestOptions {
	// n8n's HTTP Request node passes the options of an older client, which uses `uri`.
	const { baseURL, uri, url, ...rest } = request as IHttpRequestOptions & { uri?: unknown };
	const given = textOf(url) ?? textOf(uri) ?? '';
	const target = resolved(
		given,
		WHOLE.test(textOf(baseURL) ?? '') ? (textOf(baseURL) ?? '') : base,
	);
	const { host, origin } = new URL(base);
	if (target?.origin !== origin || target.username !== '' || target.password !== '') {
		throw new HostError(
			`This credential can only be used for ${host}`,
			`Use an address at ${origin}, or another credential.`,
		);
	}
	// Both clients' names for it: a redirect would carry the secret to another host.
	const stays = { disableFollowRedirect: true, followRedirect: false, followAllRedirects: false };
	return { ...rest, ...stays, url: target.href, headers: { ...rest.headers, ...headers } };
}

function resolved(address: string, base: string): URL | undefined {
	try {
		return WHOLE.test(address)
			? new URL(address, base)
			: new URL(
					`${withoutEnd(base, '/')}${address === '' ? '' : `/${address.replace(/^\/+/, '')}`}`,
				);
	} catch {
		return undefined;
	}
}
