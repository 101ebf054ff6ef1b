import { AxiosError } from 'axios';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { HostError } from '../../../nodes/shared/http/host';
import { exchange } from '../../../nodes/shared/http/http';
import {
	oauth2Access,
	type OAuth2Credential,
	type OAuth2Spec,
} from '../../../nodes/shared/http/oauth2';
import { at } from '../../../nodes/shared/base/values';

interface Account {
	/** What n8n's own request, which fetches the first token, does in its n-th call. */
	first(call: number): 'granted' | 'notKept' | 'unreachable' | 'refused';
	/** Whether the stored credential can be read, the n-th time. */
	readable?(read: number): boolean;
	/** Status of a request that the node has signed with this token. */
	status?(token: string): number;
	/** Puts the token into the body, too, without which the API answers 500. */
	finish?: OAuth2Spec<OAuth2Credential>['finish'];
}

/** An app without a token yet, and what n8n was asked to do for it. */
async function app({ first, readable = () => true, status = () => 200, finish }: Account) {
	const asked = { first: [] as unknown[], signed: [] as unknown[], renewals: 0 };
	let token: IDataObject | undefined;
	let reads = 0;
	const answered = (request: IHttpRequestOptions) => ({
		statusCode: 200,
		headers: {},
		body: { echo: request.body },
	});
	const context = {
		async getCredentials() {
			reads += 1;
			return await (readable(reads)
				? Promise.resolve({ oauthTokenData: token })
				: Promise.reject(new Error('SQLITE_BUSY')));
		},
		helpers: {
			async httpRequestWithAuthentication(_type: string, request: IHttpRequestOptions) {
				asked.first.push(request.body);
				const how = first(asked.first.length);
				if (how === 'unreachable') return await Promise.reject(new Error('socket hang up'));
				if (how === 'refused')
					return await Promise.reject(Object.assign(new Error('no'), { code: 'EAUTH' }));
				if (how === 'granted') token = { access_token: 'token-0' };
				if (finish)
					throw Object.assign(new Error('wrapped'), {
						cause: new AxiosError('refused', undefined, undefined, undefined, {
							status: 500,
							data: 'no session',
						} as never),
					});
				return await Promise.resolve(answered(request));
			},
			async httpRequest(request: IHttpRequestOptions) {
				asked.signed.push(request.body);
				const code = status(String(token?.access_token));
				if (code !== 200)
					throw new AxiosError('refused', undefined, undefined, undefined, {
						status: code,
					} as never);
				return await Promise.resolve(answered(request));
			},
			async refreshOAuth2Token() {
				asked.renewals += 1;
				token = { access_token: `token-${asked.renewals}` };
				return await Promise.resolve(token);
			},
		},
	} as unknown as IExecuteFunctions;
	const { transport } = await oauth2Access(context, {
		type: 'someOAuth2Api',
		prefix: 'Bearer',
		baseUrl: () => 'https://host.example',
		finish,
		refusesToken: (status, body) => status === 401 || (status === 500 && body === 'no session'),
	});
	const send = async (...bodies: string[]) =>
		(
			await Promise.allSettled(
				bodies.map(async (body) => await transport({ url: 'https://host.example', body })),
			)
		).map((result) =>
			result.status === 'fulfilled' ? (result.value as { body: IDataObject }).body.echo : 'failed',
		);
	return { send, asked };
}

describe('the first token of an app', () => {
	it('is fetched once, by the first of several requests', async () => {
		const { send, asked } = await app({ first: () => 'granted' });
		expect(await send('a', 'b', 'c')).toEqual(['a', 'b', 'c']);
		expect([asked.first, asked.signed]).toEqual([['a'], ['b', 'c']]);
	});

	it('is requested again after the token server was unavailable', async () => {
		const { send, asked } = await app({
			first: (call) => (call === 1 ? 'unreachable' : 'granted'),
		});
		expect(await send('a', 'b', 'c')).toEqual(['failed', 'b', 'c']);
		expect([asked.first, asked.signed]).toEqual([['a', 'b'], ['c']]);
	});

	it('is not requested again once it was refused', async () => {
		const { send, asked } = await app({ first: () => 'refused' });
		expect(await send('a', 'b', 'c')).toEqual(['failed', 'failed', 'failed']);
		expect(asked.first).toEqual(['a']);
	});

	it('gives each request its own reply if n8n does not store the token', async () => {
		const { send } = await app({ first: () => 'notKept' });
		expect(await send('a', 'b', 'c')).toEqual(['a', 'b', 'c']);
	});

	it('is put into the request that was refused because n8n signs only the header', async () => {
		const finish = (request: IHttpRequestOptions, token: string) => ({
			...request,
			body: `${String(request.body)} with ${token}`,
		});
		const { send, asked } = await app({ first: () => 'granted', finish });
		expect(await send('a', 'b')).toEqual(['a with token-0', 'b with token-0']);
		expect(asked).toMatchObject({ first: ['a'], renewals: 0 });
		const without = await app({ first: () => 'notKept', finish });
		expect(await without.send('a', 'b')).toEqual(['failed', 'failed']);
	});

	it('does not cost a reply if it cannot be read', async () => {
		const { send, asked } = await app({ first: () => 'granted', readable: (read) => read !== 2 });
		expect(await send('a')).toEqual(['a']);
		expect(asked.first).toEqual(['a']);
	});
});

