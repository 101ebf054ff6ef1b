import { createPrivateKey, sign, type KeyObject } from 'crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Failure } from '../shared/base/errors';
import { perAccount } from '../shared/base/perAccount';
import { withoutEnd } from '../shared/base/trim';
import { at, textOf } from '../shared/base/values';
import type { Cancellation } from '../shared/http/cancellation';
import { checkedBaseUrl, HostError } from '../shared/http/host';
import { exchange, type Transport } from '../shared/http/http';
import { isSuccess } from '../shared/http/replies';
import { instanceUrl, myDomain } from './host';
import { VENDOR } from './replies';

/** Values of the JWT credential. */
export interface JwtCredential {
	/** `production` or `sandbox`: who the assertion is for. */
	environment?: string;
	/** Host of the token request; the login server of the environment if empty. */
	myDomain?: string;
	clientId?: string;
	username?: string;
	privateKey?: string;
}

/** A token, and the address of the org that it belongs to. */
export interface Token {
	accessToken: string;
	baseUrl: string;
}

/** Audience of the assertion (salesforce-engagement 3.1 and 3.2). */
const AUDIENCES: Record<string, string> = {
	production: 'https://login.salesforce.com',
	sandbox: 'https://test.salesforce.com',
};
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Lifetime of an assertion in seconds (salesforce-engagement 3.2). */
const ASSERTION_SECONDS = 180;
/** A session lives two hours where the org sets nothing else (salesforce-engagement 3.2); a token that ends earlier is renewed on 401. */
const KEEP_MILLIS = 90 * 60_000;

/** The token of one user of an app, shared by all runs of this process. */
interface JwtAccess {
	cached?: Token & { until: number };
	pending?: Promise<Token | { failure: Failure }>;
}

const accesses = perAccount<JwtAccess>(
	() => ({}),
	({ pending }) => pending === undefined,
);

/** The tokens of a JWT credential. Throws HostError where it cannot be used. */
export interface JwtTokens {
	/** The cached token, or a new one; side by side callers share one request. */
	token(cancellation?: Cancellation): Promise<Token | { failure: Failure }>;
	/** True while this token is the cached one. */
	holds(accessToken: string): boolean;
	/** Forgets this token, where it is the cached one. */
	drop(accessToken: string): void;
}

/** Signs in with a certificate: no password, and nobody who connects an account (salesforce-engagement 3.2). */
export function jwtTokens(
	credential: JwtCredential,
	transport: Transport,
	timeout: number,
): JwtTokens {
	const request = tokenRequest(credential);
	const access = accesses(
		request.host,
		credential.clientId,
		credential.username,
		credential.privateKey,
	);
	const fetched = async (): Promise<Token | { failure: Failure }> => {
		const answer = await ask(transport, { ...request.make(), timeout });
		if (!('failure' in answer)) access.cached = { ...answer, until: Date.now() + KEEP_MILLIS };
		return answer;
	};
	return {
		async token(cancellation) {
			if (access.cached && Date.now() < access.cached.until) return access.cached;
			access.pending ??= fetched().finally(() => {
				access.pending = undefined;
			});
			const { pending } = access;
			return await (cancellation
				? cancellation.orCancelled(pending).then((answer) => answer ?? { failure: CANCELLED })
				: pending);
		},
		holds: (accessToken) => access.cached?.accessToken === accessToken,
		drop(accessToken) {
			if (access.cached?.accessToken === accessToken) access.cached = undefined;
		},
	};
}

const CANCELLED: Failure = {
	message: 'The execution was cancelled before a token was there',
	executed: 'no',
};

/** The request for a token, made anew each time: an assertion is good for minutes only. Throws HostError. */
export function tokenRequest(credential: JwtCredential): {
	host: string;
	make(): IHttpRequestOptions;
} {
	const audience = AUDIENCES[credential.environment ?? ''] ?? AUDIENCES.production ?? '';
	const host =
		withoutEnd((credential.myDomain ?? '').trim(), '/') === '' ? audience : myDomain(credential);
	const key = keyOf(credential.privateKey);
	const { clientId = '', username = '' } = credential;
	if (clientId === '' || username === '')
		throw new HostError(
			`'${clientId === '' ? 'Client ID' : 'Username'}' is missing`,
			'Open the credential and fill it in.',
		);
	return {
		host: checkedBaseUrl(host, { name: 'My Domain URL' }),
		make: () => ({
			method: 'POST',
			url: `${host}/services/oauth2/token`,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
			// As text: n8n's client writes no form from anything else.
			body: new URLSearchParams({
				grant_type: GRANT,
				assertion: assertion(key, { iss: clientId, sub: username, aud: audience }),
			}).toString(),
		}),
	};
}

