import { BiginOAuth2Api } from '../../../credentials/BiginOAuth2Api.credentials';
import { API_DOMAINS, apiDomain } from '../../../nodes/Bigin/host';
import { failureOf, refusalOf } from '../../../nodes/Bigin/replies';

const token = (domain?: string) => ({
	oauthTokenData: { access_token: 'x', ...(domain === undefined ? {} : { api_domain: domain }) },
});
const CUSTOM = {
	dataCenter: 'custom',
	accountsServer: 'https://accounts.zoho.uk',
	apiDomain: 'https://www.zohoapis.uk',
};

describe('API domain of a Bigin credential', () => {
	it.each(Object.entries(API_DOMAINS))('%s without a domain in the token', (dataCenter, domain) => {
		expect(apiDomain({ dataCenter, ...token() })).toBe(domain);
	});

	it.each(Object.values(API_DOMAINS))('takes %s from the token', (domain) => {
		expect(apiDomain({ dataCenter: 'us', ...token(`${domain}/`) })).toBe(domain);
	});

	it.each([
		['custom without a domain in the token', { ...CUSTOM, ...token() }],
		[
			'custom with the same domain in the token',
			{ ...CUSTOM, ...token('https://www.zohoapis.uk') },
		],
		[
			'custom with a slash at the end',
			{ ...CUSTOM, apiDomain: 'https://www.zohoapis.uk/', ...token() },
		],
	])('%s', (_what, credential) => {
		expect(apiDomain(credential)).toBe('https://www.zohoapis.uk');
	});

	it.each([
		[
			'a foreign domain',
			{ dataCenter: 'us', ...token('https://www.zohoapis.com.attacker.example') },
			'the token belongs to "https://www.zohoapis.com.attacker.example"',
		],
		[
			'a documented domain over plain http',
			{ dataCenter: 'us', ...token('http://www.zohoapis.com') },
			'which is not a known data center',
		],
		[
			'a documented domain where another was entered',
			{ ...CUSTOM, ...token('https://www.zohoapis.com') },
			'the token belongs to "https://www.zohoapis.com"',
		],
		[
			'a data center that is not listed',
			{ dataCenter: 'uk', ...token() },
			'the data center "uk" is not known',
		],
		['no API domain', { ...CUSTOM, apiDomain: '', ...token() }, "'API Domain' is missing"],
		[
			'no accounts server',
			{ ...CUSTOM, accountsServer: '', ...token() },
			"'Accounts Server' is missing",
		],
		[
			'plain http to another machine',
			{ ...CUSTOM, apiDomain: 'http://10.0.0.5', ...token() },
			'is not encrypted',
		],
		[
			'a path',
			{ ...CUSTOM, apiDomain: 'https://www.zohoapis.uk/x', ...token() },
			'it contains the path "/x"',
		],
		['an account that is not connected', { dataCenter: 'us' }, 'the account is not connected yet'],
	])('refuses %s', (_what, credential, message) => {
		expect(() => apiDomain(credential)).toThrow(message);
	});
});

describe('Addresses in the credential', () => {
	const evaluate = (template: string, values: Record<string, string>): unknown => {
		const code = /^={{(.+)}}(.*)$/.exec(template);
		// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
		return `${String(new Function('$credentials', '$self', `return (${code?.[1] ?? ''})`)(values, values))}${code?.[2] ?? ''}`;
	};
	const credential = new BiginOAuth2Api();
	const template = (name: string) =>
		String(credential.properties.find((property) => property.name === name)?.default);

	it.each(Object.entries(API_DOMAINS))(
		'test the token of %s at its own API domain',
		(dataCenter, domain) => {
			expect(evaluate(String(credential.test.request.baseURL), { dataCenter })).toBe(domain);
		},
	);

	it.each([
		['ca', 'https://accounts.zohocloud.ca'],
		['au', 'https://accounts.zoho.com.au'],
		['custom', 'https://accounts.zoho.uk'],
	])('sign in for %s at %s', (dataCenter, server) => {
		const values = { dataCenter, accountsServer: 'https://accounts.zoho.uk' };
		expect(evaluate(template('authUrl'), values)).toBe(`${server}/oauth/v2/auth`);
		expect(evaluate(template('accessTokenUrl'), values)).toBe(`${server}/oauth/v2/token`);
	});
});

describe('Refusals of Bigin', () => {
	it('takes the id of a duplicate from either place', () => {
		expect(
			refusalOf({ code: 'DUPLICATE_DATA', details: { api_name: 'Email', id: '1' } }),
		).toMatchObject({ field: 'Email', id: '1' });
		expect(
			refusalOf({ code: 'DUPLICATE_DATA', details: { id: '1', duplicate_record: { id: '2' } } }),
		).toMatchObject({ id: '2' });
	});

	it.each([
		[401, 'INVALID_TOKEN', 'no', 'credential-invalid'],
		[429, 'TOO_MANY_REQUESTS', 'no', 'rate-limited'],
		[403, 'NO_PERMISSION', 'no', undefined],
		[500, 'INTERNAL_ERROR', 'unknown', 'temporarily-unavailable'],
	])('judges HTTP %i %s', (status, code, executed, cause) => {
		const failure = failureOf({
			status,
			body: { code, details: {}, message: 'text', status: 'error' },
		});
		expect(failure).toMatchObject({ httpCode: status, code, executed });
		expect(failure?.cause?.cause).toBe(cause);
	});

	it.each([200, 201, 202])('looks into the entries of HTTP %i', (status) => {
		expect(failureOf({ status, body: { data: [] } })).toBeUndefined();
	});
});
