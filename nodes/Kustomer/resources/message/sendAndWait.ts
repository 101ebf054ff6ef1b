import { SEND_AND_WAIT_OPERATION } from 'n8n-workflow';

import { failed, InputError, type Outcome } from '../../../shared/base/errors';
import { isEmpty, without } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { choice, type ValueIn, type Values } from '../../../shared/form/fields';
import { pathPart } from '../../../shared/http/replies';
import type { Call, Session } from '../../../shared/http/session';
import {
	approvalOptions,
	limitWaitTime,
	linkLabel,
	message,
	responseType,
	waitTill,
} from '../../../shared/respond/fields';
import { withLinks } from '../../../shared/respond/links';
import { conversationId, customerId, sentChannel, shownFor } from '../../fields/talk';
import { written } from '../../records/written';
import { checkScheduled, draftFields, draftOf, from, scheduled, to } from './draft';
import { answering, draftsOf } from './send';

const sendTo = choice(
	'sendTo',
	'Send To',
	[
		{ name: 'Colleagues, by a Note', value: 'note', description: 'Customers do not see it' },
		{ name: 'Customer, by a New Message', value: 'customer' },
		{
			name: 'Customer, by a Reply',
			value: 'reply',
			description: 'To the sender of the latest message',
		},
	],
	{ required: true, default: 'note', description: 'Who is asked' },
);

/** Longest text of a note (kustomer 4.2). */
const LONGEST_NOTE = 10_240;

/** Fields that each way of asking requires. */
const NEEDED: Record<
	ValueIn<typeof sendTo>['sendTo'],
	ReadonlyArray<[name: 'conversation' | 'customer' | 'to', label: string]>
> = {
	note: [['conversation', 'Conversation']],
	reply: [['conversation', 'Conversation']],
	customer: [
		['customer', 'Customer'],
		['to', 'To'],
	],
};

const fields = [
	sendTo,
	shownFor(
		{ sendTo: ['note', 'reply'] },
		conversationId({ description: 'The conversation it is about' }),
	),
	shownFor({ sendTo: ['customer'] }, customerId({ description: 'The customer who is asked' })),
	shownFor({ sendTo: ['customer'] }, sentChannel),
	shownFor({ sendTo: ['customer'] }, to),
	message,
	responseType,
	approvalOptions,
	...draftFields,
	from,
] as const;

type Asked = Values<typeof fields>;

/** Send and Wait for Response: n8n also makes the node's human-in-the-loop tool for agents from it. */
export const sendAndWait = defineOperation({
	name: 'Send and Wait for Response',
	value: SEND_AND_WAIT_OPERATION,
	action: 'Send message and wait for response',
	description:
		'Ask colleagues or a customer, with links to answer, and wait until one of them is used',
	input: 'form',
	awaitsResponse: true,
	limits: { records: 1 },
	returns: { data: { approved: 'boolean', respondedAt: 'string' } },
	fields,
	options: [limitWaitTime, linkLabel],
	finish(asked, options) {
		for (const [name, label] of NEEDED[asked.sendTo])
			if (!isGiven(asked[name]))
				throw new InputError(`'${label}' is missing`, name, `Fill in '${label}'.`);
		if (asked.sendTo === 'note') refuseForNotes(asked);
		waitTill(options);
		return asked;
	},
	async send(session, batch): Promise<Outcome[]> {
		const [asked] = batch.records;
		const until = waitTill(batch.options);
		const request = await requestOf(session, asked, withLinks(asked, batch.options, batch));
		if ('failure' in request) return [failed(request.failure)];
		const outcome = checkScheduled(written(await session.call(request), ['scheduled']));
		return [outcome.ok && 'json' in outcome ? { ...outcome, waitTill: until } : outcome];
	},
});

function isGiven(value: unknown): boolean {
	return !isEmpty(value) && !(Array.isArray(value) && value.length === 0);
}

/** Fields of a draft that a note has, too (kustomer 4.2). */
const OF_NOTES = ['attachments'];

/** @throws InputError for what only a message to a customer has */
function refuseForNotes(asked: Asked): void {
	for (const { name, property } of [...draftFields, from])
		if (isGiven(asked[name]) && !OF_NOTES.includes(name))
			throw new InputError(
				`'${property.displayName}' is given, but a note has none`,
				name,
				"Remove it, or choose a customer in 'Send To'.",
			);
}

/** Fields that say how and whom to ask, and are not part of what is sent. */
const OF_THE_FORM = [
	'sendTo',
	'conversation',
	'customer',
	'channel',
	'to',
	'message',
	'responseType',
	'approvalOptions',
] as const;

async function requestOf(
	session: Session,
	asked: Asked,
	body: string,
): Promise<Call | { failure: Parameters<typeof failed>[0] }> {
	const { sendTo: recipient, conversation = '', customer = '', channel, to: recipients } = asked;
	const draft = { ...without(asked, OF_THE_FORM), body };
	switch (recipient) {
		case 'reply':
			return await answering(session, conversation, draft);
		case 'customer':
			return {
				method: 'POST',
				path: draftsOf(customer),
				query: { createConversation: true },
				...scheduled(draftOf({ ...draft, channel, to: recipients }, "'Message' with its links")),
			};
		default:
			if (body.length > LONGEST_NOTE)
				throw new InputError(
					`'Message' with its links has ${body.length} characters, and at most ${LONGEST_NOTE} are allowed for a note`,
					'message',
					'Shorten the message.',
				);
			return {
				method: 'POST',
				path: `/v1/conversations/${pathPart(conversation)}/notes`,
				body: draft,
			};
	}
}
