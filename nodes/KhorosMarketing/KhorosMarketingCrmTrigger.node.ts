import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { khorosMarketingApiTest, khorosMarketingCrmApiTest } from './methods/credentialTest';
import {
	answerKhoros,
	crmForm,
	crmSubtitle,
	isSetUp,
	outputs,
	setUp,
	webhooks,
} from './trigger/crm';

export class KhorosMarketingCrmTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Khoros Marketing CRM Trigger',
		name: 'khorosMarketingCrmTrigger',
		icon: {
			light: 'file:../../icons/khorosMarketing.svg',
			dark: 'file:../../icons/khorosMarketing.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: crmSubtitle(),
		description:
			'Lets your workflow be the CRM that Khoros Marketing reads and writes: each request starts the workflow, whose output is the answer',
		defaults: { name: 'Khoros Marketing CRM Trigger' },
		inputs: [],
		outputs: outputs(),
		credentials: [
			// Both show at once, and n8n would call each of them just "Credential".
			{
				name: 'khorosMarketingCrmApi',
				displayName: 'Credential for the CRM',
				required: true,
				testedBy: 'khorosMarketingCrmApiTest',
			},
			{
				name: 'khorosMarketingApi',
				displayName: 'Credential for Khoros (Optional)',
				required: false,
				testedBy: 'khorosMarketingApiTest',
			},
		],
		webhooks: webhooks(),
		properties: crmForm(),
	};

	methods = { credentialTest: { khorosMarketingApiTest, khorosMarketingCrmApiTest } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isSetUp(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await setUp(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerKhoros(this);
	}
}
