import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { poll } from '../shared/trigger/poll';
import { loadOptions } from './methods/loadOptions';
import { biginTrigger, triggerForm, triggerSubtitle } from './trigger';

export class BiginTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoho Bigin Trigger',
		name: 'biginTrigger',
		icon: { light: 'file:../../icons/bigin.svg', dark: 'file:../../icons/bigin.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle(),
		// n8n's node list merges a node and its trigger into one entry with the trigger's text, so this text describes both.
		description:
			'Reads and writes contacts, deals and other records in Zoho Bigin, or starts the workflow when they change',
		defaults: { name: 'Zoho Bigin Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'biginOAuth2Api', required: true }],
		properties: triggerForm(),
	};

	methods = { loadOptions };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, biginTrigger(this));
	}
}
