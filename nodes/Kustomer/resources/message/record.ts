import { InputError } from '../../../shared/base/errors';
import { choice, dateField, json, text } from '../../../shared/form/fields';
import { pathPart } from '../../../shared/http/replies';
import { customAttributes, defaultLang, externalId, importedAt } from '../../fields/common';
import { attachmentIds, channel, conversationId, customerId, subject } from '../../fields/talk';
import { action } from '../../records/action';
import { recoverByExternalId } from '../../records/recover';
import { MESSAGE, message } from './shape';

/** Record: stores a message that was sent or received elsewhere, and sends nothing (kustomer 4.1). */
export const record = action({
	name: 'Record',
	value: 'record',
	action: 'Record message',
	description:
		'Note down a message that was sent or received elsewhere; nothing is sent to the customer',
	input: 'record',
	keeps: MESSAGE,
	creates: true,
	fields: [
		channel,
		choice(
			'direction',
			'Direction',
			[
				{ name: 'Incoming', value: 'in' },
				{ name: 'Outgoing', value: 'out' },
			],
			{ required: true, default: 'in' },
		),
		text('preview', 'Text', { required: true, max: 10_240, rows: 4 }),
		text('app', 'App', {
			required: true,
			default: 'n8n',
			description: 'Name of the system that the message comes from',
		}),
		{
			...conversationId({ description: 'The conversation that the message belongs to' }),
			upFront: true,
		},
		{
			...customerId({
				description: 'The customer, if no conversation is given; a new one is then opened',
			}),
			upFront: true,
		},
		attachmentIds,
		customAttributes,
		externalId,
		importedAt,
		{
			...defaultLang,
			name: 'lang',
			property: { ...defaultLang.property, name: 'lang', displayName: 'Language' },
		},
		json('meta', 'Meta', { description: 'Sender, recipients and the like, as JSON' }),
		dateField('sentAt', 'Sent At', 'utc'),
		choice('status', 'Status', [
			{ name: 'Received', value: 'received' },
			{ name: 'Sent', value: 'sent' },
		]),
		subject,
	],
	finish(asked) {
		if (asked.conversation !== undefined || asked.customer !== undefined) return asked;
		throw new InputError(
			"'Conversation' is missing",
			'conversation',
			"Choose a conversation, or a 'Customer' for whom a new one is opened.",
		);
	},
	call: ({ conversation, customer = '', ...body }) => ({
		method: 'POST',
		path:
			conversation === undefined
				? `/v1/customers/${pathPart(customer)}/messages`
				: `/v1/conversations/${pathPart(conversation)}/messages`,
		body,
	}),
	recover: recoverByExternalId(message),
});
