import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class KhorosMarketingCrmApi implements ICredentialType {
	name = 'khorosMarketingCrmApi';

	displayName = 'Khoros Marketing CRM API';

	documentationUrl =
		'https://developer.khoros.com/khorosmarketingdevdocs/docs/crm-api-spec-build-workflow-support-with-your-crm';

	icon: Icon = {
		light: 'file:../icons/khorosMarketing.svg',
		dark: 'file:../icons/khorosMarketing.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName:
				'An administrator of your company registers the CRM with Khoros by its address and a secret (Register a Custom CRM). Enter the same address and secret here.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://crm.example.com/api/v1',
			description:
				'Address of the CRM that implements the Custom CRM API, up to the part before /case',
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: 'Authorization',
			placeholder: 'e.g. Authorization',
			description: 'Name of the header that carries the secret',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The complete value of the header, as given to Khoros when the CRM was registered',
		},
	];

	/** Signs only requests to the checked host, because n8n's HTTP Request node can use the credential, too. */
	authenticate: IAuthenticate = async (credentials, request) => {
		// Import on first use, because n8n loads every credential file when it starts.
		const { checkedConnection } = await import('../nodes/KhorosMarketing/host');
		const { signedFor } = await import('../nodes/shared/http/signed');
		const { baseUrl, header, secret } = checkedConnection(credentials);
		return signedFor(baseUrl, request, { [header]: secret });
	};
}
