import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { addressExpression } from './addressExpression';

const READ_ALONE = ['event', 'metadata', 'tag', 'team', 'user', 'workflow'];
const WRITTEN = ['company', 'conversation', 'customer', 'kobject', 'message', 'note'];

/**
 * Roles as scopes (kustomer 1.3 and 1.4), and the scope that a refresh token needs. Kustomer may refuse the whole consent
 * if the app lacks one role, so the user can edit them, and roles that delete are left out.
 */
const SCOPES = [
	'offline_access',
	...WRITTEN.flatMap((object) =>
		['create', 'read', 'update'].map((action) => `org.permission.${object}.${action}`),
	),
	...READ_ALONE.map((object) => `org.permission.${object}.read`),
	'org.permission.bulk.read',
	'org.permission.search.create',
].join(' ');

/**
 * Expression for the address of a server. n8n itself sends the client secret and the code there, so an organization must be
 * a single label of a host name.
 * @param values expression for the credential's values
 * @param host name of the field with the server's own address
 * @param domain the part after the organization (kustomer 1.4)
 */
function server(values: string, host: string, domain: string): string {
	const organization = `String(${values}["organization"] || "").trim()`;
	return `${values}["connectBy"] === "custom" ? ${addressExpression(`${values}["${host}"]`)} : (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(${organization}) ? "https://" + ${organization} + "${domain}" : "")`;
}

export class KustomerOAuth2Api implements ICredentialType {
	name = 'kustomerOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Kustomer OAuth2 API';

	documentationUrl = 'https://developer.kustomer.com/docs/get-started/oauth';

	icon: Icon = { light: 'file:../icons/kustomer.svg', dark: 'file:../icons/kustomer.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName:
				'In Kustomer, an administrator installs your own app. Add the OAuth Redirect URL shown here to the redirectUris in its definition. Copy its client ID to this form, and its client secret if it has one, then connect the account. Without an app, use an API key.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		// Authorization code with PKCE S256 (kustomer 1.4).
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'pkce' },
		{
			displayName: 'Connect By',
			name: 'connectBy',
			type: 'options',
			options: [
				{ name: 'Custom Host', value: 'custom' },
				{
					name: 'Organization',
					value: 'organization',
					description: 'Finds the right region automatically',
				},
			],
			default: 'organization',
			description: 'How the sign-in and API addresses are found',
		},
		{
			displayName: 'Organization',
			name: 'organization',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. acme',
			displayOptions: { show: { connectBy: ['organization'] } },
			description: 'First part of the address you sign in at, such as acme of acme.kustomerapp.com',
		},
		{
			displayName: 'Sign-in Host',
			name: 'signInHost',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://acme.kustomerapp.com',
			displayOptions: { show: { connectBy: ['custom'] } },
			description: 'Address where people sign in',
		},
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://acme.api.kustomerapp.com',
			displayOptions: { show: { connectBy: ['custom'] } },
			description: 'Address of the API; the client secret and tokens are sent there',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${server('$self', 'signInHost', '.kustomerapp.com')} }}/oauth/authorize`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${server('$self', 'host', '.api.kustomerapp.com')} }}/oauth/token`,
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Leave empty if the app has none',
		},
		{
			displayName: 'Scopes',
			name: 'scope',
			type: 'string',
			default: SCOPES,
			description:
				'Roles, separated by spaces; keep offline_access, or the sign-in ends after a day',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${server('$credentials', 'host', '.api.kustomerapp.com')} }}`,
			// A guess (kustomer 1.5): this answers for a person's token as it does for a key.
			url: '/v1/auth/tokens/current',
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Kustomer did not accept the token. Connect the account again.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						"The connected user or the scopes lack a role. Check 'Scopes' and connect the account again.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: "The host does not know Kustomer's API. Check 'Organization' or 'Host'.",
				},
			},
		],
	};
}
