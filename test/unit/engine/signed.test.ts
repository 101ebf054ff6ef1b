import type { ICredentialType, IHttpRequestOptions } from 'n8n-workflow';

import { BiginOAuth2Api } from '../../../credentials/BiginOAuth2Api.credentials';
import { KhorosMarketingCrmApi } from '../../../credentials/KhorosMarketingCrmApi.credentials';
import { KustomerApi } from '../../../credentials/KustomerApi.credentials';
import { SalesforceEngagementClientCredentialsOAuth2Api } from '../../../credentials/SalesforceEngagementClientCredentialsOAuth2Api.credentials';
import { SalesforceEngagementOAuth2Api } from '../../../credentials/SalesforceEngagementOAuth2Api.credentials';
import { addressExpression } from '../../../credentials/addressExpression';
import { engineContext } from '../../harness/context';

const SIGNED = [
	{
		name: 'Kustomer',
		credential: new KustomerApi(),
		values: { connectBy: 'organization', organization: 'acme', apiKey: 'sesame' },
		base: 'https://acme.api.kustomerapp.com',
		header: { Authorization: 'Bearer sesame' },
	},
	{
		name: 'Khoros',
		credential: new KhorosMarketingCrmApi(),
		values: { baseUrl: 'crm.example/api/', headerName: 'x-key', secret: 'sesame' },
		base: 'https://crm.example/api',
		header: { 'x-key': 'sesame' },
	},
];

/** A request as the HTTP Request node passes it, or as a newer node does. */
type Request = Partial<IHttpRequestOptions> & { uri?: string };

const sign = async (credential: ICredentialType, values: object, request: Request) => {
	if (typeof credential.authenticate !== 'function')
		throw new Error('authenticate must be a function');
	return (await credential.authenticate({ ...values }, request as IHttpRequestOptions)) as Request &
		Record<string, unknown>;
};

describe.each(SIGNED)(
	"The credential of $name, used by n8n's HTTP Request node",
	({ credential, values, base, header }) => {
		const { origin } = new URL(base);

		it.each([
			['a whole address', { url: `${origin}/v1/x?y=1` }, `${origin}/v1/x?y=1`],
			['the address of an older client', { uri: `${origin}/v1/x` }, `${origin}/v1/x`],
			[
				'another spelling of the host',
				{ url: `${origin.toUpperCase().replace('HTTPS', 'https')}:443/v1/x` },
				`${origin}/v1/x`,
			],
			['a path alone', { url: '/v1/x' }, `${base}/v1/x`],
			[
				'a path with a base of the same host',
				{ url: 'v1/x', baseURL: `${origin}/` },
				`${origin}/v1/x`,
			],
			['nothing but a base', { baseURL: `${origin}/v2` }, `${origin}/v2`],
			[
				'a path that only looks like another host',
				{ url: '/\\evil.example/x' },
				`${base}//evil.example/x`,
			],
			['a host without slashes', { url: 'https:evil.example' }, `${base}/https:evil.example`],
		])('is signed for %s', async (_what, request: Request, url) => {
			const signed = await sign(credential, values, { ...request, headers: { a: '1' } });
			expect(signed).toMatchObject({ url, headers: { a: '1', ...header } });
			expect([signed.uri, signed.baseURL]).toEqual([undefined, undefined]);
			// A redirect would carry the secret on.
			expect(signed).toMatchObject({
				disableFollowRedirect: true,
				followRedirect: false,
				followAllRedirects: false,
			});
		});

		it.each<[string, Request]>([
			['another host', { url: 'https://evil.example/v1/x' }],
			['another host, for an older client', { uri: 'https://evil.example/v1/x' }],
			['another host behind the right path', { url: 'https://evil.example/v1/x', baseURL: base }],
			['another base', { url: '/v1/x', baseURL: 'https://evil.example' }],
			['a host without a scheme', { url: '//evil.example/v1/x' }],
			['a host without a scheme, with a base', { url: '//evil.example/v1/x', baseURL: base }],
			['a host that begins as the right one does', { url: `${origin}.evil.example/x` }],
			['the right host as a user name', { url: `${origin}@evil.example/x` }],
			[
				'the right host as a user name, after a backslash',
				{ url: `https://evil.example\\@${new URL(base).host}/x` },
			],
			['a user name at the right host', { url: origin.replace('https://', 'https://bob:pw@') }],
			['another port', { url: `${origin}:8443/x` }],
			['plain http', { url: `${origin.replace('https', 'http')}/x` }],
			['another scheme', { url: `${origin.replace('https', 'ftp')}/x` }],
			['no address at all', { url: 'https://' }],
		])('is not signed for %s', async (_what, request) => {
			await expect(sign(credential, values, request)).rejects.toThrow(
				`This credential can only be used for ${new URL(base).host}`,
			);
		});

		it('says for which host it may be used, and shows no secret', async () => {
			await expect(sign(credential, values, { url: 'https://evil.example' })).rejects.toMatchObject(
				{
					description: `Use an address at ${origin}, or another credential.`,
					message: expect.not.stringContaining('sesame'),
				},
			);
		});
	},
);

