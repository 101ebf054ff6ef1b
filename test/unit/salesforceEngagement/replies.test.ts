import { useCredentialExpressions } from '../../harness/credentialExpressions';
import { SalesforceEngagementClientCredentialsOAuth2Api } from '../../../credentials/SalesforceEngagementClientCredentialsOAuth2Api.credentials';
import { SalesforceEngagementOAuth2Api } from '../../../credentials/SalesforceEngagementOAuth2Api.credentials';
import {
	failureOf,
	refusalOf,
	subrequestFailure,
} from '../../../nodes/SalesforceEngagement/replies';
import { instanceUrl } from '../../../nodes/SalesforceEngagement/host';
import { displayNameOf } from '../../../nodes/SalesforceEngagement/fields/interaction';
import { customValue } from '../../../nodes/SalesforceEngagement/fields/common';

describe('address of the org', () => {
	const token = (instance_url?: string) => ({ access_token: 'x', instance_url });

	it.each([
		['https://mycompany.my.salesforce.com'],
		['https://mycompany--dev.sandbox.my.salesforce.com'],
		['https://eu12.salesforce.com/'],
	])('takes %s', (url) => {
		expect(instanceUrl({ environment: 'production', oauthTokenData: token(url) })).toBe(
			url.replace(/\/$/, ''),
		);
	});

	it.each([
		['https://mysalesforce.com'],
		['https://evil.example/x.salesforce.com'],
		['http://mycompany.my.salesforce.com'],
		['https://user@mycompany.my.salesforce.com'],
		['https://mycompany.my.salesforce.com.evil.example'],
	])('refuses %s', (url) => {
		expect(() => instanceUrl({ environment: 'production', oauthTokenData: token(url) })).toThrow(
			"'instance_url' cannot be used",
		);
	});

	it('takes any My Domain that the user gave, and it alone', () => {
		const credential = { environment: 'myDomain', myDomain: 'https://crm.example.com/' };
		expect(instanceUrl({ ...credential, oauthTokenData: token('https://crm.example.com') })).toBe(
			'https://crm.example.com',
		);
		expect(instanceUrl({ ...credential, oauthTokenData: token() })).toBe('https://crm.example.com');
		expect(() =>
			instanceUrl({ ...credential, oauthTokenData: token('https://other.example.com') }),
		).toThrow('is not known');
		expect(() =>
			instanceUrl({
				environment: 'production',
				myDomain: 'https://crm.example.com',
				oauthTokenData: token('https://crm.example.com'),
			}),
		).toThrow('is not known');
	});
});

describe('refusals', () => {
	it('reads all messages, and the first code and field', () => {
		const body = [
			{ errorCode: 'STRING_TOO_LONG', message: 'too long', fields: ['Reason', 'Name'] },
			{ errorCode: 'B', message: 'more' },
		];
		expect(refusalOf(400, body)).toMatchObject({
			code: 'STRING_TOO_LONG',
			text: 'too long; more',
			field: 'Reason',
			hint: 'Shorten the text.',
		});
	});

	it('passes unknown codes and other bodies through', () => {
		expect(
			failureOf({ status: 400, body: [{ errorCode: 'NEW_CODE', message: 'text' }] }),
		).toMatchObject({ code: 'NEW_CODE', message: expect.stringContaining('text'), executed: 'no' });
		expect(failureOf({ status: 502, body: '<html>' })).toMatchObject({
			httpCode: 502,
			executed: 'unknown',
		});
		expect(failureOf({ status: 201, body: {} })).toBeUndefined();
	});

	it('knows that a server fault inside a batch may have stored something', () => {
		expect(
			subrequestFailure(500, [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'm' }]).executed,
		).toBe('unknown');
		expect(subrequestFailure(400, [{ errorCode: 'DUPLICATE_VALUE', message: 'm' }]).executed).toBe(
			'no',
		);
		expect(
			subrequestFailure(403, [
				{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' },
			]),
		).toMatchObject({ executed: 'no', cause: { cause: 'quota-exhausted' } });
	});

	it.each([
		['IsAttendeeVerified', 'Attendee Verified'],
		['ExternalIdentifier', 'External Identifier'],
		['communicationChannel', 'Communication Channel'],
		['ProcessName', 'Process Name'],
		['Branch__c', undefined],
	])('calls %s "%s"', (field, name) => {
		expect(displayNameOf(field)).toBe(name);
	});
});

it.each([
	[2147483647, 2147483647],
	[2147483648, '2147483648'],
	[-3e9, '-3000000000'],
	[3e9 + 0.5, 3e9 + 0.5],
	[false, false],
	[null, undefined],
])('writes the custom value %s as %s', (given, sent) => {
	expect(customValue(given, "'Own__c'", 'Own__c')).toBe(sent);
});

describe('credentials', () => {
	const { evaluate, valueOf } = useCredentialExpressions();
	const user = new SalesforceEngagementOAuth2Api();
	const app = new SalesforceEngagementClientCredentialsOAuth2Api();

	it.each([
		['production', 'https://login.salesforce.com'],
		['sandbox', 'https://test.salesforce.com'],
		['myDomain', 'https://my.example.com'],
	])('signs in at the right server for %s', (environment, server) => {
		const values = { environment, myDomain: 'https://my.example.com/' };
		expect(valueOf(user, 'authUrl', values)).toBe(`${server}/services/oauth2/authorize`);
		expect(valueOf(user, 'accessTokenUrl', values)).toBe(`${server}/services/oauth2/token`);
	});

	it('gets the token of an app at the My Domain', () => {
		expect(valueOf(app, 'accessTokenUrl', { myDomain: 'https://my.example.com/' })).toBe(
			'https://my.example.com/services/oauth2/token',
		);
	});

	it('are tested at the org', () => {
		const base = (credential: typeof user | typeof app, values: Record<string, unknown>) =>
			evaluate(credential.test.request.baseURL, values);
		expect(
			base(user, {
				environment: 'production',
				oauthTokenData: { instance_url: 'https://x.my.salesforce.com' },
			}),
		).toBe('https://x.my.salesforce.com');
		expect(
			base(user, {
				environment: 'myDomain',
				myDomain: 'https://my.example.com/',
				oauthTokenData: { instance_url: 'https://y.example' },
			}),
		).toBe('https://my.example.com');
		expect(base(app, { myDomain: 'https://my.example.com/' })).toBe('https://my.example.com');
	});
});
