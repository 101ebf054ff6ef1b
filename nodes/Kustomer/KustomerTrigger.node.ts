import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { receive } from '../shared/trigger/webhook/receive';
import { isSubscribed, subscribe, unsubscribe } from '../shared/trigger/webhook/subscription';
import { kustomerApiTest } from './methods/credentialTest';
import { loadOptions } from './methods/loadOptions';
import { kustomerTrigger, triggerForm, triggerSubtitle } from './trigger';

export class KustomerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kustomer Trigger',
		name: 'kustomerTrigger',
		icon: { light: 'file:../../icons/kustomer.svg', dark: 'file:../../icons/kustomer.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle(),
		// n8n's node list shows a node and its trigger as one entry with the trigger's description, so this text describes both.
		description:
			'Reads and writes conversations, customers and other records of Kustomer, or starts the workflow when they change',
		defaults: { name: 'Kustomer Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'kustomerApi',
				required: true,
				testedBy: 'kustomerApiTest',
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
			{
				name: 'kustomerOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'kustomer' },
		],
		properties: triggerForm(),
	};

	methods = { credentialTest: { kustomerApiTest }, loadOptions };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isSubscribed(this, kustomerTrigger(this));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await subscribe(this, kustomerTrigger(this));
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await unsubscribe(this, kustomerTrigger(this));
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, kustomerTrigger(this));
	}
}
