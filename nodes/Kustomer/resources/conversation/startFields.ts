import { choice, text, upFront, type Field, type Values } from '../../../shared/form/fields';
import { pickedId } from '../../fields/pickers';
import { sentChannel } from '../../fields/talk';
import type { conversationFields } from '../../kinds/conversation';

/** Fields that the new conversation gets as they are. */
export const OF_CONVERSATION = [
	'assignedTeams',
	'assignedUsers',
	'custom',
	'defaultLang',
	'direction',
	'externalId',
	'importedAt',
	'name',
	'priority',
	'queue',
	'replyChannel',
	'status',
];

function withoutRequired(property: Field['property']): Field['property'] {
	const rest = { ...property };
	delete rest.required;
	return rest;
}

/** A field of the first message, which the form shows where there is one. */
function ofMessage<Name extends string, Value>(
	field: Field<Name, Value>,
): Field<Name, Value, false> {
	return {
		...field,
		required: false,
		upFront: true,
		property: {
			...withoutRequired(field.property),
			displayOptions: { show: { firstMessage: ['record', 'send'] } },
		},
	};
}

const firstMessage = upFront(
	choice(
		'firstMessage',
		'First Message',
		[
			{ name: 'None', value: 'none' },
			{ name: 'Record', value: 'record', description: 'Store it without sending it' },
			{ name: 'Send', value: 'send', description: 'Send it to the customer' },
		],
		{ default: 'none', description: 'What becomes of the text' },
	),
);

/** The customer and the first message. */
export const startFields = [
	text('email', 'Customer Email', { upFront: true, placeholder: 'e.g. name@email.com' }),
	pickedId('customer', 'Customer', 'searchCustomers', {
		description: 'The customer, if known; no other is looked up then',
	}),
	text('customerExternalId', 'Customer External ID', { max: 256 }),
	text('customerName', 'Customer Name', {
		max: 256,
		description: 'Name of a new customer; one that is found keeps its own',
	}),
	text('phone', 'Customer Phone', { placeholder: 'e.g. +15551234567' }),
	firstMessage,
	ofMessage(sentChannel),
	ofMessage(text('text', 'Text', { max: 10_240, rows: 4 })),
	ofMessage(
		text('to', 'To', {
			placeholder: 'e.g. name@email.com',
			description: 'Address or phone number; that of the customer if left empty',
		}),
	),
] as const;

/** Who sends the first message. */
export const sender = text('from', 'From', {
	description: 'The address or number that sends the first message',
});

type OfConversation = Values<typeof conversationFields>;

/** The customer, the conversation and the first message of an item. */
export type Start = Values<[...typeof startFields, typeof sender]> &
	Partial<Pick<OfConversation, 'direction' | 'externalId' | 'importedAt' | 'name' | 'tags'>>;
