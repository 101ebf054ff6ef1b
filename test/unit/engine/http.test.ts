import { AxiosError } from 'axios';
import {
	NodeApiError,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INode,
	type JsonObject,
} from 'n8n-workflow';

import { credentialTransport, exchange, NotSent } from '../../../nodes/shared/http/http';

const URL = 'https://api.example.com/v1/records';
const NODE: INode = {
	id: 'x',
	name: 'Node',
	type: 'x',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** What is known after the transport failed with this error. */
async function known(error: unknown) {
	const result = await exchange(async () => await Promise.reject(error), {
		method: 'POST',
		url: URL,
		body: { a: 1 },
	});
	if (result.kind !== 'none') throw new Error('a reply came');
	return result;
}

const clientError = (code: string, more: object = {}) =>
	Object.assign(new AxiosError('odd', code, { url: URL } as never), more);

describe('A request without a reply was never sent', () => {
	it.each([
		['the host refused the connection', clientError('ECONNREFUSED', { syscall: 'connect' })],
		['the name is not known', clientError('ENOTFOUND', { syscall: 'getaddrinfo' })],
		['no way leads to the host', clientError('EHOSTUNREACH', { syscall: 'connect' })],
		['no way leads to the network', clientError('ENETUNREACH', { syscall: 'connect' })],
		[
			'the encryption could not be agreed on while connecting',
			clientError('EPROTO', { syscall: 'connect' }),
		],
		['the connection took too long', clientError('ETIMEDOUT', { syscall: 'connect' })],
		[
			'each address of the host failed',
			clientError('ENETUNREACH', {
				cause: Object.assign(
					new AggregateError([Object.assign(new Error(), { syscall: 'connect' })]),
					{ code: 'ENETUNREACH' },
				),
			}),
		],
		['the certificate has expired', clientError('CERT_HAS_EXPIRED')],
		['the certificate belongs to another host', clientError('ERR_TLS_CERT_ALTNAME_INVALID')],
		['a header cannot be sent', clientError('ERR_INVALID_CHAR')],
		[
			"n8n's own rules forbid the host",
			Object.assign(new Error('blocked'), { name: 'SsrfBlockedIpError' }),
		],
		['the token could not be renewed', new NotSent(new Error('anything'))],
		[
			"n8n's error wraps a connection error",
			new NodeApiError(
				NODE,
				clientError('ECONNREFUSED', { syscall: 'connect' }) as unknown as JsonObject,
			),
		],
	])('where %s', async (_why, error) => {
		expect((await known(error)).executed).toBe('no');
	});

	it('if its body cannot be written as JSON', async () => {
		const circular: { self?: unknown } = {};
		circular.self = circular;
		const sent: IHttpRequestOptions[] = [];
		const result = await exchange(async (request) => await Promise.resolve(sent.push(request)), {
			method: 'POST',
			url: URL,
			body: circular as never,
		});
		expect([result, sent]).toMatchObject([{ kind: 'none', executed: 'no' }, []]);
	});
});

describe('Nobody knows whether a request was carried out', () => {
	it.each([
		[
			'the connection broke while the request was written',
			clientError('EPROTO', { syscall: 'write' }),
		],
		[
			'the route to the host was lost while the reply was read',
			clientError('EHOSTUNREACH', { syscall: 'read' }),
		],
		['the network was lost', clientError('ENETUNREACH', { syscall: 'write' })],
		['nothing says when the way was lost', clientError('ENETUNREACH')],
		['the connection was reset', clientError('ECONNRESET', { syscall: 'read' })],
		[
			'one of several errors is not a connection error',
			clientError('EPROTO', { errors: [{ syscall: 'connect' }, { syscall: 'write' }] }),
		],
		[
			'the server asked for a certificate in the middle',
			clientError('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
		],
		['the origin of the error is not known', new Error('something odd')],
		['the error is none', 'odd'],
	])('where %s', async (_why, error) => {
		expect((await known(error)).executed).toBe('unknown');
	});
});

describe("n8n's own signing", () => {
	const through = async (error: unknown) => {
		const context = {
			helpers: { httpRequestWithAuthentication: async () => await Promise.reject(error) },
		} as unknown as IExecuteFunctions;
		return await exchange(credentialTransport(context, 'someOAuth2Api'), {
			method: 'POST',
			url: URL,
		});
	};
	const at = (url: string, status?: number) =>
		new AxiosError(
			'odd',
			'ECONNRESET',
			{ url } as never,
			undefined,
			status === undefined ? undefined : ({ status, headers: {}, data: { a: 1 } } as never),
		);

	it('never sent the request if the token server failed', async () => {
		expect(await through(at('https://login.example.com/token'))).toMatchObject({
			kind: 'none',
			executed: 'no',
		});
		expect(await through(at('https://login.example.com/token', 503))).toMatchObject({
			kind: 'none',
			executed: 'no',
		});
		expect(
			await through(
				new NodeApiError(NODE, at('https://login.example.com/token') as unknown as JsonObject),
			),
		).toMatchObject({ kind: 'none', executed: 'no' });
	});

	it('may have sent the request if the vendor itself did not answer', async () => {
		expect(await through(at(`${URL}?page=1`))).toMatchObject({ kind: 'none', executed: 'unknown' });
		expect(await through(new Error('something odd'))).toMatchObject({
			kind: 'none',
			executed: 'unknown',
		});
	});

	it("passes the vendor's refusal on", async () => {
		expect(await through(at(URL, 422))).toMatchObject({ kind: 'reply', status: 422 });
	});
});
