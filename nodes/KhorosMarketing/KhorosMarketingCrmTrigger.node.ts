import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { khorosMarketingCrmApiTest } from './methods/credentialTest';
import { answerKhoros, checkSetUp, crmForm, crmSubtitle, outputs, webhooks } from './trigger/crm';

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
			{ name: 'khorosMarketingCrmApi', required: true, testedBy: 'khorosMarketingCrmApiTest' },
		],
		webhooks: webhooks(),
		properties: crmForm(),
	};

	methods = { credentialTest: { khorosMarketingCrmApiTest } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkSetUp(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await checkSetUp(this);
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
