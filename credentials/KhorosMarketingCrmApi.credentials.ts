import type { IAuthenticate, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class KhorosMarketingCrmApi implements ICredentialType {
	name = 'khorosMarketingCrmApi';

	displayName = 'Khoros Marketing CRM API';

	documentationUrl = 'https://developer.khoros.com/khorosmarketingdevdocs/docs/crm-api-spec-build-workflow-support-with-your-crm';

	icon: Icon = { light: 'file:../icons/khorosMarketing.svg', dark: 'file:../icons/khorosMarketing.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://crm.example.com/api/v1',
			description: 'Address of the CRM that implements the Custom CRM API, up to the part before /case',
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
			description: 'The complete value of the header, as it was given to Khoros when the CRM was registered',
		},
	];

	/** Checks before the secret leaves, in the credential test too, where no code of the node runs. */
	authenticate: IAuthenticate = async (credentials, request) => {
		// n8n loads every credential when it starts, but this code only when it is used.
		const { checkedConnection } = await import('../nodes/KhorosMarketing/connection');
		const { baseUrl, header, secret } = checkedConnection(credentials);
		return {
			...request,
			...(request.baseURL === undefined ? {} : { baseURL: baseUrl }),
			headers: { ...request.headers, [header]: secret },
		};
	};

	/** The cheapest read of the contract (4.10). */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: '/meta/object/case',
			// A redirect would carry the secret to another host.
			disableFollowRedirect: true,
		},
		rules: [
			{ type: 'responseCode', properties: { value: 401, message: "The secret was not accepted. Check 'Header Name' and 'Secret'; the secret is the whole value of the header." } },
			{ type: 'responseCode', properties: { value: 404, message: "The server does not know the path. Check 'Base URL': /meta/object/case is added to it." } },
		],
	};
}
