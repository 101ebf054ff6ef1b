import type { INodeProperties } from 'n8n-workflow';

/** The choice of a credential. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{
			name: 'Client Credentials',
			value: 'clientCredentials',
			description: 'As the integration user of an app, without anybody signing in',
		},
		{
			name: 'JWT Bearer',
			value: 'jwt',
			description: 'As a user, by a certificate, without anybody signing in',
		},
		{ name: 'OAuth2', value: 'oAuth2', description: 'As the user who connects the account' },
	],
	default: 'oAuth2',
};
