import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { addressExpression } from './addressExpression';

/** Server that signs users in (salesforce-engagement 3.1). */
const LOGIN = `{ production: "https://login.salesforce.com", sandbox: "https://test.salesforce.com", myDomain: ${addressExpression('$self["myDomain"]')} }[$self["environment"]]`;

/** The org's address from the token reply, only if it belongs to Salesforce, so that the credential test sends the token to no other host. */
const INSTANCE =
	'(/^https:\\/\\/[a-z0-9.-]{1,253}\\.(salesforce|force)\\.com\\/?$/i.test($credentials.oauthTokenData?.instance_url) ? $credentials.oauthTokenData.instance_url : "")';

export class SalesforceEngagementOAuth2Api implements ICredentialType {
	name = 'salesforceEngagementOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Salesforce Engagement OAuth2 API';

	documentationUrl =
		'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm';

	icon: Icon = {
		light: 'file:../icons/salesforceEngagement.svg',
		dark: 'file:../icons/salesforceEngagement.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName:
				'In Salesforce under Setup > External Client App Manager, create an app with OAuth. Enter the OAuth Redirect URL shown here as its callback URL and allow the scopes below. Copy its consumer key and consumer secret to this form as client ID and client secret, then connect the account.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		// New apps refuse a sign-in without PKCE (salesforce-engagement 14).
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'pkce' },
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'My Domain',
					value: 'myDomain',
					description: 'Sign in at the address of your own org',
				},
				{ name: 'Production', value: 'production', description: 'Sign in at login.salesforce.com' },
				{ name: 'Sandbox', value: 'sandbox', description: 'Sign in at test.salesforce.com' },
			],
			default: 'production',
		},
		{
			displayName: 'My Domain URL',
			name: 'myDomain',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://mycompany.my.salesforce.com',
			displayOptions: { show: { environment: ['myDomain'] } },
			description:
				'In Salesforce under Setup > My Domain; not the address that ends in lightning.force.com',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${LOGIN} }}/services/oauth2/authorize`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${LOGIN} }}/services/oauth2/token`,
		},
		{
			displayName: 'Scopes',
			name: 'scope',
			type: 'string',
			default: 'api refresh_token',
			description: "Separated by spaces; your org's app must allow each of them",
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
			baseURL: `={{ $credentials.environment === "myDomain" ? ${addressExpression('$credentials.myDomain')} : ${INSTANCE} }}`,
			// Every org with engagement supports this version and object, and no administrator rights are needed
			// (salesforce-engagement 0 and 2.5).
			url: '/services/data/v57.0/sobjects/EngagementInteraction',
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Salesforce did not accept the token. Connect the account again.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'The user lacks the permission API Enabled, or the app lacks the scope api. Add what is missing, and connect the account again.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						"The user sees no engagement interactions: the org needs an industry cloud with engagement, and the user needs its permission set. Also check 'Environment' and 'My Domain URL'.",
				},
			},
		],
	};
}
