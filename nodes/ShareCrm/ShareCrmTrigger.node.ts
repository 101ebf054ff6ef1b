import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { poll } from '../shared/trigger/poll';
import { methods } from './methods';
import { shareCrmTrigger } from './trigger';
import { triggerForm, triggerSubtitle } from './trigger/form';

export class ShareCrmTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ShareCRM Trigger',
		name: 'shareCrmTrigger',
		icon: { light: 'file:../../icons/shareCrm.svg', dark: 'file:../../icons/shareCrm.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle(),
		// n8n's node list shows a node and its trigger as one entry, with the text of the trigger, so this text speaks for both.
		description:
			'Reads and writes records of any object in ShareCRM (Fxiaoke), or starts the workflow when they change',
		defaults: { name: 'ShareCRM Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'shareCrmApi', required: true, testedBy: 'shareCrmApiTest' }],
		properties: triggerForm(),
	};

	methods = methods;

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, shareCrmTrigger(this));
	}
}
