/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ICredentialType } from 'n8n-workflow';

import { testCredential } from '../harness/credentialTest';
import { loadPackage } from '../harness/package';

const NAMES = [
	'biginOAuth2Api',
	'khorosMarketingApi',
	'khorosMarketingCrmApi',
	'kustomerApi',
	'kustomerOAuth2Api',
	'salesforceEngagementClientCredentialsOAuth2Api',
	'salesforceEngagementJwtApi',
	'salesforceEngagementOAuth2Api',
	'shareCrmApi',
];

it('are all looked at here', async () => {
	expect(Object.keys((await loadPackage()).known.credentials).sort()).toEqual(NAMES);
});

describe.each(NAMES)('The credential %s', (name) => {
	let credential: ICredentialType;
	beforeAll(async () => {
		credential = (await loadPackage()).getCredential(name).type;
	});

	it('begins with what to do at the vendor', () => {
		const [notice] = credential.properties;
		expect(notice).toMatchObject({
			type: 'notice',
			displayName: expect.stringMatching(/^(In |An administrator ).{80,}\.$/),
		});
	});

	it('says where the redirect URL goes, where n8n shows one', () => {
		const grant = credential.properties.find((property) => property.name === 'grantType')?.default;
		const shows =
			credential.extends?.includes('oAuth2Api') === true && grant !== 'clientCredentials';
		expect(credential.properties[0]?.displayName.includes('OAuth Redirect URL')).toBe(shows);
	});

	it('is tested, in sentences for a person wherever n8n lets a node say them', async () => {
		const { known } = await loadPackage();
		// n8n tests OAuth2 by a request alone, or not at all.
		if (credential.extends?.includes('oAuth2Api')) {
			expect(credential.test?.request.disableFollowRedirect).toBe(true);
			const codes = (credential.test?.rules ?? []).map((rule) =>
				rule.type === 'responseCode' ? rule.properties.value : 0,
			);
			expect(codes).toEqual(expect.arrayContaining([401, 403, 404]));
			return;
		}
		expect(credential.test).toBeUndefined();
		// A node and its trigger name the same test.
		const tests = Object.keys(known.nodes).flatMap((node) =>
			loaded(node).flatMap((entry) => (entry.name === name ? [entry.testedBy] : [])),
		);
		expect([...new Set(tests)]).toEqual([expect.any(String)]);
	});
});

let nodes: Awaited<ReturnType<typeof loadPackage>>;
beforeAll(async () => {
	nodes = await loadPackage();
});

function loaded(node: string) {
	const { type } = nodes.getNode(node);
	return 'description' in type
		? ((type.description as { credentials?: Array<{ name: string; testedBy?: unknown }> })
				.credentials ?? [])
		: [];
}

describe('A test by a function', () => {
	let server: Server;
	let url: string;
	const paths: string[] = [];
	beforeAll(async () => {
		server = createServer((request, response) => {
			paths.push(String(request.url));
			response.writeHead(302, { location: '/elsewhere' }).end();
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => server.close());
	beforeEach(() => {
		paths.length = 0;
	});

	it.each([
		['kustomer', 'kustomerApi', () => ({ connectBy: 'custom', host: url, apiKey: 'sesame' })],
		['khorosMarketing', 'khorosMarketingCrmApi', () => ({ baseUrl: url, secret: 'sesame' })],
		['khorosMarketing', 'khorosMarketingApi', () => ({ host: url, accessToken: 'sesame' })],
		[
			'shareCrm',
			'shareCrmApi',
			() => ({
				cloud: 'custom',
				host: url,
				appId: 'app',
				appSecret: 'sesame',
				permanentCode: 'open',
				operatorEmployeeId: '1000',
			}),
		],
	])(
		'follows no redirect in the node %s, which would carry the secret along',
		async (node, type, data) => {
			expect(await testCredential(node, type, data())).toMatchObject({
				status: 'Error',
				message: expect.not.stringContaining('sesame'),
			});
			expect(paths).toHaveLength(1);
		},
	);
});
