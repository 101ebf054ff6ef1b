import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

import { at, isObject, textOf } from './values';

/** What n8n hands to a node that runs, to a form that is filled in, or to a trigger that polls. */
export type NodeContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** What came back: a reply of any status, or none. `unsigned`: there was no token to sign the request with. */
export type Exchange =
	| { kind: 'reply'; status: number; headers: IDataObject; body: unknown }
	| { kind: 'none'; executed: 'no' | 'unknown'; reason: string; cancelled?: boolean; unsigned?: boolean };

/** Carries one request, with the vendor's authentication. */
export type Transport = (request: IHttpRequestOptions) => Promise<unknown>;

/** A transport that lets n8n apply the credential, and renew an OAuth2 token on 401. */
export function credentialTransport(context: NodeContext, credentialType: string): Transport {
	return async (request) => await context.helpers.httpRequestWithAuthentication.call(context, credentialType, request);
}

/** A transport for requests that carry their authentication already. */
export function plainTransport(context: NodeContext): Transport {
	return async (request) => await context.helpers.httpRequest(request);
}

/** Sends one request and reports what is known of it; never throws. */
export async function exchange(transport: Transport, request: IHttpRequestOptions): Promise<Exchange> {
	try {
		const reply = await transport({
			...encoded(request),
			json: request.encoding === undefined,
			returnFullResponse: true,
			// A redirect would carry the credential to another host.
			disableFollowRedirect: true,
		});
		return replyOf(reply) ?? { kind: 'none', executed: 'unknown', reason: 'the reply has no status' };
	} catch (error) {
		return fromError(error, request.url);
	}
}

/** The request with its body as bytes: n8n's client would hold on to the records themselves until long after the reply. */
function encoded(request: IHttpRequestOptions): IHttpRequestOptions {
	const { body, headers } = request;
	if (typeof body !== 'object' || Buffer.isBuffer(body)) return request;
	return { ...request, body: Buffer.from(JSON.stringify(body)), headers: { 'Content-Type': 'application/json', ...headers } };
}

function replyOf(reply: unknown): Exchange | undefined {
	const status = at(reply, 'statusCode') ?? at(reply, 'status');
	if (typeof status !== 'number') return undefined;
	const headers = at(reply, 'headers');
	const body = isObject(reply) && 'body' in reply ? reply.body : at(reply, 'data');
	return { kind: 'reply', status, headers: isObject(headers) ? headers : {}, body: status >= 400 ? readable(body) : body };
}

/** What a refused download says comes as bytes, too. */
function readable(body: unknown): unknown {
	if (!Buffer.isBuffer(body)) return body;
	const text = body.toString();
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

// n8n hands out the HTTP client's own error, or one of its errors with the client's as cause.
function fromError(error: unknown, url: string): Exchange {
	const chain = [error, at(error, 'cause'), at(error, 'cause', 'cause')].filter((link) => link instanceof Error);
	const client = chain.find((link) => at(link, 'isAxiosError') === true);
	const target = textOf(at(client, 'config', 'url'));
	const reply = replyOf(at(client, 'response'));
	// A refusal of another address is that of the token server.
	const ours = client !== undefined && (target === undefined || target.startsWith(url));
	if (reply && ours) return reply;
	const code = chain.map((link) => textOf(at(link, 'code'))).find((entry) => entry !== undefined) ?? '';
	const syscall = chain.map((link) => textOf(at(link, 'syscall'))).find((entry) => entry !== undefined);
	const message = textOf(at(error, 'message')) ?? 'no reply';
	if (chain.some(isTokenRefusal)) return { kind: 'none', executed: 'no', reason: message, unsigned: true };
	return {
		kind: 'none',
		executed: !ours || neverSent(code, syscall) ? 'no' : 'unknown',
		reason: reasonOf(code, message),
		cancelled: code === 'ERR_CANCELED',
	};
}

/** True for an error of n8n's OAuth2 client: the token server gave no token, and asking again does not help. */
export function isTokenRefusal(error: unknown): boolean {
	// n8n 1 wraps its client's error, and keeps the code as that of HTTP.
	const code = at(error, 'code') ?? at(error, 'httpCode');
	return code === 'EAUTH' || code === 'ESTATUS' || at(error, 'failure', 'cause') === 'credential-invalid';
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ERR_INVALID_URL', 'EPROTO']);

function neverSent(code: string, syscall: string | undefined): boolean {
	return NEVER_SENT.has(code) || syscall === 'connect' || syscall === 'getaddrinfo' || /CERT|SELF_SIGNED|UNABLE_TO_/.test(code);
}

function reasonOf(code: string, message: string): string {
	switch (code) {
		case 'ECONNREFUSED':
			return 'the host refused the connection';
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return 'the host name is not known';
		case 'ECONNABORTED':
		case 'ETIMEDOUT':
			return 'no reply came in time';
		case 'ECONNRESET':
		case 'EPIPE':
			return 'the connection was dropped';
		case 'ERR_CANCELED':
			return 'the execution was cancelled';
		default:
			return code === '' ? message : `${message} (${code})`;
	}
}
