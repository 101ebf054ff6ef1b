import { dateField } from '../../../shared/form/fields';
import type { Resource } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import { deleteOperation } from '../../../shared/operations/write';
import { conversationId, customerId, sentChannel } from '../../fields/talk';
import type { Kind } from '../../kinds';
import { action, listing } from '../../records/action';
import { remove } from '../../records/delete';
import { api, objectId } from '../../records/shapes';
import { body, checkScheduled, checkTime, draftFields, draftOf, from, to } from '../message/draft';
import { DRAFT } from '../message/send';

const kind: Kind = {
	api: 'draft',
	name: 'Draft',
	value: 'draft',
	noun: 'draft',
	nouns: 'drafts',
	path: () => '/v1/drafts',
	context: () => 'draft',
	method: 'PUT',
	fields: [],
	names: [],
	simple: DRAFT,
	lookups: [],
	deletes: true,
};

const content = [sentChannel, body, ...draftFields, from, to];

const path = (id: string) => `/v1/drafts/${pathPart(id)}`;

const create = action({
	name: 'Create',
	value: 'create',
	action: 'Create draft',
	description: 'Prepare a message that a person looks at before it is sent',
	keeps: DRAFT,
	creates: true,
	fields: [
		customerId({ required: true, description: 'The customer that it is for' }),
		...content,
		conversationId({
			description: 'The conversation it belongs to; a new one is opened if left out',
		}),
	],
	finish(asked) {
		draftOf(asked);
		return asked;
	},
	call: ({ customer, ...asked }) => ({
		method: 'POST',
		path: `/v1/customers/${pathPart(customer)}/drafts`,
		query: { createConversation: asked.conversation === undefined },
		body: draftOf(asked),
	}),
});

const update = action({
	name: 'Update',
	value: 'update',
	action: 'Update draft',
	description: 'Change a draft; the channel must be given',
	keeps: DRAFT,
	changes: true,
	fields: [objectId(kind), ...content],
	finish(asked) {
		draftOf(asked);
		return asked;
	},
	call: ({ id, ...asked }) => ({ method: 'PUT', path: path(id), body: draftOf(asked) }),
});

const schedule = action({
	name: 'Schedule',
	value: 'schedule',
	action: 'Schedule draft',
	description: 'Say when a draft is sent',
	keeps: DRAFT,
	changes: true,
	fields: [
		objectId(kind),
		sentChannel,
		dateField('sendAt', 'Send At', 'utc', {
			required: true,
			description: 'When the message is sent',
		}),
	],
	finish: checkTime,
	check: checkScheduled,
	call: ({ id, ...asked }) => ({
		method: 'PUT',
		path: path(id),
		body: { ...asked, scheduled: true },
	}),
});

const getMany = listing({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many drafts',
	description: 'Get the drafts of a customer, also those that wait for their time',
	simple: DRAFT,
	fields: [customerId({ required: true, description: 'The customer whose drafts are listed' })],
	list: ({ customer }) => ({ path: `/v1/customers/${pathPart(customer)}/drafts` }),
});

/** Drafts: messages that are not sent yet (kustomer 4.3). */
export const draft: Resource = {
	name: 'Draft',
	value: 'draft',
	operations: [create, deleteOperation(api, kind, remove(kind)), getMany, schedule, update],
};
