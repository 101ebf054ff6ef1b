import { byExternalId } from '../../kinds/keys';
import type { Kind } from '../../kinds';

/** Keys of a message that a result keeps, beside its ID. */
export const MESSAGE = [
	'channel',
	'direction',
	'preview',
	'subject',
	'status',
	'conversationId',
	'customerId',
	'sentAt',
	'createdAt',
];

/** Messages as a kind of objects, for reading them by their ID and for finding them again (kustomer 4.1). */
export const message: Kind = {
	api: 'message',
	name: 'Message',
	value: 'message',
	noun: 'message',
	nouns: 'messages',
	path: () => '/v1/messages',
	context: () => 'message',
	method: 'PATCH',
	fields: [],
	names: [],
	simple: MESSAGE,
	lookups: [byExternalId],
	deletes: false,
};