/** A JWT signed with RS256 (salesforce-engagement 3.2). */
function assertion(key: KeyObject, claims: { iss: string; sub: string; aud: string }): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const exp = Math.floor(Date.now() / 1000) + ASSERTION_SECONDS;
	const unsigned = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ ...claims, exp })}`;
	return `${unsigned}.${sign('RSA-SHA256', Buffer.from(unsigned), key).toString('base64url')}`;
}

const DASHES = '-----';
const BEGIN = `${DASHES}BEGIN `;
/** Longest key that is looked at; one of 16,384 bits is shorter. */
const LONGEST_KEY = 30_000;

/** The text between the first and the last line of a PEM text. */
function partsOf(text: string): { kind: string; inside: string } | undefined {
	const end = text.indexOf(DASHES, BEGIN.length);
	if (text.length > LONGEST_KEY || !text.startsWith(BEGIN) || end < 0) return undefined;
	const kind = text.slice(BEGIN.length, end);
	const last = `${DASHES}END ${kind}${DASHES}`;
	if (!/^[A-Z ]+$/.test(kind) || !text.endsWith(last)) return undefined;
	return { kind, inside: text.slice(end + DASHES.length, text.length - last.length) };
}

/** The private key; its line breaks may be written as \n, or lost in a form that has one line. Throws HostError. */
export function keyOf(given: string | undefined): KeyObject {
	const text = (given ?? '').replace(/\\r/g, '').replace(/\\n/g, '\n').trim();
	if (text === '')
		throw new HostError("'Private Key' is missing", 'Open the credential and paste the key.');
	const parts = partsOf(text);
	const pem =
		parts === undefined
			? text
			: `${BEGIN}${parts.kind}-----\n${parts.inside.replace(/\s+/g, '').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END ${parts.kind}-----\n`;
	try {
		const key = createPrivateKey(pem);
		if (key.asymmetricKeyType === 'rsa') return key;
	} catch {
		// Said below, without a word of the key itself.
	}
	throw new HostError(
		"'Private Key' is not an RSA key in PEM form",
		'Paste the whole file server.key, from -----BEGIN to the end, of a key without a passphrase.',
	);
}

async function ask(
	transport: Transport,
	request: IHttpRequestOptions,
): Promise<Token | { failure: Failure }> {
	const result = await exchange(transport, request);
	if (result.kind === 'none')
		return {
			failure: {
				message: `${VENDOR} could not be reached for a token: ${result.reason}`,
				description: 'Check the My Domain URL in the credential and the network.',
				executed: 'no',
				cause: { cause: 'temporarily-unavailable' },
			},
		};
	const accessToken = textOf(at(result.body, 'access_token'));
	if (!isSuccess(result.status) || accessToken === undefined)
		return {
			failure: {
				message: `${VENDOR} gave no token: ${textOf(at(result.body, 'error_description')) ?? `HTTP ${result.status}`}`,
				description: tokenHint(result.body),
				httpCode: result.status,
				code: textOf(at(result.body, 'error')),
				executed: 'no',
				cause: {
					cause: result.status >= 500 ? 'temporarily-unavailable' : 'credential-invalid',
				},
			},
		};
	return { accessToken, baseUrl: addressOf(request, result.body) };
}

/** The org's address in the reply; the host that was asked where it is a My Domain itself. */
function addressOf({ url }: IHttpRequestOptions, body: unknown): string {
	const asked = new URL(url).origin;
	return instanceUrl({
		environment: 'myDomain',
		myDomain: asked,
		oauthTokenData: { instance_url: textOf(at(body, 'instance_url')) },
	});
}

/** Meaning of the token server's refusals (salesforce-engagement 3.2); the texts are from memory. */
export function tokenHint(body: unknown): string {
	const text = textOf(at(body, 'error_description')) ?? '';
	if (/approved/i.test(text))
		return 'Allow the user in the policies of the app (permitted users: pre-authorized), by its profile or a permission set.';
	if (/audience/i.test(text)) return "Check 'Environment': a sandbox has its own.";
	if (/assertion|signature/i.test(text))
		return 'Check that the certificate of this private key is uploaded to the app, and the clock of this machine.';
	if (/client/i.test(textOf(at(body, 'error')) ?? ''))
		return "Check 'Client ID': it is the consumer key of the app.";
	return "Check 'Client ID', 'Username', 'Private Key' and 'Environment' in the credential.";
}
