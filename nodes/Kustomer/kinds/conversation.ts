import {
	boolean,
	choice,
	dateField,
	group,
	id,
	number,
	text,
	type Field,
} from '../../shared/form/fields';
import { isObject } from '../../shared/base/values';
import { customAttributes, defaultLang, ID, importedAt, tags } from '../fields/common';
import { assignees, pickedId } from '../fields/pickers';
import { customerId } from '../fields/talk';
import { byExternalId } from './keys';
import type { Kind } from './kind';

/** Fields of both a new and a changed conversation (kustomer 2.1 and 2.5). */
const common = {
	assignedTeams: assignees(
		'assignedTeams',
		'Assigned Team Names or IDs',
		'getTeams',
		'Teams that work on the conversation',
	),
	assignedUsers: assignees(
		'assignedUsers',
		'Assigned User Names or IDs',
		'getUsers',
		'Users who work on the conversation',
	),
	direction: choice('direction', 'Direction', [
		{ name: 'Incoming', value: 'in' },
		{ name: 'Outgoing', value: 'out' },
	]),
	externalId: text('externalId', 'External ID', {
		max: 256,
		placeholder: 'e.g. ticket-4711',
		description:
			'ID of the conversation in your own system; it lets you find the conversation again',
	}),
	name: text('name', 'Name', {
		max: 256,
		placeholder: 'e.g. Order 4711 arrived late',
		description: 'Subject line of the conversation',
	}),
	priority: number('priority', 'Priority', {
		min: 1,
		max: 5,
		integer: true,
		default: 3,
		description: 'From 1 to 5',
	}),
	queue: group(
		'queue',
		'Queue',
		[
			text('external', 'External Queue', {
				placeholder: 'e.g. amazon-connect',
				description: 'Name of a queue outside Kustomer',
			}),
			pickedId('id', 'Queue', 'searchQueues', { description: 'A queue in Kustomer' }),
		],
		{ unknown: 'refuse' },
	),
	replyChannel: text('replyChannel', 'Reply Channel', { max: 256, placeholder: 'e.g. email' }),
};

const DONE = { name: 'Done', value: 'done' };
const OPEN = { name: 'Open', value: 'open' };

/** Fields of a new conversation (kustomer 2.1). */
export const conversationFields = [
	customerId({ required: true, description: 'The customer that it is for' }),
	common.assignedTeams,
	common.assignedUsers,
	id('id', 'Conversation ID', {
		...ID,
		description: 'ID that the new conversation gets; Kustomer chooses one if left out',
	}),
	dateField('createdAt', 'Created At', 'utc', {
		description: 'When the conversation began, if that was not now',
	}),
	customAttributes,
	defaultLang,
	common.direction,
	common.externalId,
	importedAt,
	common.name,
	common.priority,
	common.queue,
	common.replyChannel,
	choice('status', 'Status', [DONE, OPEN], { default: 'open' }),
	tags,
] as const;

/** Fields of a changed conversation (kustomer 2.5). */
const updateFields: readonly Field[] = [
	common.assignedTeams,
	common.assignedUsers,
	customAttributes,
	defaultLang,
	common.direction,
	boolean('ended', 'Ended', { description: 'Whether a conversation by chat is over' }),
	common.externalId,
	boolean('locked', 'Locked', { description: 'Whether the conversation is locked' }),
	common.name,
	common.priority,
	common.queue,
	common.replyChannel,
	choice('status', 'Status', [DONE, OPEN], { default: 'open' }),
	id('subStatus', 'Sub-Status ID', { ...ID }),
	tags,
];

/** Fields that only a new conversation takes. */
const CREATE_ONLY = ['customer', 'id', 'createdAt', 'importedAt'];

export const conversation: Kind = {
	api: 'conversation',
	name: 'Conversation',
	value: 'conversation',
	noun: 'conversation',
	nouns: 'conversations',
	path: () => '/v1/conversations',
	context: () => 'conversation',
	method: 'PATCH',
	fields: conversationFields,
	updateFields,
	createOnly: CREATE_ONLY,
	finish: withoutEmptyQueue,
	finishUpdate: withoutEmptyQueue,
	names: ['name', 'externalId'],
	simple: [
		'name',
		'externalId',
		'status',
		'customerId',
		'assignedUsers',
		'assignedTeams',
		'tags',
		'custom',
		'updatedAt',
	],
	lookups: [byExternalId],
	picker: 'searchConversations',
	deletes: true,
};

/** A queue needs an id or an external name (kustomer 2.1); one without both is no queue. */
export function withoutEmptyQueue(
	record: Parameters<NonNullable<Kind['finish']>>[0],
): ReturnType<NonNullable<Kind['finish']>> {
	const { queue, ...rest } = record;
	return isObject(queue) && Object.keys(queue).length === 0 ? rest : record;
}
