import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { addressExpression } from './addressExpression';

const SEARCHED = ['contacts', 'accounts', 'pipelines', 'products', 'tasks', 'events', 'calls'].map(
	(module) => `ZohoBigin.modules.${module}.READ`,
);

/**
 * Scopes that the operations of this package need (bigin 1.4). One wrong name makes the whole consent fail, so the user can
 * edit them, and the two that not every source lists are left out: those for COQL queries and file downloads.
 */
const SCOPES = [
	'ZohoBigin.modules.ALL',
	...SEARCHED,
	'ZohoBigin.modules.notes.ALL',
	'ZohoBigin.modules.attachments.ALL',
	'ZohoBigin.settings.ALL',
	'ZohoBigin.users.READ',
	'ZohoBigin.org.READ',
	'ZohoBigin.bulk.ALL',
	'ZohoBigin.Files.CREATE',
	'ZohoFiles.files.ALL',
	'ZohoSearch.securesearch.READ',
].join(',');

/** API domain of each documented data center (bigin 1.1), so that the credential test sends the token to no other host. */
const API_DOMAINS = `{ us: "https://www.zohoapis.com", eu: "https://www.zohoapis.eu", in: "https://www.zohoapis.in", au: "https://www.zohoapis.com.au", cn: "https://www.zohoapis.com.cn", jp: "https://www.zohoapis.jp", sa: "https://www.zohoapis.sa", ca: "https://www.zohoapis.ca", custom: ${addressExpression('$credentials.apiDomain')} }[$credentials.dataCenter]`;

/** Accounts server of each documented data center (bigin 1.1); Canada's is not accounts.zoho.ca. */
const ACCOUNTS = `{ us: "https://accounts.zoho.com", eu: "https://accounts.zoho.eu", in: "https://accounts.zoho.in", au: "https://accounts.zoho.com.au", cn: "https://accounts.zoho.com.cn", jp: "https://accounts.zoho.jp", sa: "https://accounts.zoho.sa", ca: "https://accounts.zohocloud.ca", custom: ${addressExpression('$self["accountsServer"]')} }[$self["dataCenter"]]`;

export class BiginOAuth2Api implements ICredentialType {
	name = 'biginOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Zoho Bigin OAuth2 API';

	documentationUrl = 'https://www.bigin.com/developer/docs/apis/v2/oauth-overview.html';

	icon: Icon = { light: 'file:../icons/bigin.svg', dark: 'file:../icons/bigin.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName:
				'In the <a href="https://api-console.zoho.com" target="_blank">Zoho API Console</a>, add a server-based application. Enter the OAuth Redirect URL shown here as its authorized redirect URI, copy its client ID and client secret to this form, then connect the account.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Data Center',
			name: 'dataCenter',
			type: 'options',
			options: [
				{ name: 'Australia', value: 'au' },
				{ name: 'Canada', value: 'ca' },
				{ name: 'China', value: 'cn' },
				{ name: 'Custom', value: 'custom' },
				{ name: 'Europe', value: 'eu' },
				{ name: 'India', value: 'in' },
				{ name: 'Japan', value: 'jp' },
				{ name: 'Saudi Arabia', value: 'sa' },
				{ name: 'United States', value: 'us' },
			],
			default: 'us',
			description:
				'Where your Bigin account is hosted, shown by the ending of the address you sign in at',
		},
		{
			displayName: 'Accounts Server',
			name: 'accountsServer',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://accounts.zoho.uk',
			displayOptions: { show: { dataCenter: ['custom'] } },
			description: 'Address of the server that signs users in, with https://',
		},
		{
			displayName: 'API Domain',
			name: 'apiDomain',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://www.zohoapis.uk',
			displayOptions: { show: { dataCenter: ['custom'] } },
			description: 'Address of the API, with https://; tokens for any other address are refused',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${ACCOUNTS} }}/oauth/v2/auth`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${ACCOUNTS} }}/oauth/v2/token`,
		},
		{
			displayName: 'Scopes',
			name: 'scope',
			type: 'string',
			default: SCOPES,
			description:
				'Separated by commas; leave out what your account does not have. Add ZohoBigin.coql.READ for queries and ZohoBigin.Files.READ for file downloads.',
		},
		// Zoho issues a refresh token only with these parameters.
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: 'access_type=offline&prompt=consent',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${API_DOMAINS} }}`,
			url: '/bigin/v2/users',
			qs: { type: 'CurrentUser' },
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						"Bigin did not accept the token. Connect the account again, and check that 'Data Center' matches the address you sign in at.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						"The connected user or the scopes lack a permission. Check 'Scopes' and connect the account again.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: "The host does not know Bigin's API. Check 'Data Center'.",
				},
			},
		],
	};
}