describe('a token that is refused', () => {
	it('is renewed once, for all requests', async () => {
		const { send, asked } = await app({
			first: () => 'granted',
			status: (token) => (token === 'token-0' ? 401 : 200),
		});
		await send('first');
		expect(await send('a', 'b', 'c')).toEqual(['a', 'b', 'c']);
		expect(asked.renewals).toBe(1);
	});

	it('is renewed once more, and then no more, if the new one is refused, too', async () => {
		const { send, asked } = await app({ first: () => 'granted', status: () => 401 });
		await send('first');
		expect(await send('a', 'b', 'c')).toEqual(['failed', 'failed', 'failed']);
		expect(await send('d', 'e')).toEqual(['failed', 'failed']);
		expect(asked.renewals).toBe(2);
	});
});

/** A renewable token, and what is sent with it: the old one is refused, the new one belongs to another host. */
async function movedAccount({
	newHost = 'https://new.example',
	reply = () => ({ statusCode: 200, headers: {}, body: {} }),
	ignoreSSLIssues = false,
	refresh = () => undefined as void,
}: {
	newHost?: string;
	reply?: (request: IHttpRequestOptions) => unknown;
	ignoreSSLIssues?: boolean;
	refresh?: () => void;
} = {}) {
	let credential = {
		ignoreSSLIssues,
		clientSecret: 'client-secret',
		oauthTokenData: {
			access_token: 'old-token',
			refresh_token: 'refresh-token',
			host: 'https://old.example',
		} as IDataObject,
	};
	const sent: IHttpRequestOptions[] = [];
	const context = {
		getCredentials: async () => await Promise.resolve(credential),
		helpers: {
			async httpRequest(request: IHttpRequestOptions) {
				sent.push(request);
				if (request.headers?.Authorization === 'Bearer old-token')
					throw new AxiosError('refused', undefined, { url: request.url } as never, undefined, {
						status: 401,
						headers: {},
						data: {},
					} as never);
				return await Promise.resolve(reply(request));
			},
			async refreshOAuth2Token() {
				refresh();
				credential = {
					...credential,
					oauthTokenData: { access_token: 'new-token', host: newHost },
				};
				return await Promise.resolve(credential.oauthTokenData);
			},
		},
	} as unknown as IExecuteFunctions;
	const access = await oauth2Access(context, {
		type: 'someOAuth2Api',
		prefix: 'Bearer',
		baseUrl({ oauthTokenData }) {
			const host = String(oauthTokenData?.host);
			if (host.includes('evil'))
				throw new HostError(`the host "${host}" is not known`, 'Choose a known host.');
			return host;
		},
	});
	return {
		access,
		sent,
		urls: () =>
			sent.map(({ url, headers }) => `${String(headers?.Authorization).slice(7)} -> ${url}`),
	};
}

describe('a new token that names another host', () => {
	it('is used there at once, with the request that was refused', async () => {
		const { access, urls } = await movedAccount();
		await access.transport({ url: 'https://old.example/v1/x?y=1' });
		expect(urls()).toEqual([
			'old-token -> https://old.example/v1/x?y=1',
			'new-token -> https://new.example/v1/x?y=1',
		]);
		expect(access.baseUrl()).toBe('https://new.example');
	});

	it('is also used there for a request that was written before the token was renewed', async () => {
		const { access, urls } = await movedAccount();
		await access.transport({ url: 'https://old.example/v1/x' });
		await access.transport({ url: 'https://old.example/v1/late' });
		expect(urls().at(-1)).toBe('new-token -> https://new.example/v1/late');
	});

	it('leaves requests to other hosts where they are', async () => {
		const { access, urls } = await movedAccount();
		await access.transport({ url: 'https://old.example.content/v1/x' });
		expect(urls().at(-1)).toBe('new-token -> https://old.example.content/v1/x');
	});

	it('is sent nowhere if that host is not known, and nothing counts as stored', async () => {
		const { access, sent } = await movedAccount({ newHost: 'https://evil.example' });
		for (const path of ['a', 'b']) {
			expect(
				await exchange(access.transport, { method: 'POST', url: `https://old.example/${path}` }),
			).toMatchObject({
				kind: 'none',
				executed: 'no',
				misdirected: {
					message: 'the host "https://evil.example" is not known',
					description: 'Choose a known host.',
				},
			});
		}
		expect(sent.filter(({ headers }) => headers?.Authorization === 'Bearer new-token')).toEqual([]);
	});

	it('does not hide that the reply from there was lost', async () => {
		const { access } = await movedAccount({
			reply({ url }) {
				throw new AxiosError('socket hang up', 'ECONNRESET', { url } as never);
			},
		});
		expect(
			await exchange(access.transport, { method: 'POST', url: 'https://old.example/v1/x' }),
		).toMatchObject({ kind: 'none', executed: 'unknown' });
	});
});

it.each([true, false])(
	"checks certificates unless 'Ignore SSL Issues' is on: %s",
	async (ignoreSSLIssues) => {
		const { access, sent } = await movedAccount({ ignoreSSLIssues });
		await access.transport({ url: 'https://old.example/v1/x' });
		expect(sent.map((request) => request.skipSslCertificateValidation)).toEqual(
			ignoreSSLIssues ? [true, true] : [undefined, undefined],
		);
	},
);

it('keeps every token of a run out of messages, including renewed ones', async () => {
	const { access } = await movedAccount();
	await access.transport({ url: 'https://old.example/v1/x' });
	expect(access.secrets()).toEqual(
		expect.arrayContaining(['client-secret', 'old-token', 'refresh-token', 'new-token']),
	);
});

it('is certain that nothing was stored if the token could not be renewed, whatever went wrong', async () => {
	const { access } = await movedAccount({
		refresh() {
			throw new Error('something else');
		},
	});
	const result = await exchange(access.transport, {
		method: 'POST',
		url: 'https://old.example/v1/x',
	});
	expect(at(result, 'executed')).toBe('no');
});
