import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { methods } from './methods';
import { checkPushes, pushWebhooks, receivePush } from './trigger/pushes';
import { pushForm } from './trigger/pushForm';

export class ShareCrmIntegrationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ShareCRM Integration Trigger',
		name: 'shareCrmIntegrationTrigger',
		icon: { light: 'file:../../icons/shareCrm.svg', dark: 'file:../../icons/shareCrm.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter.objects || "All objects" }}',
		description:
			'Lets your workflow be the ERP side of ShareCRM (Fxiaoke): the integration platform pushes new and changed records, and gets their IDs back',
		defaults: { name: 'ShareCRM Integration Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'shareCrmApi', required: true, testedBy: 'shareCrmApiTest' }],
		webhooks: pushWebhooks(),
		properties: pushForm(),
	};

	methods = methods;

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkPushes(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await checkPushes(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receivePush(this);
	}
}
