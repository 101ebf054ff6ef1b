import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../../shared/base/errors';
import { at, textOf } from '../../../shared/base/values';
import { pathPart } from '../../../shared/http/replies';
import type { Call, Session } from '../../../shared/http/session';
import { conversationId, customerId, sentChannel } from '../../fields/talk';
import { action } from '../../records/action';
import { readRows } from '../../records/rows';
import { readOne } from '../../records/written';
import {
	APPS,
	body,
	checkScheduled,
	checkTime,
	draftFields,
	draftOf,
	from,
	scheduled,
	sendAt,
	to,
	type DraftParts,
} from './draft';

/** Keys of a draft that a result keeps, beside its ID. */
export const DRAFT = [
	'channel',
	'to',
	'subject',
	'body',
	'conversationId',
	'customerId',
	'sendAt',
	'scheduled',
	'createdAt',
];

export function draftsOf(customer: string): string {
	return `/v1/customers/${pathPart(customer)}/drafts`;
}

/** Send: a draft that Kustomer sends at once or at a time (kustomer 4.3). */
export const send = action({
	name: 'Send',
	value: 'send',
	action: 'Send message',
	description:
		'Send a message to a customer by email, SMS, WhatsApp, chat and others, at once or at a time',
	keeps: DRAFT,
	fields: [
		customerId({ required: true, description: 'The customer that it is for' }),
		sentChannel,
		{ ...to, required: true, property: { ...to.property, required: true } },
		body,
		...draftFields,
		conversationId({
			description: 'The conversation it belongs to; a new one is opened if left out',
		}),
		from,
		sendAt,
	],
	finish(asked) {
		draftOf(asked);
		return checkTime(asked);
	},
	check: checkScheduled,
	call({ customer, ...asked }) {
		return {
			method: 'POST',
			path: draftsOf(customer),
			query: { createConversation: asked.conversation === undefined },
			...scheduled(draftOf(asked)),
		};
	},
});

/** Reply to Conversation: answers the sender of the latest incoming message by the same channel, unless the form says otherwise. */
export const reply = action({
	name: 'Reply to Conversation',
	value: 'reply',
	action: 'Reply to conversation',
	description:
		'Answer the latest incoming message of a conversation: same channel, to its sender, at once or at a time',
	keeps: DRAFT,
	fields: [
		conversationId({ required: true, description: 'The conversation to write in' }),
		body,
		...draftFields,
		from,
		sendAt,
		to,
	],
	finish: checkTime,
	check: checkScheduled,
	call: async (asked, _settings, session) => await answering(session, asked.conversation, asked),
});

/**
 * The request that answers a conversation.
 * @param asked fields of the draft; the latest incoming message fills in the others
 */
export async function answering(
	session: Session,
	conversation: string,
	asked: DraftParts,
): Promise<Call | { failure: Failure }> {
	const answered = await latestIncoming(session, conversation);
	if ('failure' in answered) return answered;
	const { customer, channel, ...last } = answered.known;
	return {
		method: 'POST',
		path: draftsOf(customer),
		query: { createConversation: false },
		...scheduled(draftOf({ ...last, ...asked, conversation, channel })),
	};
}

/** How many of the newest messages we search for the latest incoming one. */
const LOOKED_THROUGH = 100;

/** Recipient, channel and subject of a reply, from the latest incoming message (kustomer 4.1 says where messages keep their addresses). */
async function latestIncoming(
	session: Session,
	conversation: string,
): Promise<{ known: DraftParts & { customer: string } } | { failure: Failure }> {
	const path = `/v1/conversations/${pathPart(conversation)}`;
	const read = await readOne(session, path);
	if (!read.ok) return { failure: read.failure };
	const customer = textOf(read.value?.customerId);
	if (customer === undefined)
		return {
			failure: {
				message: `No conversation with the ID ${conversation} was found in Kustomer, or it has no customer`,
				description: 'Check the ID.',
				executed: 'no',
				field: 'conversation',
			},
		};
	const messages = await readRows(session, {
		path: `${path}/messages`,
		query: { sort: 'desc' },
		limit: LOOKED_THROUGH,
	});
	if (!messages.ok) return { failure: messages.failure };
	const [latest] = messages.value
		.filter(({ direction }) => direction === 'in')
		.sort((a, b) => stampOf(b) - stampOf(a));
	if (latest === undefined)
		return {
			failure: {
				message: 'The conversation has no incoming message to answer',
				description: "Use 'Send' with a channel and a recipient.",
				executed: 'no',
				field: 'conversation',
			},
		};
	const channel = String(latest.channel);
	const email = channel === 'email';
	const sender = addressOf(at(latest.meta, 'from'));
	// Of several recipients, some may be colleagues of the customer.
	const recipient = onlyAddressOf(at(latest.meta, 'to'));
	const title = textOf(latest.subject);
	const app = APPS.find(({ value }) => value === latest.app)?.value;
	const known = {
		customer,
		channel,
		...(app === undefined ? {} : { app }),
		...(sender === undefined ? {} : { to: [sender] }),
		...(recipient === undefined ? {} : { from: recipient }),
		...(email && title !== undefined
			? { subject: /^re:/i.test(title) ? title : `Re: ${title}` }
			: {}),
	};
	return { known };
}

function stampOf({ sentAt, createdAt }: IDataObject): number {
	return Date.parse(String(sentAt ?? createdAt));
}

/** An address as messages keep it: text, an object with an email, or the first of a list. */
function addressOf(value: unknown): string | undefined {
	const first: unknown = Array.isArray(value) ? value[0] : value;
	return textOf(first) ?? textOf(at(first, 'email'));
}

/** The address of a single recipient; undefined where there are several. */
function onlyAddressOf(value: unknown): string | undefined {
	if (Array.isArray(value) && value.length !== 1) return undefined;
	const address = addressOf(value);
	return address !== undefined && /[,;]/.test(address) ? undefined : address;
}
