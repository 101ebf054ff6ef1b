/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { AxiosError } from 'axios';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { oauth2Access } from '../../../nodes/shared/http/oauth2';

/** A token server whose refresh tokens are valid once, and the credential that all processes of an n8n share. */
class SharedAccount {
	stored: IDataObject = { access_token: 'token-0', refresh_token: 'refresh-0' };
	accepted = new Set<string>();
	fetches = 0;
	requests = 0;
	/** True if a new token invalidates the earlier ones. */
	newestOnly = false;
	/** Called after a renewal, before it is stored. */
	beforeStoring: () => Promise<void> = async () => await Promise.resolve();
	/** Called when a renewal was refused. */
	onRefusal: () => void = () => undefined;

	/** Exchanges a refresh token for an access token as n8n does, and stores the reply. */
	async renew(refreshToken: unknown): Promise<IDataObject> {
		if (refreshToken !== `refresh-${this.fetches}`) {
			this.onRefusal();
			throw Object.assign(new Error('invalid_grant'), { code: 'EAUTH' });
		}
		this.fetches += 1;
		if (this.newestOnly) this.accepted.clear();
		this.accepted.add(`token-${this.fetches}`);
		const next = {
			access_token: `token-${this.fetches}`,
			refresh_token: `refresh-${this.fetches}`,
		};
		await this.beforeStoring();
		this.stored = next;
		return next;
	}

	/** What a worker of n8n sees: it has read the credential, and sends requests. */
	async worker() {
		const context = {
			getCredentials: async () =>
				await Promise.resolve({ oauthTokenData: structuredClone(this.stored) }),
			helpers: {
				httpRequest: async ({ headers }: IHttpRequestOptions) => {
					this.requests += 1;
					const token = String(headers?.Authorization).slice('Bearer '.length);
					if (!this.accepted.has(token))
						throw new AxiosError('refused', undefined, undefined, undefined, {
							status: 401,
						} as never);
					return await Promise.resolve({ statusCode: 200, headers: {}, body: {} });
				},
				refreshOAuth2Token: async () => await this.renew(this.stored.refresh_token),
			},
		} as unknown as IExecuteFunctions;
		const { transport } = await oauth2Access(context, {
			type: 'someOAuth2Api',
			prefix: 'Bearer',
			baseUrl: () => 'https://host.example',
		});
		return async () =>
			await transport({ url: 'https://host.example' }).then(
				() => 'accepted',
				() => 'refused',
			);
	}
}

describe('an OAuth2 token that several processes of n8n share', () => {
	it('is fetched by one of them, and read from the stored credential by the others', async () => {
		const account = new SharedAccount();
		const workers = await Promise.all(Array.from({ length: 4 }, () => account.worker()));
		const replies: string[] = [];
		for (const send of workers) replies.push(await send());
		expect(replies).toEqual(Array(4).fill('accepted'));
		expect(account.fetches).toBe(1);
	});

	it('is read again if another process invalidated it by fetching a newer one', async () => {
		const account = new SharedAccount();
		account.newestOnly = true;
		const [first, second] = [await account.worker(), await account.worker()];
		const replies = [await first(), await second()];
		for (let round = 0; round < 3; round += 1) {
			account.accepted.clear();
			replies.push(await first(), await second());
		}
		expect(replies).toEqual(Array(8).fill('accepted'));
		expect(account.fetches).toBe(4);
	});

	it('is read once more if it was renewed between reading and sending', async () => {
		const account = new SharedAccount();
		account.newestOnly = true;
		const send = await account.worker();
		account.beforeStoring = async () => {
			// Another process uses the refresh token that was just issued, and stores its result last.
			account.beforeStoring = async () => await Promise.resolve();
			await account.renew(`refresh-${account.fetches}`);
			const newest = account.stored;
			queueMicrotask(() => queueMicrotask(() => (account.stored = newest)));
		};
		expect(await send()).toBe('accepted');
		expect(account.stored.access_token).toBe('token-2');
	});

	it.each(['at once', 'while this one waits'])(
		'that another process received for the only refresh token is waited for, stored %s',
		async (when) => {
			const account = new SharedAccount();
			account.accepted.add('token-1');
			const send = await account.worker();
			account.fetches = 1;
			account.onRefusal = () => {
				const store = () =>
					(account.stored = { access_token: 'token-1', refresh_token: 'refresh-1' });
				if (when === 'at once') store();
				else setImmediate(store);
			};
			expect(await send()).toBe('accepted');
			expect(account.fetches).toBe(1);
		},
	);

	it('is not fetched again and again if the service refuses every one', async () => {
		const account = new SharedAccount();
		account.accepted.add = () => account.accepted;
		const workers = [await account.worker(), await account.worker()];
		const replies: string[] = [];
		for (let round = 0; round < 10; round += 1)
			for (const send of workers) replies.push(await send());
		expect(replies).toEqual(Array(20).fill('refused'));
		expect(account.fetches).toBeLessThanOrEqual(2 * workers.length);
		expect(account.requests).toBeLessThanOrEqual(3 * replies.length);
	});

	it('is also read later if another process was slow to store it', async () => {
		const account = new SharedAccount();
		account.accepted.add('token-1');
		const send = await account.worker();
		account.fetches = 1;
		expect(await send()).toBe('refused');
		account.stored = { access_token: 'token-1', refresh_token: 'refresh-1' };
		expect(await send()).toBe('accepted');
		expect(account.fetches).toBe(1);
	});

	it('is fetched once more if it expired before a request was sent with it', async () => {
		const account = new SharedAccount();
		const send = await account.worker();
		account.beforeStoring = async () => {
			account.beforeStoring = async () => await Promise.resolve();
			account.accepted.clear();
			await Promise.resolve();
		};
		expect(await send()).toBe('accepted');
		expect(account.fetches).toBe(2);
	});

	it('is waited for if another process invalidated the second one that was fetched, and is slow to store its own', async () => {
		const account = new SharedAccount();
		const send = await account.worker();
		account.beforeStoring = async () => {
			account.accepted.clear();
			await Promise.resolve();
		};
		expect(await send()).toBe('refused');
		account.accepted.add('token-3');
		setTimeout(
			() => (account.stored = { access_token: 'token-3', refresh_token: 'refresh-3' }),
			50,
		);
		expect(await send()).toBe('accepted');
		expect(account.fetches).toBe(2);
	});

	it('is fetched again after a minute if two of them were refused', async () => {
		const now = jest.spyOn(Date, 'now');
		const begun = Date.now();
		now.mockReturnValue(begun);
		const account = new SharedAccount();
		const send = await account.worker();
		account.beforeStoring = async () => {
			if (account.fetches <= 2) account.accepted.clear();
			await Promise.resolve();
		};
		expect(await send()).toBe('refused');
		expect(await send()).toBe('refused');
		expect(account.fetches).toBe(2);
		now.mockReturnValue(begun + 61_000);
		expect(await send()).toBe('accepted');
		now.mockRestore();
	});
});
