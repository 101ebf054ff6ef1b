import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/base/errors';
import { isEmpty } from '../../../shared/base/values';
import {
	choice,
	dateField,
	list,
	text,
	upFront,
	type ValueIn,
	type Values,
} from '../../../shared/form/fields';
import type { Fields } from '../../../shared/form/defineOperation';
import type { Operation, OperationEntry } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import type { Call } from '../../../shared/http/session';
import { tagNames } from '../../fields/common';
import { assignees, pickedId } from '../../fields/pickers';
import { conversation as kind } from '../../kinds/conversation';
import { action, type Action } from '../../records/action';
import { objectId } from '../../records/shapes';
import { APPS } from '../message/draft';
import { listBody, readOne } from '../../records/written';

const id = objectId(kind);

/** The path of the conversation of an item, or of what belongs to it. */
export function pathOf({ id: of }: ValueIn<typeof id>, part = ''): string {
	return `/v1/conversations/${pathPart(of)}${part}`;
}

function patch(asked: ValueIn<typeof id>, body: IDataObject): Call {
	return { method: 'PATCH', path: pathOf(asked), body };
}

type Step<Asked extends Fields, Given = Values<[typeof id, ...Asked]>> = OperationEntry &
	Pick<Action<Asked, [], Given>, 'finish' | 'call'> & { fields?: Asked };

/** Something that is done with one conversation, with the conversation as it is then as its result. */
function step<const Asked extends Fields = []>(spec: Step<Asked>): Operation;
function step(spec: Step<Fields, ValueIn<typeof id>>): Operation {
	return action({
		keeps: kind.simple,
		changes: true,
		...spec,
		fields: [id, ...(spec.fields ?? [])],
	});
}

const addTags = step({
	name: 'Add Tags',
	value: 'addTags',
	action: 'Add tags to conversation',
	description: 'Add tags to a conversation by their names; unknown names become new tags',
	fields: [tagNames],
	// Adding an existing tag changes nothing (kustomer 2.4), so the request is idempotent.
	call: (asked) => ({
		method: 'POST',
		path: pathOf(asked, '/tags'),
		...listBody(asked.tags),
		idempotent: true,
	}),
});

const removeTags = step({
	name: 'Remove Tags',
	value: 'removeTags',
	action: 'Remove tags from conversation',
	description:
		'Remove tags from a conversation by their names; needs the role org.permission.conversation.delete',
	fields: [tagNames],
	call: (asked) => ({
		method: 'DELETE',
		path: pathOf(asked, '/tags'),
		...listBody(asked.tags),
		idempotent: true,
	}),
});

const REPLACES = 'Replaces the current ones';

const assign = step({
	name: 'Assign',
	value: 'assign',
	action: 'Assign conversation',
	description: 'Assign a conversation to users, to teams or to a queue; what is left empty stays',
	fields: [
		upFront(assignees('assignedUsers', 'User Names or IDs', 'getUsers', REPLACES)),
		upFront(assignees('assignedTeams', 'Team Names or IDs', 'getTeams', REPLACES)),
		pickedId('queue', 'Queue', 'searchQueues', { upFront: true }),
	],
	finish(asked) {
		const given = Object.entries(asked).filter(
			([name, value]) =>
				name === 'id' || (!isEmpty(value) && !(Array.isArray(value) && value.length === 0)),
		);
		if (given.length > 1) return Object.fromEntries(given);
		throw new InputError(
			'No user, team or queue is given',
			'assignedUsers',
			'Choose at least one of them.',
		);
	},
	call: ({ id: of, queue, ...assigned }) =>
		patch({ id: of }, { ...assigned, ...(queue === undefined ? {} : { queue: { id: queue } }) }),
});

const snooze = step({
	name: 'Snooze',
	value: 'snooze',
	action: 'Snooze conversation',
	description:
		'Put a conversation aside until a time; it reopens then, or when the customer replies',
	fields: [
		dateField('time', 'Snooze Until', 'utc', {
			required: true,
			description: 'When the conversation reopens',
		}),
	],
	finish(asked) {
		if (Date.parse(asked.time) > Date.now()) return asked;
		throw new InputError("'Snooze Until' is over already", 'time', 'Give a time in the future.');
	},
	call: ({ id: of, time }) =>
		patch({ id: of }, { status: 'snoozed', snooze: { status: 'scheduled', time } }),
});

const markDone = step({
	name: 'Mark Done',
	value: 'markDone',
	action: 'Mark conversation as done',
	description: 'Close a conversation whose work is over',
	call: (asked) => patch(asked, { status: 'done' }),
});

const reopen = step({
	name: 'Reopen',
	value: 'reopen',
	action: 'Reopen conversation',
	description: 'Open a conversation that is done or snoozed',
	async call(asked, _settings, session) {
		const read = await readOne(session, pathOf(asked));
		if (!read.ok) return { failure: read.failure };
		// Only of a snoozed one is a snooze canceled (kustomer 2.5).
		const snoozed = read.value?.status === 'snoozed';
		return patch(asked, {
			status: 'open',
			...(snoozed ? { snooze: { status: 'canceled' } } : {}),
		});
	},
});

const moveToCustomer = step({
	name: 'Move to Customer',
	value: 'moveToCustomer',
	action: 'Move conversation to customer',
	description: 'Give a conversation to another customer',
	fields: [
		pickedId('customer', 'Customer', 'searchCustomers', {
			required: true,
			description: 'The customer that it is for',
		}),
	],
	// Nothing else may be sent with it (kustomer 2.5).
	call: (asked) => patch(asked, { customer: asked.customer }),
});

const forward = action({
	name: 'Forward',
	value: 'forward',
	action: 'Forward conversation',
	description: 'Send the messages of a conversation to somebody by email',
	keeps: ['status', 'subject'],
	fields: [
		id,
		list('to', 'To', {
			required: true,
			max: 100,
			unique: true,
			placeholder: 'e.g. name@email.com',
			description: 'Email addresses, separated by commas',
		}),
		text('subject', 'Subject'),
		text('body', 'Text', { max: 10_240, rows: 4 }),
		text('from', 'From', { placeholder: 'e.g. support@example.com' }),
		choice(
			'app',
			'Email App',
			APPS.filter(({ value }) => ['gmail', 'postmark'].includes(value)),
			{ default: 'postmark' },
		),
	],
	call: ({ id: of, to, from, ...asked }) => ({
		method: 'POST',
		path: pathOf({ id: of }, '/forwards'),
		body: {
			channel: 'email',
			...asked,
			to: to.map((email) => ({ email })),
			...(from === undefined ? {} : { from: { email: from } }),
		},
	}),
});

/** Actions on one conversation (kustomer 2.4, 2.5 and 2.8). */
export const actions: readonly Operation[] = [
	addTags,
	assign,
	forward,
	markDone,
	moveToCustomer,
	removeTags,
	reopen,
	snooze,
];
