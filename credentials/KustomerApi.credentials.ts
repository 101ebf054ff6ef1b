import type { IAuthenticate, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

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

	/** Checks the host before the key leaves, in the credential test too, where no code of the node runs. */
	authenticate: IAuthenticate = async (credentials, request) => {
		// n8n loads every credential when it starts, but this code only when it is used.
		const { baseUrl } = await import('../nodes/Kustomer/connection');
		return {
			...request,
			...(request.baseURL === undefined ? {} : { baseURL: baseUrl(credentials) }),
			headers: { ...request.headers, Authorization: `Bearer ${String(credentials.apiKey)}` },
		};
	};

	test: ICredentialTestRequest = {
		request: {
			// Replaced by the checked host on the way.
			baseURL: 'https://api.kustomerapp.com',
			url: '/v1/auth/tokens/current',
			disableFollowRedirect: true,
		},
		rules: [{ type: 'responseCode', properties: { value: 401, message: 'The API key was not accepted. Check the key, its expiry, and the organisation or region.' } }],
	};
}
