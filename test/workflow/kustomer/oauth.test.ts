import { createHash, randomBytes } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { KustomerOAuth2Api } from '../../../credentials/KustomerOAuth2Api.credentials';
import { useCredentialExpressions } from '../../harness/credentialExpressions';
import { useKustomer } from '../../harness/kustomer';
import { credentialsOf } from '../../harness/sandbox';

const CREDENTIAL = 'kustomerOAuth2Api';
const TOKEN = '/oauth/token';
const REDIRECT = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';

describe('Kustomer, connected by OAuth2', () => {
	const kustomer = useKustomer();

	const asPerson = (credential: Record<string, unknown> = {}) => ({
		credentials: credentialsOf(kustomer.fakeServer, CREDENTIAL, credential),
	});
	const list = async (spec: ReturnType<typeof asPerson>, items: IDataObject[] = [{}]) =>
		await kustomer.run('tag', 'getAll', { authentication: 'oAuth2' }, items, spec);
	const bearer = () =>
		kustomer.fakeServer.seen('/v1/tags').map(({ headers }) => headers.authorization);

	it('sends the token of the person', async () => {
		const result = await list(asPerson());
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(2);
		expect(bearer()).toEqual([`Bearer ${kustomer.vendor.signIn.firstToken}`]);
		expect(kustomer.fakeServer.seen(TOKEN)).toHaveLength(0);
	});

	it('renews an expired token once, and keeps the refresh token that the reply brings', async () => {
		const spec = asPerson();
		for (const round of [1, 2]) {
			kustomer.vendor.signIn.expire();
			const result = await list(spec, [{}, {}, {}]);
			expect(result.error).toBeUndefined();
			expect(result.items).toHaveLength(6);
			expect(kustomer.fakeServer.seen(TOKEN)).toHaveLength(round);
		}
		const [first, second] = kustomer.fakeServer
			.seen(TOKEN)
			.map(({ body }) => (body as IDataObject).refresh_token);
		expect(first).toBe(kustomer.vendor.signIn.firstRefresh);
		expect(second).not.toBe(first);
	});

	it('keeps the refresh token where the reply brings no other', async () => {
		kustomer.vendor.signIn.rotates = false;
		const spec = asPerson();
		for (let round = 0; round < 2; round++) {
			kustomer.vendor.signIn.expire();
			expect((await list(spec)).items).toHaveLength(2);
		}
	});

	it('says to connect the account again where the consent was taken back, and shows no secret', async () => {
		kustomer.vendor.signIn.revoke();
		const { error } = await list(asPerson());
		expect(error).toMatchObject({
			message: expect.stringContaining('gave no access token'),
			context: { details: { executed: 'no' } },
		});
		const shown = JSON.stringify([error?.message, error?.description, error?.context]);
		for (const secret of ['firstToken', 'firstRefresh', 'clientSecret'] as const)
			expect(shown).not.toContain(kustomer.vendor.signIn[secret]);
	});

	it('does not take a missing role for an expired token again and again', async () => {
		kustomer.vendor.roles.delete('org.permission.customer.read');
		const result = await kustomer.run(
			'customer',
			'getAll',
			{ authentication: 'oAuth2' },
			Array.from({ length: 5 }, () => ({})),
			{ ...asPerson(), onError: 'continueErrorOutput' },
		);
		expect(result.errors).toHaveLength(5);
		expect(result.errors[4]?.json.details).toMatchObject({ httpCode: 401, executed: 'no' });
		expect(JSON.stringify(result.errors[0]?.json)).toContain(
			"'Scopes' of the credential hold org.permission.customer.read",
		);
		expect(kustomer.fakeServer.seen(TOKEN)).toHaveLength(1);
	});

	it.each([
		['another scheme', { host: 'http://kustomer.example' }, 'is not encrypted'],
		[
			'another organization',
			{ connectBy: 'organization', organization: 'evil.example/' },
			"'Organization' must be one word",
		],
	])('sends no token to %s', async (_what, credential, message) => {
		const { error } = await list(asPerson(credential));
		expect(error?.message).toContain(message);
		expect(kustomer.fakeServer.requests).toHaveLength(0);
	});
});

