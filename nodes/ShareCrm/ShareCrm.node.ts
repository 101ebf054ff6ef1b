import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { methods } from './methods';
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
		description:
			'Read and write customer service sessions and records of any object in ShareCRM (Fxiaoke)',
		defaults: { name: 'ShareCRM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'shareCrmApi', required: true, testedBy: 'shareCrmApiTest' }],
		properties: describe(shareCrm),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this, shareCrm);
	}
}
