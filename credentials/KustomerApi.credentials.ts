import type { IAuthenticateGeneric, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** The host as the node builds it; an organisation that is no plain label leads nowhere, so that the key stays here. */
const HOST = `{ organization: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test($credentials.organization) ? "https://" + $credentials.organization + ".api.kustomerapp.com" : "https://organisation.invalid", region: { us: "https://api.kustomerapp.com", eu: "https://api.prod2.kustomerapp.com", in: "https://api.prod4.kustomerapp.com" }[$credentials.region], custom: /^https:|^http:..(localhost|127[.0-9]+)(:[0-9]+)?$/i.test($credentials.host) ? $credentials.host : "https://custom-host.invalid" }[$credentials.connectBy]`;

export class KustomerApi implements ICredentialType {
	name = 'kustomerApi';

	displayName = 'Kustomer API';

	documentationUrl = 'https://developer.kustomer.com/docs/get-started/api-keys-and-roles';

	icon: Icon = { light: 'file:../icons/kustomer.svg', dark: 'file:../icons/kustomer.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From Settings > Security > API Keys. It needs the roles org.permission.conversation.create and, to wait for results, org.permission.bulk.read.',
		},
		{
			displayName: 'Connect By',
			name: 'connectBy',
			type: 'options',
			options: [
				{ name: 'Custom Host', value: 'custom' },
				{ name: 'Organisation', value: 'organization', description: 'Finds the right region by itself' },
				{ name: 'Region', value: 'region' },
			],
			default: 'organization',
			description: 'How the address of the API is found',
		},
		{
			displayName: 'Organisation',
			name: 'organization',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. acme',
			displayOptions: { show: { connectBy: ['organization'] } },
			description: 'First part of the address you sign in at, such as acme of acme.kustomerapp.com',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'Europe', value: 'eu' },
				{ name: 'India', value: 'in' },
				{ name: 'United States', value: 'us' },
			],
			default: 'us',
			displayOptions: { show: { connectBy: ['region'] } },
			description: 'Where the data of your organisation is kept; a key works in its own region only',
		},
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://acme.api.kustomerapp.com',
			displayOptions: { show: { connectBy: ['custom'] } },
			description: 'Address of the API; the key is sent there',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: `={{ ${HOST} }}`, url: '/v1/auth/tokens/current' },
	};
}