describe('The sign-in of the Kustomer sandbox', () => {
	const kustomer = useKustomer();
	const verifier = randomBytes(32).toString('base64url');

	const address = (change: Record<string, string> = {}) =>
		`${kustomer.fakeServer.url}/oauth/authorize?${new URLSearchParams({
			client_id: kustomer.vendor.signIn.clientId,
			redirect_uri: REDIRECT,
			response_type: 'code',
			state: 'known',
			scope: 'offline_access org.permission.tag.read',
			code_challenge: createHash('sha256').update(verifier).digest('base64url'),
			code_challenge_method: 'S256',
			...change,
		}).toString()}`;
	const decide = async (decision: string) => {
		const reply = await fetch(address(), {
			method: 'POST',
			redirect: 'manual',
			body: new URLSearchParams({ decision }),
		});
		return new URL(reply.headers.get('location') ?? '').searchParams;
	};
	const token = async (form: Record<string, string>) => {
		const { clientId, clientSecret } = kustomer.vendor.signIn;
		const reply = await fetch(`${kustomer.fakeServer.url}${TOKEN}`, {
			method: 'POST',
			body: new URLSearchParams({
				client_id: clientId,
				client_secret: clientSecret,
				redirect_uri: REDIRECT,
				...form,
			}),
		});
		return (await reply.json()) as Record<string, string>;
	};
	const exchange = async (code: string | null, codeVerifier = verifier) =>
		await token({
			grant_type: 'authorization_code',
			code: code ?? '',
			code_verifier: codeVerifier,
		});

	it('asks the person, and grants what was allowed once', async () => {
		const page = await (await fetch(address())).text();
		expect(page).toContain('>Allow</button>');
		expect(page).toContain('>Deny</button>');
		const answer = await decide('allow');
		expect(answer.get('state')).toBe('known');
		const granted = await exchange(answer.get('code'));
		expect(granted).toMatchObject({
			access_token: expect.any(String),
			refresh_token: expect.any(String),
		});
		expect(await exchange(answer.get('code'))).toMatchObject({ error: 'invalid_grant' });
		const status = async (path: string) =>
			(
				await fetch(`${kustomer.fakeServer.url}${path}`, {
					headers: { authorization: `Bearer ${granted.access_token}` },
				})
			).status;
		expect([await status('/v1/tags'), await status('/v1/customers')]).toEqual([200, 401]);
	});

	it('gives no code where the person denies', async () => {
		const answer = await decide('deny');
		expect(answer.get('error')).toBe('access_denied');
		expect(answer.get('code')).toBeNull();
	});

	it('gives no token for another verifier', async () => {
		const answer = await decide('allow');
		expect(await exchange(answer.get('code'), 'another')).toMatchObject({ error: 'invalid_grant' });
	});

	it.each([
		[{ code_challenge: '' }, 'code_challenge is missing'],
		[{ code_challenge_method: 'plain' }, 'must be S256'],
		[{ client_id: 'another' }, 'unknown client_id'],
	])('refuses a sign-in with %j', async (change, message) => {
		const reply = await fetch(address(change as Record<string, string>));
		expect(reply.status).toBe(400);
		expect(await reply.text()).toContain(message);
	});
});

describe('The addresses of the credential Kustomer OAuth2 API', () => {
	const { evaluate, valueOf } = useCredentialExpressions();
	const credential = new KustomerOAuth2Api();
	const all = (values: Record<string, unknown>) => [
		valueOf(credential, 'authUrl', values),
		valueOf(credential, 'accessTokenUrl', values),
		evaluate(credential.test.request.baseURL, values),
	];

	it('are those of the organization', () => {
		expect(all({ connectBy: 'organization', organization: ' acme ' })).toEqual([
			'https://acme.kustomerapp.com/oauth/authorize',
			'https://acme.api.kustomerapp.com/oauth/token',
			'https://acme.api.kustomerapp.com',
		]);
	});

	it('are those of a custom host, encrypted', () => {
		expect(
			all({ connectBy: 'custom', signInHost: 'sign.example/', host: 'http://api.example' }),
		).toEqual([
			'https://sign.example/oauth/authorize',
			'https://api.example/oauth/token',
			'https://api.example',
		]);
	});

	it.each(['evil.example/', 'evil.example#', 'a@evil', ''])(
		'lead nowhere for the organization "%s"',
		(organization) => {
			expect(all({ connectBy: 'organization', organization })).toEqual([
				'/oauth/authorize',
				'/oauth/token',
				'',
			]);
		},
	);
});
