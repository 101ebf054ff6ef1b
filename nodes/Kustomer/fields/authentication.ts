import type { INodeProperties } from 'n8n-workflow';

/** The choice of a credential. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'API Key', value: 'apiKey', description: 'As the machine user of a key' },
		{ name: 'OAuth2', value: 'oAuth2', description: 'As the person who connects the account' },
	],
	default: 'apiKey',
};

export const KEY_CREDENTIAL = 'kustomerApi';
export const PERSON_CREDENTIAL = 'kustomerOAuth2Api';
