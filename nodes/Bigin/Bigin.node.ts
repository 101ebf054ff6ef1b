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
import { bigin } from './vendor';

export class Bigin implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoho Bigin',
		name: 'bigin',
		icon: { light: 'file:../../icons/bigin.svg', dark: 'file:../../icons/bigin.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitle(bigin),
		description:
			'Read and write Zoho Bigin: contacts, companies, pipeline records, products, tasks, events, calls',
		defaults: { name: 'Zoho Bigin' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'biginOAuth2Api', required: true }],
		properties: describe(bigin),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this, bigin);
	}
}
