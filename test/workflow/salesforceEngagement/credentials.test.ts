import type { IDataObject } from 'n8n-workflow';

import { credentialsOf } from '../../harness/sandbox';
import {
	APP,
	autoMap,
	BATCH,
	DIRECT,
	Org,
	records,
	USER,
} from '../../harness/salesforceEngagement';

describe('Salesforce Engagement', () => {
	const org = new Org();

	describe('credentials', () => {
		it('are tested by a call that needs the token', async () => {
			const status = async (path: string, headers?: Record<string, string>) =>
				(await fetch(`${org.fakeServer.url}${path}`, { headers })).status;
			expect(await status('/services/data/')).toBe(200);
			expect(await status('/services/data/v67.0/limits')).toBe(401);
			expect(
				await status('/services/data/v67.0/limits', {
					authorization: `Bearer ${org.fakeServer.vendor.firstToken}`,
				}),
			).toBe(200);
		});

		it('works as an app, at the My Domain', async () => {
			const credentials = credentialsOf(org.fakeServer, APP);
			const result = await org.run({
				parameters: { ...autoMap, authentication: 'clientCredentials' },
				credentials,
				items: records(3),
			});
			expect(result.error).toBeUndefined();
			expect(result.items).toHaveLength(3);
			expect(org.fakeServer.seen('/oauth2/token').map(({ body }) => body)).toMatchObject([
				{
					grant_type: 'client_credentials',
					client_id: org.fakeServer.vendor.clientId,
					client_secret: org.fakeServer.vendor.clientSecret,
				},
			]);
			org.fakeServer.vendor.expireTokens();
			const later = await org.run({
				parameters: { ...autoMap, authentication: 'clientCredentials' },
				credentials,
				items: records(3),
			});
			expect(later.items).toHaveLength(3);
			expect(org.fakeServer.seen('/oauth2/token')).toHaveLength(2);
		});

		it('renews a token once that expires between two batches', async () => {
			org.fakeServer.faults.arm({
				fault: { kind: 'expireTokens' },
				path: BATCH,
				skip: 1,
				times: 1,
			});
			const result = await org.run({
				parameters: { ...autoMap, requestOptions: { parallelRequests: 1 } },
				items: records(60),
			});
			expect(result.error).toBeUndefined();
			expect(result.items).toHaveLength(60);
			expect(org.stored()).toHaveLength(60);
			expect(org.fakeServer.seen('/oauth2/token')).toHaveLength(1);
			expect(org.fakeServer.seen('/oauth2/token')[0]?.body).toMatchObject({
				grant_type: 'refresh_token',
				refresh_token: org.fakeServer.vendor.refreshToken,
			});
		});

		it('renews an expired token once for requests side by side', async () => {
			org.fakeServer.vendor.expireTokens();
			const result = await org.run({ parameters: autoMap, items: records(100) });
			expect(result.items).toHaveLength(100);
			expect(org.fakeServer.seen('/oauth2/token')).toHaveLength(1);
		});

		it('gives up after two renewals, and shows neither the old nor the new token', async () => {
			org.fakeServer.faults.arm({
				fault: { kind: 'status', status: 401, code: 'INVALID_SESSION_ID' },
				path: DIRECT,
			});
			const result = await org.run({ parameters: autoMap, items: records(1) });
			expect(org.fakeServer.seen(DIRECT)).toHaveLength(3);
			expect(org.fakeServer.seen('/oauth2/token')).toHaveLength(2);
			expect(result.error).toMatchObject({
				httpCode: '401',
				description: expect.stringContaining('connect the account again'),
			});
			const token = String(org.fakeServer.seen(DIRECT)[1]?.headers.authorization).slice(
				'Bearer '.length,
			);
			expect(token).not.toBe(org.fakeServer.vendor.firstToken);
			const shown = JSON.stringify([
				result.error?.message,
				result.error?.description,
				result.error?.context,
			]);
			expect(shown).not.toContain(token);

			org.fakeServer.reset();
			org.fakeServer.vendor.expireTokens();
			const credentials = credentialsOf(org.fakeServer, USER);
			const echo = async () => {
				const first = await org.run({ parameters: autoMap, credentials, items: records(1) });
				expect(first.error).toBeUndefined();
				const fresh = (credentials[USER]?.oauthTokenData as IDataObject).access_token as string;
				org.fakeServer.faults.arm({
					fault: {
						kind: 'status',
						status: 400,
						body: [
							{
								errorCode: 'INVALID_ARGUMENT',
								message: `seen ${fresh} and ${org.fakeServer.vendor.clientSecret}`,
							},
						],
					},
					path: DIRECT,
					times: 1,
				});
				return (await org.run({ parameters: autoMap, credentials, items: records(1) })).error
					?.message;
			};
			expect(await echo()).toContain('seen *** and ***');
		});

		it('does not ask again and again for a token that is refused', async () => {
			org.fakeServer.vendor.expireTokens();
			const credentials = credentialsOf(org.fakeServer, USER, {
				oauthTokenData: {
					access_token: 'old',
					refresh_token: 'revoked',
					instance_url: org.fakeServer.url,
					token_type: 'Bearer',
				},
			});
			const revoked = await org.run({
				parameters: autoMap,
				credentials,
				items: records(2),
				onError: 'continueErrorOutput',
			});
			expect(revoked.errors[1]?.json).toMatchObject({
				error: expect.stringContaining('gave no access token'),
				details: { executed: 'no' },
			});
			expect(org.fakeServer.seen('/oauth2/token')).toHaveLength(1);
			const wrong = await org.run({
				parameters: { ...autoMap, authentication: 'clientCredentials' },
				credentials: credentialsOf(org.fakeServer, APP, { clientSecret: 'not the secret' }),
				items: records(2),
			});
			expect(wrong.error?.message).toContain('gave no access token');
			expect(wrong.error?.message).not.toContain('not the secret');
			expect(org.fakeServer.seen('/oauth2/token')).toHaveLength(2);
		});

		it.each([
			[
				'another instance',
				USER,
				'oAuth2',
				{
					environment: 'production',
					oauthTokenData: {
						access_token: 'x',
						instance_url: 'https://salesforce.com.attacker.example',
						token_type: 'Bearer',
					},
				},
				'the host "salesforce.com.attacker.example" is not known',
			],
			[
				'loopback without My Domain',
				USER,
				'oAuth2',
				{ environment: 'sandbox' },
				'the host "127.0.0.1" is not known',
			],
			[
				'an account that is not connected',
				USER,
				'oAuth2',
				{ oauthTokenData: undefined },
				'not connected yet',
			],
			[
				'an unencrypted My Domain',
				APP,
				'clientCredentials',
				{ myDomain: 'http://mycompany.my.salesforce.com' },
				'is not encrypted',
			],
			[
				'the address of the screens',
				APP,
				'clientCredentials',
				{ myDomain: 'https://mycompany.lightning.force.com' },
				'is the address of the screens',
			],
			['no My Domain', APP, 'clientCredentials', { myDomain: '' }, "'My Domain URL' is missing"],
		])(
			'refuses %s before a secret is sent',
			async (_what, type, authentication, change, message) => {
				const result = await org.run({
					parameters: { ...autoMap, authentication },
					credentials: credentialsOf(org.fakeServer, type, change),
					items: records(1),
				});
				expect(result.error?.message).toContain(message);
				expect(org.fakeServer.requests).toEqual([]);
			},
		);
	});
});
