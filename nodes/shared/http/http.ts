import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { HostError } from './host';
import { exactJson } from '../base/exactJson';
import { at, isObject, textOf } from '../base/values';

/** The context that n8n passes to a node that runs, to a form, and to a trigger that polls, is activated or deactivated, or receives a webhook call. */
export type NodeContext =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

/**
 * A reply of any status, or none. `unsigned`: there was no token to sign the request with. `misdirected`: the request must
 * not be sent to this host.
 */
export type Exchange =
	| { kind: 'reply'; status: number; headers: IDataObject; body: unknown }
	| {
			kind: 'none';
			executed: 'no' | 'unknown';
			reason: string;
			cancelled?: boolean;
			unsigned?: boolean;
			misdirected?: HostError;
	  };

/** Thrown by a transport before the request was sent, or after the vendor refused it: nothing was stored for certain. */
export class NotSent extends Error {
	constructor(cause: unknown) {
		super(textOf(at(cause, 'message')) ?? 'the request was not sent', { cause });
	}
}

/** Sends one request with the vendor's authentication. Throws what the HTTP client throws, or NotSent. */
export type Transport = (request: IHttpRequestOptions) => Promise<unknown>;

/** A transport that lets n8n apply the credential and renew an OAuth2 token on 401. */
export function credentialTransport(context: NodeContext, credentialType: string): Transport {
	return async (request) => {
		try {
			return await context.helpers.httpRequestWithAuthentication.call(
				context,
				credentialType,
				request,
			);
		} catch (error) {
			// An error from another address came from the token server, which n8n asks before it sends the request or after a 401.
			const target = textOf(at(clientError(causesOf(error)), 'config', 'url'));
			return await Promise.reject(
				target === undefined || target.startsWith(request.url) ? error : new NotSent(error),
			);
		}
	};
}

/** A transport for requests that already carry their authentication. */
export function plainTransport(context: NodeContext): Transport {
	return async (request) => await context.helpers.httpRequest(request);
}

/** A transport for a service that may send IDs as numbers: whole numbers that JavaScript would round become strings. */
export function exactTransport(context: NodeContext): Transport {
	return async (request) => {
		if (request.encoding !== undefined) return await context.helpers.httpRequest(request);
		const reply: unknown = await context.helpers.httpRequest({
			...request,
			json: false,
			encoding: 'arraybuffer',
			headers: { Accept: 'application/json', ...request.headers },
		});
		return isObject(reply) && Buffer.isBuffer(reply.body)
			? { ...reply, body: readable(reply.body) }
			: reply;
	};
}

/** Sends one request and reports what is known about it. Never throws. */
export async function exchange(
	transport: Transport,
	request: IHttpRequestOptions,
): Promise<Exchange> {
	let ready: IHttpRequestOptions;
	try {
		ready = encoded(request);
	} catch (error) {
		return {
			kind: 'none',
			executed: 'no',
			reason: `the request could not be written as JSON: ${textOf(at(error, 'message')) ?? ''}`,
		};
	}
	try {
		const reply = await transport({
			...ready,
			json: request.encoding === undefined,
			returnFullResponse: true,
			// A redirect would carry the credential to another host.
			disableFollowRedirect: true,
		});
		return (
			replyOf(reply) ?? { kind: 'none', executed: 'unknown', reason: 'the reply has no status' }
		);
	} catch (error) {
		return fromError(error);
	}
}

/** The request with its body as bytes, because n8n's client would keep the records themselves in memory until long after the reply. */
function encoded(request: IHttpRequestOptions): IHttpRequestOptions {
	const { body, headers } = request;
	if (typeof body !== 'object' || Buffer.isBuffer(body)) return request;
	return {
		...request,
		body: Buffer.from(JSON.stringify(body)),
		headers: { 'Content-Type': 'application/json', ...headers },
	};
}

function replyOf(reply: unknown): Exchange | undefined {
	const status = at(reply, 'statusCode') ?? at(reply, 'status');
	if (typeof status !== 'number') return undefined;
	const headers = at(reply, 'headers');
	const body = isObject(reply) && 'body' in reply ? reply.body : at(reply, 'data');
	return {
		kind: 'reply',
		status,
		headers: isObject(headers) ? headers : {},
		body: status >= 400 ? readable(body) : body,
	};
}

