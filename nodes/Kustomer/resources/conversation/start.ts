import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { ReadContext } from '../../../shared/form/fields';
import { conversation as kind, conversationFields } from '../../kinds/conversation';
import { draftOf } from '../message/draft';
import { draftFor } from './firstMessage';
import { KEYS } from './startCustomer';
import { OF_CONVERSATION, sender, startFields, type Start } from './startFields';
import { startOne } from './startSteps';

/** Start Conversation: the customer is found or made, the conversation opened, and the first message recorded or sent. */
export const start = defineOperation({
	name: 'Start',
	value: 'start',
	action: 'Start conversation',
	description:
		'Find or create a customer, open a conversation with tags and assignment, and record or send its first message',
	fields: [
		...startFields,
		...conversationFields.filter(({ name }) => OF_CONVERSATION.includes(name) || name === 'tags'),
		sender,
	],
	unknownFields: 'refuse',
	limits: { records: 1 },
	returns: {
		id: 'string',
		conversation: 'string',
		customerId: 'string',
		customer: 'string',
		firstMessage: 'string',
		messageId: 'string',
		draftId: 'string',
	},
	// Two items about one customer must not both make it.
	identity: (record) =>
		(['customer', ...KEYS.map(([name]) => name)] as const).flatMap((name) =>
			record[name] === undefined ? [] : [`${name} ${record[name].toLowerCase()}`],
		),
	finish: checked,
	async send(session, { records }) {
		return [await startOne(session, records[0])];
	},
});

function checked(
	record: Start,
	options: IDataObject,
	timezone: string,
	context: ReadContext,
): IDataObject {
	if (record.customer === undefined && KEYS.every(([name]) => record[name] === undefined))
		throw new InputError(
			"'Customer Email' is missing",
			'email',
			"Give an email address, or 'Customer', 'Customer Phone' or 'Customer External ID'.",
		);
	const sends = record.firstMessage === 'send' || record.firstMessage === 'record';
	if (sends && record.text === undefined)
		throw new InputError("'Text' is missing", 'text', "Give a text, or choose 'None'.");
	if (record.firstMessage === 'send') draftOf(draftFor(record));
	return kind.finish?.(record, options, timezone, context) ?? record;
}
