import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class KhorosMarketingApi implements ICredentialType {
	name = 'khorosMarketingApi';

	displayName = 'Khoros Marketing API';

	documentationUrl =
		'https://developer.khoros.com/khorosmarketingdevdocs/docs/getting-started-with-the-conversations-api';

	icon: Icon = {
		light: 'file:../icons/khorosMarketing.svg',
		dark: 'file:../icons/khorosMarketing.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName:
				'In Khoros Marketing, copy an access token from Profile Settings. It is valid for two years, even after a password change. It works with the API of Khoros itself, not with a CRM.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From Profile Settings in Khoros Marketing, without the word Bearer',
		},
		{
			displayName: 'API Host',
			name: 'host',
			type: 'string',
			default: 'https://api.spredfast.com',
			placeholder: 'e.g. https://api.spredfast.com',
			description: 'Address of the API; change it only if Khoros gave you a different one',
		},
	];

	/** Signs only requests to the checked host, because n8n's HTTP Request node can use the credential, too. */
	authenticate: IAuthenticate = async (credentials, request) => {
		// Import on first use, because n8n loads every credential file when it starts.
		const { checkedAccess } = await import('../nodes/KhorosMarketing/host');
		const { signedFor } = await import('../nodes/shared/http/signed');
		const { baseUrl, token } = checkedAccess(credentials);
		return signedFor(baseUrl, request, { Authorization: `Bearer ${token}` });
	};
}
