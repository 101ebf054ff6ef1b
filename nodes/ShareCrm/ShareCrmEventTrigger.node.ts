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
import { methods } from './methods';
import { eventForm, shareCrmEventTrigger } from './trigger/events';
import { checkAddresses } from './trigger/passOn';

export class ShareCrmEventTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ShareCRM Event Trigger',
		name: 'shareCrmEventTrigger',
		icon: { light: 'file:../../icons/shareCrm.svg', dark: 'file:../../icons/shareCrm.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter.objects || "All objects" }}',
		description:
			'Reads and writes records of any object in ShareCRM (Fxiaoke), or starts the workflow when it sends an encrypted event',
		defaults: { name: 'ShareCRM Event Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'shareCrmApi', required: true, testedBy: 'shareCrmApiTest' }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'shareCrm' },
		],
		properties: eventForm(),
	};

	methods = methods;

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				checkAddresses(this);
				return await isSubscribed(this, shareCrmEventTrigger(this));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await subscribe(this, shareCrmEventTrigger(this));
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await unsubscribe(this, shareCrmEventTrigger(this));
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, shareCrmEventTrigger(this));
	}
}
