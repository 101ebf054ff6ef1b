import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { respond, respondForm } from './trigger/crm/respond';

export class KhorosMarketingRespond implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Respond to Khoros Marketing',
		name: 'khorosMarketingRespond',
		icon: {
			light: 'file:../../icons/khorosMarketing.svg',
			dark: 'file:../../icons/khorosMarketing.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter.respondWith === "refusal" ? "Refusal" : "Input items" }}',
		description:
			'Answer the request of Khoros Marketing that has started the workflow, with records or with a refusal',
		defaults: { name: 'Respond to Khoros Marketing' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: respondForm(),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await respond(this);
	}
}
