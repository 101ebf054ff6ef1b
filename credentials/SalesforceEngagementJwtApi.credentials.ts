import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class SalesforceEngagementJwtApi implements ICredentialType {
	name = 'salesforceEngagementJwtApi';

	displayName = 'Salesforce Engagement JWT API';

	documentationUrl =
		'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm';

	icon: Icon = {
		light: 'file:../icons/salesforceEngagement.svg',
		dark: 'file:../icons/salesforceEngagement.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName:
				"In Salesforce under Setup > External Client App Manager, create an app with OAuth, enable its JWT bearer flow and upload the certificate of your private key. In its policies, admit pre-authorized users and add the user's profile or permission set. Copy its consumer key to this form as client ID.",
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Production', value: 'production' },
				{ name: 'Sandbox', value: 'sandbox' },
			],
			default: 'production',
			description: 'Which kind of org the user belongs to',
		},
		{
			displayName: 'My Domain URL',
			name: 'myDomain',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://mycompany.my.salesforce.com',
			description:
				'In Salesforce under Setup > My Domain; newer orgs need it. If empty, the login address of the environment is used.',
		},
		{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '', required: true },
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. integration@mycompany.com',
			description: 'The user whose permissions apply',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The whole private key in PEM form, without a passphrase; line breaks may be written as \\n',
		},
	];
}
