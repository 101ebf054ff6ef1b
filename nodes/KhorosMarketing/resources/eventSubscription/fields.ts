import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../../../shared/base/values';
import { choice, id, number, text } from '../../../shared/form/fields';
import { secret } from '../../fields/khoros';

export const PATH = '/v2/events/subscription';

/** Names of events, and any other that Khoros may know (khoros-marketing 8.2). */
export const EVENTS = [
	{ name: 'Credential Authorized', value: 'credential-auth' },
	{ name: 'Credential Authorized Again', value: 'credential-reauth' },
	{ name: 'Credential Deauthorized', value: 'credential-deauth' },
	{ name: 'Credential Deleted', value: 'credential-delete' },
	{ name: 'Custom CRM Failed', value: 'error-custom-crm' },
	{ name: 'Label Applied to Stream Item', value: 'stream-item-label-applied' },
	{ name: 'Message Needs Approval', value: 'message-needs-approval' },
	{ name: 'Message Published', value: 'message-published' },
	{ name: 'Message Sent to Network', value: 'message-sent-to-network' },
	{ name: 'Pass Conversation Control', value: 'pass-conversation-control' },
	{ name: 'Rule Applied', value: 'rule-applied' },
];

export const subscriptionId = id('id', 'Subscription ID', {
	required: true,
	placeholder: 'e.g. 6f1c2f0e-6b1f-4c7d-9a1e-0c8d7f6b5a43',
	description: 'UUID of the subscription',
});

/** What a subscription is made of (khoros-marketing 8.2). */
export const subscription = [
	choice('eventName', 'Event Name', EVENTS, {
		required: true,
		open: true,
		default: 'error-custom-crm',
	}),
	secret('bearerToken', 'Bearer Token', {
		description: 'What Khoros sends as bearer token with each event',
	}),
	text('externalId', 'External ID', { description: 'ID of your own' }),
	text('notificationUri', 'Notification URI', {
		placeholder: 'e.g. https://n8n.example.com/webhook/khoros',
		description: 'Where events are sent to; without it they are polled',
	}),
	text('query', 'Query', { description: 'Regular expression that an event must fulfill' }),
	number('version', 'Version', { integer: true, min: 1 }),
] as const;

/** A subscription with its UUID as `id`, too: the other operations take it as such. */
export function withId(json: IDataObject): IDataObject {
	const id = textOf(json.uuid) ?? textOf(json.id);
	return id === undefined ? json : { ...json, id };
}

export const returns = {
	id: 'string',
	uuid: 'string',
	eventName: 'string',
	status: 'string',
	externalId: 'string',
	notificationUri: 'string',
	query: 'string',
	version: 'integer',
	companyId: 'string',
	userId: 'string',
	createdDate: 'string',
} as const;