/** The JSON or text of a body that arrives as bytes, such as that of a refused download. */
function readable(body: unknown): unknown {
	if (!Buffer.isBuffer(body)) return body;
	const text = body.toString().replace(/^\uFEFF/, '');
	try {
		return exactJson(text);
	} catch {
		return text;
	}
}

function fromError(error: unknown): Exchange {
	const chain = causesOf(error);
	const before = error instanceof NotSent;
	const reply = before ? undefined : replyOf(responseIn(error));
	if (reply) return reply;
	const message = textOf(at(error, 'message')) ?? 'no reply';
	const misdirected = chain.find((link) => link instanceof HostError);
	if (misdirected)
		return { kind: 'none', executed: 'no', reason: misdirected.message, misdirected };
	if (chain.some(isTokenRefusal))
		return { kind: 'none', executed: 'no', reason: message, unsigned: true };
	const code = firstText(chain, 'code') ?? '';
	return {
		kind: 'none',
		executed: before || neverSent(chain, code) ? 'no' : 'unknown',
		reason: reasonOf(code, message),
		cancelled: code === 'ERR_CANCELED',
	};
}

/** Maximum number of causes to follow. */
const LINKS = 5;

/** An error and its causes: n8n throws the HTTP client's error, or one of its own with the client's as the cause. */
function causesOf(error: unknown): Error[] {
	const chain: Error[] = [];
	for (let link = error; link instanceof Error && chain.length < LINKS; link = link.cause)
		chain.push(link);
	return chain;
}

/** The HTTP client's error in a chain of causes, if there is one. */
function clientError(chain: readonly Error[]): Error | undefined {
	return chain.find((link) => at(link, 'isAxiosError') === true);
}

/** The reply in an error of the HTTP client, even if n8n has wrapped it. */
export function responseIn(error: unknown): unknown {
	return at(clientError(causesOf(error)), 'response');
}

function firstText(chain: readonly Error[], key: string): string | undefined {
	return chain.map((link) => textOf(at(link, key))).find((entry) => entry !== undefined);
}

/** True for an error of n8n's OAuth2 client: the token server issued no token, and asking again does not help. */
export function isTokenRefusal(error: unknown): boolean {
	// n8n 1 wraps its client's error and stores the code as `httpCode`.
	const code = at(error, 'code') ?? at(error, 'httpCode');
	return (
		code === 'EAUTH' || code === 'ESTATUS' || at(error, 'failure', 'cause') === 'credential-invalid'
	);
}

/** Codes that occur only before anything is sent: no connection, an unknown host name, an invalid address or header. */
const NEVER_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ERR_INVALID_URL',
	'ERR_INVALID_CHAR',
	'ERR_INVALID_HTTP_TOKEN',
	'ERR_UNESCAPED_CHARACTERS',
]);

/** Codes of a certificate that is not accepted here. The request would be sent only after the certificate is accepted. */
const CERTIFICATE =
	/^(CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_CERT_)/;

/** n8n refuses an address in the local network before it connects. */
const REFUSED_BY_N8N = /^SsrfBlocked/;

/** True if no connection was made. Any other error may have occurred after the request arrived. */
function neverSent(chain: readonly Error[], code: string): boolean {
	return (
		NEVER_SENT.has(code) ||
		CERTIFICATE.test(code) ||
		chain.some((link) => isConnecting(link) || REFUSED_BY_N8N.test(link.name))
	);
}

function isConnecting(error: unknown): boolean {
	const syscall = at(error, 'syscall');
	if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
	// A host with several addresses reports one error for each.
	const attempts = at(error, 'errors');
	return (
		Array.isArray(attempts) &&
		attempts.length > 0 &&
		attempts.every((attempt) => ['connect', 'getaddrinfo'].includes(String(at(attempt, 'syscall'))))
	);
}

function reasonOf(code: string, message: string): string {
	switch (code) {
		case 'ECONNREFUSED':
			return 'the host refused the connection';
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return 'the host name is not known';
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
			return 'the host cannot be reached from this network';
		case 'EPROTO':
			return 'the host does not use HTTPS on this port, or broke off the encrypted connection';
		case 'ECONNABORTED':
		case 'ETIMEDOUT':
			return 'no reply came in time';
		case 'ECONNRESET':
		case 'EPIPE':
			return 'the connection was dropped';
		case 'ERR_CANCELED':
			return 'the execution was cancelled';
		default:
			if (CERTIFICATE.test(code)) return `the certificate of the host is not trusted (${code})`;
			return code === '' ? message : `${message} (${code})`;
	}
}
