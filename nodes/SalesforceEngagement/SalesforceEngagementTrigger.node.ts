import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { poll } from '../shared/trigger/poll';
import { methods } from './methods';
import { salesforceEngagementTrigger, triggerForm, triggerSubtitle } from './trigger';

export class SalesforceEngagementTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Salesforce Engagement Trigger',
		name: 'salesforceEngagementTrigger',
		icon: {
			light: 'file:../../icons/salesforceEngagement.svg',
			dark: 'file:../../icons/salesforceEngagement.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle(),
		// n8n's node list shows a node and its trigger as one entry, with the text of the trigger, so this text speaks for both.
		description:
			'Reads and writes engagement interactions and any other record of Salesforce, or starts the workflow when they change',
		defaults: { name: 'Salesforce Engagement Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'salesforceEngagementOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'salesforceEngagementClientCredentialsOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['clientCredentials'] } },
			},
			{
				name: 'salesforceEngagementJwtApi',
				required: true,
				testedBy: 'salesforceEngagementJwtApiTest',
				displayOptions: { show: { authentication: ['jwt'] } },
			},
		],
		properties: triggerForm(),
	};

	methods = methods;

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, salesforceEngagementTrigger(this));
	}
}
