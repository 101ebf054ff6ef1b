import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { addressExpression } from './addressExpression';

export class SalesforceEngagementClientCredentialsOAuth2Api implements ICredentialType {
	name = 'salesforceEngagementClientCredentialsOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Salesforce Engagement Client Credentials OAuth2 API';

	documentationUrl =
		'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow_ca.htm';

	icon: Icon = {
		light: 'file:../icons/salesforceEngagement.svg',
		dark: 'file:../icons/salesforceEngagement.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName:
				'In Salesforce under Setup > External Client App Manager, create an app with OAuth, enable its client credentials flow, and in its policies choose the user it runs as. Copy its consumer key and consumer secret to this form as client ID and client secret. No redirect URL is needed.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'clientCredentials' },
		{
			displayName: 'My Domain URL',
			name: 'myDomain',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://mycompany.my.salesforce.com',
			description:
				'In Salesforce under Setup > My Domain; the login and test addresses refuse this kind of sign-in',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${addressExpression('$self["myDomain"]')} }}/services/oauth2/token`,
		},
		// No scope is requested, because the app's integration user decides the permissions (salesforce-engagement 3.2).
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${addressExpression('$credentials.myDomain')} }}`,
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
					message:
						'Salesforce did not accept the token. Check the client ID and client secret, and that the client credentials flow is enabled.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						"The user that the app runs as lacks the permission API Enabled. Add it to the user's profile or a permission set.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						"The user that the app runs as sees no engagement interactions: the org needs an industry cloud with engagement, and the user needs its permission set. Also check 'My Domain URL'.",
				},
			},
		],
	};
}
