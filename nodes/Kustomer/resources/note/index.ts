import { text } from '../../../shared/form/fields';
import type { Resource } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import { externalId, importedAt } from '../../fields/common';
import { attachmentIds, conversationId, customerId } from '../../fields/talk';
import { action, listing } from '../../records/action';
import { remove } from '../../records/delete';
import { get } from '../../records/get';
import { given } from '../../records/rows';
import { api, objectId } from '../../records/shapes';
import { deleteOperation } from '../../../shared/operations/write';
import { listPath } from '../message';
import { NOTE, note as kind } from './shape';

const body = text('body', 'Text', { required: true, max: 10_240, rows: 4 });

const create = action({
	name: 'Create',
	value: 'create',
	action: 'Create note',
	description: 'Add a note to a conversation; customers do not see it',
	input: 'record',
	keeps: NOTE,
	creates: true,
	fields: [
		conversationId({ required: true, description: 'The conversation to write in' }),
		body,
		attachmentIds,
		externalId,
		importedAt,
	],
	call: ({ conversation, ...note }) => ({
		method: 'POST',
		path: `/v1/conversations/${pathPart(conversation)}/notes`,
		body: note,
	}),
});

const update = action({
	name: 'Update',
	value: 'update',
	action: 'Update note',
	description: 'Change the text of a note',
	keeps: NOTE,
	changes: true,
	fields: [objectId(kind), body],
	call: ({ id, ...note }) => ({
		method: 'PATCH',
		path: `/v1/notes/${pathPart(id)}`,
		body: note,
	}),
});

const getMany = listing({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many notes',
	description: 'Get many notes: of a conversation, of a customer, or all',
	simple: NOTE,
	fields: [
		conversationId({ description: 'Only notes of this conversation' }),
		customerId({ description: 'Only notes of this customer' }),
	],
	list: (asked) => ({ path: listPath(asked, 'notes'), query: given({}) }),
});

/** Notes of conversations (kustomer 4.2). */
export const note: Resource = {
	name: 'Note',
	value: 'note',
	operations: [create, deleteOperation(api, kind, remove(kind)), get(kind), getMany, update],
};
