import { createPublicKey, generateKeyPairSync } from 'crypto';

import jwt from 'jsonwebtoken';

import { testCredential } from '../../harness/credentialTest';
import { credentialsOf } from '../../harness/sandbox';
import { Org } from '../../harness/salesforceEngagement';

const JWT = 'salesforceEngagementJwtApi';

describe('Signing in to Salesforce by a certificate', () => {
	const org = new Org();
	const parameters = {
		authentication: 'jwt',
		resource: 'query',
		operation: 'run',
		query: 'SELECT Id FROM Contact',
	};
	const run = async (change: Record<string, unknown> = {}, count = 2) =>
		await org.run({
			parameters,
			items: Array.from({ length: count }, () => ({})),
			credentials: credentialsOf(org.fakeServer, JWT, change),
		});
	const tokenRequests = () => org.fakeServer.seen('/services/oauth2/token');
	const pem = () =>
		String(credentialsOf(org.fakeServer, JWT)[JWT]?.privateKey).replace(/\\n/g, '\n');
	const keyWith = (change: (key: string) => string) => {
		return { privateKey: change(pem()) };
	};
	beforeEach(() => org.fakeServer.vendor.state.insert('Contact', { LastName: 'Bell' }));

	it('sends an assertion that an independent verifier accepts, once for many requests and runs', async () => {
		const first = await run({ clientId: org.fakeServer.vendor.clientId });
		expect(first.error).toBeUndefined();
		expect(first.items).toHaveLength(2);
		await run();
		expect(tokenRequests()).toHaveLength(1);
		const body = tokenRequests()[0]?.body as Record<string, string>;
		const key = createPublicKey(pem()).export({ type: 'spki', format: 'pem' });
		const { header, payload: said } = jwt.verify(String(body.assertion), String(key), {
			algorithms: ['RS256'],
			audience: 'https://login.salesforce.com',
			issuer: '3MVG9.sandboxclient',
			subject: 'integration@sandbox.example',
			complete: true,
		});
		expect(header).toEqual({ alg: 'RS256', typ: 'JWT' });
		const stranger = generateKeyPairSync('rsa', {
			modulusLength: 2048,
			publicKeyEncoding: { type: 'spki', format: 'pem' },
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		}).publicKey;
		expect(() => jwt.verify(String(body.assertion), stranger)).toThrow('invalid signature');
		expect(said.exp - Date.now() / 1000).toBeLessThanOrEqual(180);
	});

	it('renews a token that the org does not accept any more', async () => {
		expect((await run()).error).toBeUndefined();
		org.fakeServer.vendor.expireTokens();
		const { error, items } = await run();
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
	});

	it('asks again for a token that was refused in passing, also where many requests wait for it', async () => {
		expect((await run()).error).toBeUndefined();
		org.fakeServer.vendor.expireTokens();
		org.fakeServer.faults.arm({
			path: '/services/oauth2/token',
			fault: { kind: 'status', status: 503 },
			times: 2,
		});
		const { error, items } = await run({}, 12);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(12);
	});

	it.each([
		['escaped line breaks', (key: string) => key.replace(/\n/g, '\\n')],
		['its line breaks lost', (key: string) => key.trim().replace(/\n/g, ' ')],
		['line breaks of Windows', (key: string) => key.replace(/\n/g, '\r\n')],
	])('takes a key with %s', async (_what, change) => {
		org.fakeServer.vendor.expireTokens();
		expect((await run(keyWith(change))).error).toBeUndefined();
	});

	it.each([
		[{ username: 'nobody@example.com' }, 'gave no token', 'Allow the user'],
		[{ privateKey: 'secret nonsense' }, "'Private Key' is not an RSA key", 'Paste the whole file'],
		[{ clientId: '' }, "'Client ID' is missing", 'fill it in'],
	])('says what is wrong with %j', async (change, message, hint) => {
		const { error } = await run(change);
		expect(error?.message).toContain(message);
		expect(error?.description).toContain(hint);
		expect(JSON.stringify(error)).not.toContain('secret nonsense');
		const tested = await testCredential('salesforceEngagement', JWT, {
			...credentialsOf(org.fakeServer, JWT, change)[JWT],
		});
		expect(tested).toMatchObject({ status: 'Error', message: expect.stringContaining(hint) });
	});

	it('is tested by asking for a token', async () => {
		expect(
			await testCredential('salesforceEngagement', JWT, {
				...credentialsOf(org.fakeServer, JWT)[JWT],
			}),
		).toEqual({ status: 'OK', message: 'Connection successful!' });
	});
});
