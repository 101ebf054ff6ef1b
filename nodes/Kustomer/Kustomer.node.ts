import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { describe } from '../shared/form/describe';
import { answerResponse, answerWebhooks, waitingTooltip } from '../shared/respond/webhook';
import { run } from '../shared/run';
import { subtitle } from '../shared/form/subtitle';
import { methods } from './methods';
import { kustomer } from './vendor';

export class Kustomer implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kustomer',
		name: 'kustomer',
		icon: { light: 'file:../../icons/kustomer.svg', dark: 'file:../../icons/kustomer.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitle(kustomer),
		description:
			'Read and write Kustomer: conversations, messages, customers, companies, custom objects',
		defaults: { name: 'Kustomer' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
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
		webhooks: answerWebhooks,
		waitingNodeTooltip: waitingTooltip,
		properties: describe(kustomer),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this, kustomer);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await Promise.resolve(answerResponse(this));
	}
}
