import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { checkedBaseUrl, HostError } from '../shared/http/host';

/** A checked credential. */
export interface Connection {
	/** Scheme, host and path prefix, without a slash at the end. */
	baseUrl: string;
	header: string;
	/** The complete value of the header (khoros-marketing 3). */
	secret: string;
}

/** Header names by the HTTP standard: a token without blanks and line breaks. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
/** Headers that steer the transfer itself, so a secret there would break the request or reach a proxy. */
const TAKEN =
	/^(accept|connection|content-.*|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|x-sf-.*)$/i;
const PRINTABLE = /^[ -~]+$/;

/** A value of the credential that cannot be used, with what to do. */
class CredentialError extends HostError {}

/**
 * Checks the credential before its secret is sent anywhere.
 * @throws HostError
 */
export function checkedConnection(credential: ICredentialDataDecryptedObject): Connection {
	const baseUrl = checkedBaseUrl(credential.baseUrl, { name: 'Base URL', path: true });
	return { baseUrl, ...checkedSecret(credential) };
}

/**
 * Checks the secret, and the header that carries it.
 * @throws HostError
 */
export function checkedSecret(
	credential: ICredentialDataDecryptedObject,
): Omit<Connection, 'baseUrl'> {
	const header =
		typeof credential.headerName === 'string' && credential.headerName.trim() !== ''
			? credential.headerName.trim()
			: 'Authorization';
	if (!TOKEN.test(header)) {
		throw new CredentialError(
			"'Header Name' is not the name of a header",
			"Open the credential and use letters, digits and hyphens only, for example 'Authorization'.",
		);
	}
	if (TAKEN.test(header)) {
		throw new CredentialError(
			`'Header Name' cannot be "${header}", because the request needs this header itself`,
			"Open the credential and use another header, for example 'Authorization'.",
		);
	}
	const secret = typeof credential.secret === 'string' ? credential.secret.trim() : '';
	if (secret === '')
		throw new CredentialError("'Secret' is missing", "Open the credential and fill in 'Secret'.");
	if (!PRINTABLE.test(secret)) {
		throw new CredentialError(
			"'Secret' holds a line break or a character that a header cannot carry",
			'Open the credential and paste the secret again, as one line.',
		);
	}
	return { header, secret };
}

/** Texts that may never be shown: a server may echo the secret without the word before it. */
export function secretsOf({ secret }: Pick<Connection, 'secret'>): string[] {
	return [secret, secret.slice(secret.lastIndexOf(' ') + 1)];
}

/** A checked credential of Khoros' own API. */
export interface Access {
	baseUrl: string;
	token: string;
}

/**
 * Checks the credential of Khoros' own API (khoros-marketing 8.1).
 * @throws HostError
 */
export function checkedAccess({ host, accessToken }: ICredentialDataDecryptedObject): Access {
	const baseUrl = checkedBaseUrl(
		typeof host === 'string' && host.trim() !== '' ? host : 'https://api.spredfast.com',
		{ name: 'API Host' },
	);
	const token =
		typeof accessToken === 'string' ? accessToken.trim().replace(/^Bearer\s+/i, '') : '';
	if (!/^[!-~]+$/.test(token))
		throw new CredentialError(
			token === ''
				? "'Access Token' is missing"
				: "'Access Token' holds a blank or a character that a header cannot carry",
			'Open the credential and paste the token again, as one line.',
		);
	return { baseUrl, token };
}
