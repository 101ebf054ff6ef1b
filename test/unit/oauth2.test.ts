import { AxiosError } from 'axios';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { oauth2Access } from '../../nodes/shared/oauth2';

interface Account {
	/** What n8n's own request does, which fetches the first token: its n-th call. */
	first(call: number): 'granted' | 'notKept' | 'unreachable' | 'refused';
	/** Whether the stored credential can be read, the n-th time. */
	readable?(read: number): boolean;
	/** Status of a request that the node has signed with this token. */
	status?(token: string): number;
}

/** An app without a token yet, and what was asked of n8n for it. */
async function app({ first, readable = () => true, status = () => 200 }: Account) {
	const asked = { first: [] as unknown[], signed: [] as unknown[], renewals: 0 };
	let token: IDataObject | undefined;
	let reads = 0;
	const answered = (request: IHttpRequestOptions) => ({ statusCode: 200, headers: {}, body: { echo: request.body } });
	const context = {
		async getCredentials() {
			reads += 1;
			return await (readable(reads) ? Promise.resolve({ oauthTokenData: token }) : Promise.reject(new Error('SQLITE_BUSY')));
		},
		helpers: {
			async httpRequestWithAuthentication(_type: string, request: IHttpRequestOptions) {
				asked.first.push(request.body);
				const how = first(asked.first.length);
				if (how === 'unreachable') return await Promise.reject(new Error('socket hang up'));
				if (how === 'refused') return await Promise.reject(Object.assign(new Error('no'), { code: 'EAUTH' }));
				if (how === 'granted') token = { access_token: 'token-0' };
				return await Promise.resolve(answered(request));
			},
			async httpRequest(request: IHttpRequestOptions) {
				asked.signed.push(request.body);
				const code = status(String(token?.access_token));
				if (code !== 200) throw new AxiosError('refused', undefined, undefined, undefined, { status: code } as never);
				return await Promise.resolve(answered(request));
			},
			async refreshOAuth2Token() {
				asked.renewals += 1;
				token = { access_token: `token-${asked.renewals}` };
				return await Promise.resolve(token);
			},
		},
	} as unknown as IExecuteFunctions;
	const { transport } = await oauth2Access(context, 'someOAuth2Api', 'Bearer');
	const send = async (...bodies: string[]) =>
		(await Promise.allSettled(bodies.map(async (body) => await transport({ url: 'https://host.example', body })))).map((result) => (result.status === 'fulfilled' ? (result.value as { body: IDataObject }).body.echo : 'failed'));
	return { send, asked };
}

describe('the first token of an app', () => {
	it('is fetched once, by the first of several requests', async () => {
		const { send, asked } = await app({ first: () => 'granted' });
		expect(await send('a', 'b', 'c')).toEqual(['a', 'b', 'c']);
		expect([asked.first, asked.signed]).toEqual([['a'], ['b', 'c']]);
	});

	it('is asked for again after a token server that was away', async () => {
		const { send, asked } = await app({ first: (call) => (call === 1 ? 'unreachable' : 'granted') });
		expect(await send('a', 'b', 'c')).toEqual(['failed', 'b', 'c']);
		expect([asked.first, asked.signed]).toEqual([['a', 'b'], ['c']]);
	});

	it('is not asked for again once it was refused', async () => {
		const { send, asked } = await app({ first: () => 'refused' });
		expect(await send('a', 'b', 'c')).toEqual(['failed', 'failed', 'failed']);
		expect(asked.first).toEqual(['a']);
	});

	it('gives each request its own reply where n8n does not keep it', async () => {
		const { send } = await app({ first: () => 'notKept' });
		expect(await send('a', 'b', 'c')).toEqual(['a', 'b', 'c']);
	});

	it('takes no reply away where it cannot be read', async () => {
		const { send, asked } = await app({ first: () => 'granted', readable: (read) => read !== 2 });
		expect(await send('a')).toEqual(['a']);
		expect(asked.first).toEqual(['a']);
	});
});

describe('a token that is refused', () => {
	it('is renewed once, for all requests', async () => {
		const { send, asked } = await app({ first: () => 'granted', status: (token) => (token === 'token-0' ? 401 : 200) });
		await send('first');
		expect(await send('a', 'b', 'c')).toEqual(['a', 'b', 'c']);
		expect(asked.renewals).toBe(1);
	});

	it('is not renewed again where the new one is refused, too', async () => {
		const { send, asked } = await app({ first: () => 'granted', status: () => 401 });
		await send('first');
		expect(await send('a', 'b', 'c')).toEqual(['failed', 'failed', 'failed']);
		expect(await send('d', 'e')).toEqual(['failed', 'failed']);
		expect(asked.renewals).toBe(1);
	});
});
