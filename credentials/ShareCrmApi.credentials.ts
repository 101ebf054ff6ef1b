import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** Address of the cloud. Plain http gets no secret, except on this machine. */
const BASE_URL = '={{ $credentials.cloud !== "custom" ? "https://" + $credentials.cloud : /^http:\\/\\/(localhost|127(\\.\\d+){3}|\\[::1\\])(:\\d+)?\\/?$/.test($credentials.host) ? $credentials.host.replace(/\\/$/, "") : "https://" + $credentials.host.replace(/^https?:\\/\\//, "").replace(/\\/$/, "") }}';

/** The vendor wants a new UUID v4 with each request (contract 3). */
const TRACE_ID = '={{ "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () => Math.floor(Math.random() * 16).toString(16)) }}';

/** A secret, although its name does not say so. */
const PERMANENT_CODE: INodeProperties = { displayName: 'Permanent Code', name: 'permanentCode', type: 'string', typeOptions: { password: true }, default: '', required: true };

export class ShareCrmApi implements ICredentialType {
	name = 'shareCrmApi';

	displayName = 'ShareCRM API';

	documentationUrl = 'https://developer.fxiaoke.com/openapi_v2/start/quickstart/start.html';

	icon: Icon = { light: 'file:../icons/shareCrm.svg', dark: 'file:../icons/shareCrm.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'In ShareCRM, an administrator creates an enterprise self-built app, switches on its developer mode and adds the address of this n8n to its IP white list. Your company needs an Open API pack.',
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
			description: 'Where your company\'s data is kept; it depends on the address you sign in at',
		},
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://open-crm.example.com',
			displayOptions: { show: { cloud: ['custom'] } },
			description: 'Address of a dedicated cloud: "open-" and the domain you sign in at',
		},
		{ displayName: 'App ID', name: 'appId', type: 'string', default: '', required: true, placeholder: 'e.g. FSAID_1318a5b' },
		{ displayName: 'App Secret', name: 'appSecret', type: 'string', typeOptions: { password: true }, default: '', required: true },
		PERMANENT_CODE,
		{
			displayName: 'Operator Employee ID',
			name: 'operatorEmployeeId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1000',
			description: 'Employee whose permissions apply. Find it in CRM under Personnel: click the name, then account information.',
		},
	];

	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: BASE_URL,
			url: '/oauth2.0/token',
			qs: { thirdTraceId: TRACE_ID },
			body: {
				appId: '={{ $credentials.appId }}',
				appSecret: '={{ $credentials.appSecret }}',
				permanentCode: '={{ $credentials.permanentCode }}',
				grantType: 'app_secret',
			},
			disableFollowRedirect: true,
		},
		// The status is 200 whatever happens (contract 0.1): known codes first, and without a token it did not work.
		rules: [
			refused(10006, 'The App Secret was not accepted. Check App ID, App Secret and Cloud.'),
			refused(20006, 'App ID or App Secret is not right.'),
			refused(20015, 'The Permanent Code is not right.'),
			refused(14001, 'Too many tokens were asked for. Wait a minute and test again.'),
			refused(30004, 'Too many tokens were asked for. Wait a minute and test again.'),
			refused(30003, 'Your company has bought no Open API calls.'),
			refused(20021, 'The app is disabled. Enable it in the admin console of ShareCRM and switch on its developer mode.'),
			refused(20022, 'The app is not authorised. Authorise it in the admin console of ShareCRM.'),
			{
				type: 'responseSuccessBody',
				properties: { key: 'accessToken', value: undefined, message: 'ShareCRM gave no token. Check Cloud, App ID, App Secret and Permanent Code.' },
			},
		],
	};
}

function refused(errorCode: number, message: string): NonNullable<Extract<ICredentialTestRequest['rules'], Array<{ type: 'responseSuccessBody' }>>>[number] {
	return { type: 'responseSuccessBody', properties: { key: 'errorCode', value: errorCode, message } };
}
