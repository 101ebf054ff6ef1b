import type { Resource } from '../../../shared/form/operation';
import { choice, list, readId } from '../../../shared/form/fields';
import { InputError } from '../../../shared/base/errors';
import { pathPart } from '../../../shared/http/replies';
import { ID } from '../../fields/common';
import { conversationId, customerId } from '../../fields/talk';
import { action, listing } from '../../records/action';
import { get } from '../../records/get';
import { sortOrder } from '../../records/getMany';
import { given } from '../../records/rows';
import { objectId } from '../../records/shapes';
import { record } from './record';
import { reply, send } from './send';
import { sendAndWait } from './sendAndWait';
import { MESSAGE, message as kind } from './shape';

const getMany = listing({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description: 'Get many messages: of a conversation, of a customer, or all',
	simple: MESSAGE,
	fields: [
		conversationId({ description: 'Only messages of this conversation' }),
		customerId({ description: 'Only messages of this customer' }),
	],
	options: [sortOrder],
	list: (asked, { sort }) => ({ path: listPath(asked, 'messages'), query: given({ sort }) }),
});

/**
 * Path of the list: of a conversation, of a customer, or of all.
 * @throws InputError where both are given, because one list is of one of them
 */
export function listPath(
	{ conversation, customer }: { conversation?: string; customer?: string },
	what: string,
): string {
	if (conversation !== undefined && customer !== undefined)
		throw new InputError(
			"'Conversation' and 'Customer' are both given",
			'customer',
			'Leave out one of them: a conversation has one customer.',
		);
	if (conversation !== undefined) return `/v1/conversations/${pathPart(conversation)}/${what}`;
	return customer === undefined ? `/v1/${what}` : `/v1/customers/${pathPart(customer)}/${what}`;
}

const redact = action({
	name: 'Redact',
	value: 'redact',
	action: 'Redact message',
	description: 'Remove the text or attachments of a message for good; this cannot be undone',
	keeps: ['status'],
	fields: [
		objectId(kind),
		choice(
			'part',
			'What to Redact',
			[
				{ name: 'Attachments', value: 'attachments' },
				{ name: 'Text', value: 'preview' },
			],
			{ required: true, default: 'preview' },
		),
		list('attachments', 'Attachment IDs', {
			max: 10,
			unique: true,
			entry: (value, label) => readId(value, label, 'attachments', ID.form, ID.expects),
			description: 'IDs of the attachments to redact, separated by commas',
		}),
	],
	finish(asked) {
		if (asked.part !== 'attachments' || (asked.attachments ?? []).length > 0) return asked;
		throw new InputError("'Attachment IDs' is missing", 'attachments', 'Give at least one ID.');
	},
	// Sending `preview: true` to redact the text is a guess (kustomer 4.1).
	call: ({ id, part, attachments }) => ({
		method: 'POST',
		path: `/v1/messages/${pathPart(id)}/redactions`,
		body: part === 'attachments' ? { attachments } : { preview: true },
	}),
});

/** Messages of conversations (kustomer 4.1 and 4.3). */
export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [send, sendAndWait, reply, record, get(kind), getMany, redact],
};
