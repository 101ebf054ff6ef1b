import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { describe } from '../shared/form/describe';
import { run } from '../shared/run';
import { subtitle } from '../shared/form/subtitle';
import { methods } from './methods';
import { salesforceEngagement } from './vendor';

export class SalesforceEngagement implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Salesforce Engagement',
		name: 'salesforceEngagement',
		icon: {
			light: 'file:../../icons/salesforceEngagement.svg',
			dark: 'file:../../icons/salesforceEngagement.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: subtitle(salesforceEngagement),
		description:
			'Work with engagement interactions, their attendees and topics, and any other record of Salesforce',
		defaults: { name: 'Salesforce Engagement' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
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
		properties: describe(salesforceEngagement),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this, salesforceEngagement);
	}
}
