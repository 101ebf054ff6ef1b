import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import { at, textOf } from '../../../shared/base/values';
import { flatResource } from '../../../shared/formats/jsonApi';
import { pathPart } from '../../../shared/http/replies';
import type { Answer, Session } from '../../../shared/http/session';
import { conversation as kind } from '../../kinds/conversation';
import { findByKey } from '../../records/lookup';
import { listBody } from '../../records/written';
import { checkScheduled } from '../message/draft';
import { isSilent, sayFirst, type Opened } from './firstMessage';
import { customerOf, type Customer } from './startCustomer';
import { OF_CONVERSATION, type Start } from './startFields';

/** The steps of an item that are done so far. */
interface Progress extends Opened, Customer {
	conversation?: 'found' | 'created';
}

/** Runs the steps of one item. A step that finds its result does not make it again. */
export async function startOne(session: Session, record: Start): Promise<Outcome> {
	const customer = await customerOf(session, record);
	if ('failure' in customer) return failed(customer.failure);
	const opened = await openConversation(session, record, customer);
	if ('failure' in opened) return failed(opened.failure);
	const { conversationId = '', customerId, conversation } = opened;
	const result: IDataObject = {
		id: conversationId,
		customerId,
		customer: opened.customer,
		conversation,
	};
	const done: Outcome = { ok: true, id: conversationId, json: result };
	const stop = (what: string, failure: Failure, tagged = false) =>
		notWhole(opened, what, failure, tagged);
	const speaks = record.firstMessage === 'send' || record.firstMessage === 'record';
	// Looked up before anything is changed, so that the item can be sent again if it fails.
	const silent =
		speaks && conversation === 'found' ? await isSilent(session, record, opened) : undefined;
	if (silent && !silent.ok) return unseen(conversationId, silent.failure);
	const isSaid = silent?.value === false;
	const tagged = await addTags(session, record, conversationId);
	if (tagged && !tagged.ok)
		return stop(speaks && !isSaid ? 'its tags and first message' : 'its tags', tagged.failure);
	if (isSaid) {
		result.firstMessage = 'notSent';
		return opened.customer === 'created' || tagged ? done : { ...done, unchanged: true };
	}
	const said = await sayFirst(session, record, opened);
	if (said === undefined) return done;
	if (!said.ok) return stop('its first message', said.failure, tagged?.ok);
	const row = flatResource(at(said.body, 'data'));
	const key = textOf(row.id) ?? null;
	if (record.firstMessage === 'send') {
		const draft = checkScheduled({ ok: true, json: { ...row, id: key } });
		if (!draft.ok) return stop('its first message', draft.failure, true);
	}
	result[record.firstMessage === 'send' ? 'draftId' : 'messageId'] = key;
	return done;
}

async function openConversation(
	session: Session,
	record: Start,
	progress: Progress,
): Promise<Progress | { failure: Failure }> {
	const [lookup] = kind.lookups;
	const { externalId } = record;
	const find = async () =>
		externalId === undefined || lookup === undefined
			? undefined
			: await findByKey(session, kind, {}, lookup, externalId);
	const known = await find();
	if (known && !known.ok) return { failure: known.failure };
	if (known?.value !== undefined) {
		const owner = textOf(known.value.customerId);
		if (owner !== progress.customerId)
			return {
				failure: {
					message: `A conversation with the External ID "${externalId ?? ''}" is there, but belongs to another customer`,
					description: "Change 'External ID', or the customer of this item.",
					id: String(known.value.id),
					field: 'externalId',
					executed: 'no',
				},
			};
		const { id: conversationId, messageCount } = known.value;
		return {
			...progress,
			conversationId: String(conversationId),
			conversation: 'found',
			...(typeof messageCount === 'number' ? { messages: messageCount } : {}),
		};
	}
	const fields = Object.entries(record).filter(([name]) => OF_CONVERSATION.includes(name));
	const answer = await session.call({
		method: 'POST',
		path: '/v1/conversations',
		body: { ...Object.fromEntries(fields), customer: progress.customerId },
	});
	const id = answer.ok ? textOf(at(answer.body, 'data', 'id')) : undefined;
	if (id !== undefined) return { ...progress, conversationId: id, conversation: 'created' };
	const failure: Failure = answer.ok
		? { message: 'Kustomer did not name the new conversation', executed: 'unknown' }
		: answer.failure;
	return { failure: { ...failure, description: withCustomer(failure, progress) } };
}

function withCustomer({ description = '' }: Failure, { customer, customerId }: Progress): string {
	return customer === 'created'
		? `The customer ${customerId} was created, and is found when this item is sent again. ${description}`.trim()
		: description;
}

/** Failure of the look whether a conversation that was found has a first message. Nothing was changed. */
function unseen(id: string, failure: Failure): Outcome {
	return failed({
		...failure,
		message: `The conversation ${id} was found, but it cannot be seen whether it has a first message: ${failure.message}`,
		id,
		splittable: undefined,
	});
}

/** Tags by name or ID (kustomer 2.4). */
async function addTags(
	session: Session,
	{ tags = [] }: Start,
	conversation: string,
): Promise<Answer | undefined> {
	if (tags.length === 0) return undefined;
	return await session.call({
		method: 'POST',
		path: `/v1/conversations/${pathPart(conversation)}/tags`,
		...listBody(tags),
		idempotent: true,
	});
}

/**
 * Failure of a later step. It names the conversation, because opening it again would make a second one.
 * @param stored true where the item changed the conversation before, or was carried out in part
 */
function notWhole(
	{ conversationId: id = '', conversation }: Progress,
	what: string,
	failure: Failure,
	stored: boolean,
): Outcome {
	const isUnclear = failure.executed === 'unknown';
	const isFound = conversation === 'found';
	const message = `The conversation ${id} was ${isFound ? 'found' : 'opened'}, but ${isUnclear ? 'nobody can tell whether it got' : 'did not get'} ${what}: ${failure.message}`;
	// Nothing was changed so far, and a next run finds the conversation again.
	if (isFound && !stored && !isUnclear)
		return failed({ ...failure, message, id, splittable: undefined });
	return failed({
		...failure,
		message,
		// What the request advises is to send it again, which is not to be done here.
		description: isUnclear
			? `Look in the conversation whether it has ${what}, and do not send the item again.`
			: `Do this in the conversation itself, and do not send the item again. ${failure.description ?? ''}`.trim(),
		id,
		executed: isFound && !stored ? 'unknown' : 'yes',
		cause: undefined,
		splittable: undefined,
	});
}