/** Evaluates an expression of a credential. */
function evaluate(code: string, values: object): string {
	// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
	return String(new Function('$self', '$credentials', `return (${code})`)(values, values));
}

describe('An address to which n8n itself sends secrets', () => {
	it.each([
		['accounts.example.com', 'https://accounts.example.com'],
		[' https://accounts.example.com// ', 'https://accounts.example.com'],
		['http://accounts.example.com', 'https://accounts.example.com'],
		['HTTP://accounts.example.com', 'https://accounts.example.com'],
		['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
		['http://localhost:3000', 'http://localhost:3000'],
		['http://[::1]:3000', 'http://[::1]:3000'],
		['http://127.0.0.1.evil.example', 'https://127.0.0.1.evil.example'],
		['http://localhost@evil.example', 'https://localhost@evil.example'],
		['http://localhost:1@evil.example', 'https://localhost:1@evil.example'],
		['http://127.0.0.1\\@evil.example', 'https://127.0.0.1\\@evil.example'],
		['ftp://accounts.example.com', 'https://ftp://accounts.example.com'],
		['', ''],
		[undefined, ''],
	])('is never without encryption on another machine: %j becomes %j', (host, expected) => {
		expect(evaluate(addressExpression('$self.host'), { host })).toBe(expected);
	});

	it("reads the same in n8n's own expression engine", async () => {
		const hosts = [
			' accounts.example.com// ',
			'http://accounts.example.com',
			'http://127.0.0.1:3000/',
			'http://localhost:1@evil.example',
			'',
		];
		const context = await engineContext(
			{},
			hosts.map((host) => ({ json: { host } })),
		);
		const expression = `={{ { us: "x", custom: ${addressExpression('$json["host"]')} }["custom"] }}/token`;
		expect(hosts.map((_, item) => context.evaluateExpression(expression.slice(1), item))).toEqual(
			hosts.map((host) => `${evaluate(addressExpression('$self.host'), { host })}/token`),
		);
		const { baseURL } = new SalesforceEngagementOAuth2Api().test.request;
		const org = {
			environment: 'production',
			oauthTokenData: { instance_url: 'https://acme.my.salesforce.com' },
		};
		const inOrg = await engineContext({}, [{ json: org }]);
		expect(
			inOrg.evaluateExpression(String(baseURL).slice(1).replaceAll('$credentials', '$json'), 0),
		).toBe('https://acme.my.salesforce.com');
	});

	const PLAIN = 'http://plain.example';
	const TYPED = {
		dataCenter: 'custom',
		accountsServer: PLAIN,
		apiDomain: PLAIN,
		environment: 'myDomain',
		myDomain: PLAIN,
	};
	it.each([
		new BiginOAuth2Api(),
		new SalesforceEngagementOAuth2Api(),
		new SalesforceEngagementClientCredentialsOAuth2Api(),
	])('is encrypted wherever the credential $name uses one', ({ properties, test }) => {
		const expressions = [
			...properties.flatMap((property) =>
				String(property.default).startsWith('=') ? [String(property.default)] : [],
			),
			String(test.request.baseURL),
		];
		expect(expressions.length).toBeGreaterThan(1);
		for (const expression of expressions) {
			const [, code = '', rest = ''] = /^=\{\{(.+)\}\}([^}]*)$/s.exec(expression) ?? [];
			expect(`${evaluate(code, TYPED)}${rest}`).toMatch(/^https:\/\/plain\.example(\/|$)/);
		}
	});

	it.each([
		['https://acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
		['https://evil.example', ''],
		['https://evil.example/.salesforce.com', ''],
		['http://acme.my.salesforce.com', ''],
		[undefined, ''],
	])("is Salesforce's own if the token reply names it: %j", (instance_url, expected) => {
		const code = String(new SalesforceEngagementOAuth2Api().test.request.baseURL).slice(3, -2);
		expect(evaluate(code, { environment: 'production', oauthTokenData: { instance_url } })).toBe(
			expected,
		);
	});
});
