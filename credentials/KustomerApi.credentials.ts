import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class KustomerApi implements ICredentialType {
	name = 'kustomerApi';

	displayName = 'Kustomer API';

	documentationUrl = 'https://developer.kustomer.com/docs/get-started/api-keys-and-roles';

	icon: Icon = { light: 'file:../icons/kustomer.svg', dark: 'file:../icons/kustomer.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName:
				'In Kustomer under Settings > Security > API Keys, an administrator adds a key with the roles that your operations need, such as org.permission.conversation.create and, for bulk jobs, org.permission.bulk.read. Copy it to this form at once: Kustomer shows it only once, and its roles cannot be changed later.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'From Settings > Security > API Keys. If a role is missing, the refusal names it.',
		},
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
				{ name: 'Region', value: 'region' },
			],
			default: 'organization',
			description: 'How the address of the API is found',
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
			description:
				'Where the data of your organization is stored; a key works only in its own region',
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

	/** Signs only requests to the checked host, because n8n's HTTP Request node can use the credential, too. */
	authenticate: IAuthenticate = async (credentials, request) => {
		// Import on first use, because n8n loads every credential file when it starts.
		const { baseUrl } = await import('../nodes/Kustomer/host');
		const { signedFor } = await import('../nodes/shared/http/signed');
		return signedFor(baseUrl(credentials), request, {
			Authorization: `Bearer ${String(credentials.apiKey)}`,
		});
	};
}
