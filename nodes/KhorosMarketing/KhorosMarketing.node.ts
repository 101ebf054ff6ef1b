import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { khorosMarketingCrmApiTest } from './methods/credentialTest';
import { describe } from '../shared/form/describe';
import { run } from '../shared/run';
import { subtitle } from '../shared/form/subtitle';
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
			'Create cases with social interactions in any CRM that implements the Custom CRM API of Khoros Marketing',
		defaults: { name: 'Khoros Marketing' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'khorosMarketingCrmApi', required: true, testedBy: 'khorosMarketingCrmApiTest' },
		],
		properties: describe(khorosMarketing),
	};

	methods = { credentialTest: { khorosMarketingCrmApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this, khorosMarketing);
	}
}
