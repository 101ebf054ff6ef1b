import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/base/errors';
import { choice, text, type Field, type ReadContext } from '../../../shared/form/fields';
import type { Operation } from '../../../shared/form/operation';
import { pickedId } from '../../fields/pickers';
import { sentChannel } from '../../fields/talk';
import { conversation as kind, conversationFields } from '../../kinds/conversation';
import { draftOf } from '../message/draft';
import { draftFor } from './firstMessage';
import { KEYS, OF_CONVERSATION, startOne } from './startSteps';

function withoutRequired(property: Field['property']): Field['property'] {
	const rest = { ...property };
	delete rest.required;
	return rest;
}

const messageFields: readonly Field[] = [
	{
		...choice(
			'firstMessage',
			'First Message',
			[
				{ name: 'None', value: 'none' },
				{ name: 'Record', value: 'record', description: 'Note it down; nobody gets it' },
				{ name: 'Send', value: 'send', description: 'Send it to the customer' },
			],
			{ default: 'none', description: 'What becomes of the text' },
		),
		upFront: true,
	},
	...[
		sentChannel,
		text('text', 'Text', { max: 10_240, rows: 4 }),
		text('to', 'To', {
			placeholder: 'e.g. name@email.com',
			description: 'Address or phone number; that of the customer if left empty',
		}),
	].map(
		(field): Field => ({
			...field,
			required: false,
			upFront: true,
			property: {
				...withoutRequired(field.property),
				displayOptions: { show: { firstMessage: ['record', 'send'] } },
			},
		}),
	),
];

/** Start Conversation: the customer is found or made, the conversation opened, and the first message recorded or sent. */
export const start: Operation = {
	name: 'Start',
	value: 'start',
	action: 'Start conversation',
	description:
		'Find or create a customer, open a conversation with tags and assignment, and record or send its first message',
	fields: [
		text('email', 'Customer Email', { upFront: true, placeholder: 'e.g. name@email.com' }),
		pickedId('customer', 'Customer', 'searchCustomers', {
			description: 'The customer, where it is known; no other is looked for then',
		}),
		text('customerExternalId', 'Customer External ID', { max: 256 }),
		text('customerName', 'Customer Name', {
			max: 256,
			description: 'Name of a new customer; one that is found keeps its own',
		}),
		text('phone', 'Customer Phone', { placeholder: 'e.g. +15551234567' }),
		...messageFields,
		...conversationFields.filter(({ name }) => OF_CONVERSATION.includes(name) || name === 'tags'),
		text('from', 'From', { description: 'The address or number that sends the first message' }),
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
		['customer', ...KEYS.map(([name]) => name)].flatMap((name) =>
			record[name] === undefined ? [] : [`${name} ${String(record[name]).toLowerCase()}`],
		),
	finish: checked,
	async send(session, { records }) {
		return [await startOne(session, records[0] ?? {})];
	},
};

function checked(
	record: IDataObject,
	settings: IDataObject,
	timezone: string,
	place: ReadContext,
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
	return kind.finish?.(record, settings, timezone, place) ?? record;
}
