import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { shareCrmApiTest } from './methods/credentialTest';
import { describe } from '../shared/form/describe';
import { run } from '../shared/run';
import { subtitle } from '../shared/form/subtitle';
import { shareCrm } from './vendor';

export class ShareCrm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ShareCRM',
		name: 'shareCrm',
		icon: { light: 'file:../../icons/shareCrm.svg', dark: 'file:../../icons/shareCrm.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitle(shareCrm),
		description: 'Create customer service sessions in ShareCRM (Fxiaoke)',
		defaults: { name: 'ShareCRM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'shareCrmApi', required: true, testedBy: 'shareCrmApiTest' }],
		properties: describe(shareCrm),
	};

	methods = { credentialTest: { shareCrmApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this, shareCrm);
	}
}
