import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { describe } from '../shared/form/describe';
import { subtitle } from '../shared/form/subtitle';
import { run } from '../shared/run';
import { KHOROS_RESOURCES } from './api';
import { methods } from './methods';
import { khorosMarketing } from './vendor';

export class KhorosMarketing implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Khoros Marketing',
		name: 'khorosMarketing',
		icon: {
			light: 'file:../../icons/khorosMarketing.svg',
			dark: 'file:../../icons/khorosMarketing.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: subtitle(khorosMarketing),
		description:
			'Read and write the cases and customers of any CRM that implements the Custom CRM API of Khoros Marketing',
		defaults: { name: 'Khoros Marketing' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'khorosMarketingCrmApi',
				required: true,
				testedBy: 'khorosMarketingCrmApiTest',
				displayOptions: { hide: { resource: KHOROS_RESOURCES } },
			},
			{
				name: 'khorosMarketingApi',
				required: true,
				testedBy: 'khorosMarketingApiTest',
				displayOptions: { show: { resource: KHOROS_RESOURCES } },
			},
		],
		properties: describe(khorosMarketing),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this, khorosMarketing);
	}
}
