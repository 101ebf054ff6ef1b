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
import { khorosMarketingApiTest } from './methods/credentialTest';
import { eventForm, eventSubtitle, khorosEventTrigger } from './trigger/events';

export class KhorosMarketingEventTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Khoros Marketing Event Trigger',
		name: 'khorosMarketingEventTrigger',
		icon: {
			light: 'file:../../icons/khorosMarketing.svg',
			dark: 'file:../../icons/khorosMarketing.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: eventSubtitle(),
		description:
			'Starts the workflow when Khoros Marketing tells of an event, such as a failed call to your CRM or a published message',
		defaults: { name: 'Khoros Marketing Event Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'khorosMarketingApi', required: true, testedBy: 'khorosMarketingApiTest' },
		],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'khorosMarketing' },
		],
		properties: eventForm(),
	};

	methods = { credentialTest: { khorosMarketingApiTest } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isSubscribed(this, khorosEventTrigger(this));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await subscribe(this, khorosEventTrigger(this));
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await unsubscribe(this, khorosEventTrigger(this));
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, khorosEventTrigger(this));
	}
}
