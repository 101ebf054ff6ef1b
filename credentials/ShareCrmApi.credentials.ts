import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** Masked like a secret, which its name does not suggest. */
const PERMANENT_CODE: INodeProperties = {
	displayName: 'Permanent Code',
	name: 'permanentCode',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	required: true,
};

export class ShareCrmApi implements ICredentialType {
	name = 'shareCrmApi';

	displayName = 'ShareCRM API';

	documentationUrl = 'https://developer.fxiaoke.com/openapi_v2/start/quickstart/start.html';

	icon: Icon = { light: 'file:../icons/shareCrm.svg', dark: 'file:../icons/shareCrm.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName:
				'In ShareCRM, an administrator creates an enterprise self-built app, switches on its developer mode and adds the address of this n8n to its IP white list. Your company needs an Open API pack.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Cloud',
			name: 'cloud',
			type: 'options',
			options: [
				{ name: 'Alibaba Cloud (open-ale.fxiaoke.com)', value: 'open-ale.fxiaoke.com' },
				{ name: 'Custom', value: 'custom' },
				{ name: 'Frankfurt (open-hws.fxiaoke.com)', value: 'open-hws.fxiaoke.com' },
				{ name: 'Fxiaoke Cloud (open.fxiaoke.com)', value: 'open.fxiaoke.com' },
				{ name: 'Hong Kong (open-ksc.sharecrm.com)', value: 'open-ksc.sharecrm.com' },
				{ name: 'Huawei Cloud (open-hwcloud.fxiaoke.com)', value: 'open-hwcloud.fxiaoke.com' },
				{ name: 'North America (open-na.sharecrm.com)', value: 'open-na.sharecrm.com' },
			],
			default: 'open.fxiaoke.com',
			description: "Where your company's data is stored; it depends on the address you sign in at",
		},
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://open-crm.example.com',
			displayOptions: { show: { cloud: ['custom'] } },
			description: 'Address of a dedicated cloud: "open-" followed by the domain you sign in at',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. FSAID_1318a5b',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		PERMANENT_CODE,
		{
			displayName: 'Operator Employee ID',
			name: 'operatorEmployeeId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1000',
			description:
				'Employee whose permissions apply. To find it, open Personnel in CRM, click the name, then account information.',
		},
		{
			displayName: 'Calls per Day',
			name: 'dailyCalls',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'How many calls this n8n may make in a day, which leaves the rest to others; 0 for no such limit',
		},
	];
}
