import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { receive } from '../shared/trigger/webhook/receive';
import { checkOutbound, outboundForm, salesforceOutboundTrigger } from './trigger/outbound';

export class SalesforceEngagementOutboundTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Salesforce Engagement Outbound Trigger',
		name: 'salesforceEngagementOutboundTrigger',
		icon: {
			light: 'file:../../icons/salesforceEngagement.svg',
			dark: 'file:../../icons/salesforceEngagement.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter.objects || "All objects" }}',
		description: 'Starts the workflow when Salesforce sends an outbound message',
		defaults: { name: 'Salesforce Engagement Outbound Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'salesforceEngagement',
			},
		],
		properties: outboundForm(),
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkOutbound(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await checkOutbound(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, salesforceOutboundTrigger(this));
	}
}
