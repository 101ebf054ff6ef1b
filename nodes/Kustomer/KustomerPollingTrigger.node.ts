import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { poll } from '../shared/trigger/poll';
import { kustomerApiTest } from './methods/credentialTest';
import { kustomerPolling, pollingForm, pollingSubtitle } from './trigger/polling';

/** A separate node, because n8n polls a node that has both when its webhook is tested in the editor, and drops what the webhook returned. */
export class KustomerPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kustomer Polling Trigger',
		name: 'kustomerPollingTrigger',
		icon: { light: 'file:../../icons/kustomer.svg', dark: 'file:../../icons/kustomer.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: pollingSubtitle(),
		description:
			'Starts the workflow when conversations, customers and other records of Kustomer change, without a webhook',
		defaults: { name: 'Kustomer Polling Trigger' },
		polling: true,
		inputs: [],
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
		properties: pollingForm(),
	};

	methods = { credentialTest: { kustomerApiTest } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, kustomerPolling(this));
	}
}
