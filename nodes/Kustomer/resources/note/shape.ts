import type { Kind } from '../../kinds';

/** Keys of a note that a result keeps, beside its ID. */
export const NOTE = [
	'body',
	'conversationId',
	'customerId',
	'externalId',
	'createdAt',
	'updatedAt',
];

/** Notes as a kind of objects (kustomer 4.2). */
export const note: Kind = {
	api: 'note',
	name: 'Note',
	value: 'note',
	noun: 'note',
	nouns: 'notes',
	path: () => '/v1/notes',
	context: () => 'note',
	method: 'PATCH',
	fields: [],
	names: [],
	simple: NOTE,
	lookups: [],
	deletes: true,
};
