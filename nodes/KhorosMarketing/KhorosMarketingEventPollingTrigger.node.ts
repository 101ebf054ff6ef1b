import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { poll } from '../shared/trigger/poll';
import { khorosMarketingApiTest } from './methods/credentialTest';
import { eventSubtitle, khorosEventPolling, pollingForm } from './trigger/events/polling';

/** Polling has a node of its own: when a node that can poll is tested in the editor, n8n polls it, so that its webhook would return nothing. */
export class KhorosMarketingEventPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Khoros Marketing Event Polling Trigger',
		name: 'khorosMarketingEventPollingTrigger',
		icon: {
			light: 'file:../../icons/khorosMarketing.svg',
			dark: 'file:../../icons/khorosMarketing.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: eventSubtitle(),
		description:
			'Starts the workflow when Khoros Marketing has an event, without an address that it could call',
		defaults: { name: 'Khoros Marketing Event Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'khorosMarketingApi', required: true, testedBy: 'khorosMarketingApiTest' },
		],
		properties: pollingForm(),
	};

	methods = { credentialTest: { khorosMarketingApiTest } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, khorosEventPolling(this));
	}
}
