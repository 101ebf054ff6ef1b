import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import { at, textOf } from '../../../shared/base/values';
import { flatResource } from '../../../shared/formats/jsonApi';
import { pathPart } from '../../../shared/http/replies';
import type { Answer, Session } from '../../../shared/http/session';
import { conversation as kind } from '../../kinds/conversation';
import { customer as customers } from '../../kinds/customer';
import { findByKey, isMasked, owns } from '../../records/lookup';
import { listBody } from '../../records/written';
import { isDuplicate } from '../../replies';
import { checkScheduled } from '../message/draft';
import { isSilent, sayFirst, type Opened } from './firstMessage';

/** Fields that the new conversation gets as they are. */
export const OF_CONVERSATION = [
	'assignedTeams',
	'assignedUsers',
	'custom',
	'defaultLang',
	'direction',
	'externalId',
	'importedAt',
	'name',
	'priority',
	'queue',
	'replyChannel',
	'status',
];

/** Keys that find the customer, in this order, and how a new one gets them. */
export const KEYS = [
	['email', 'email', (value: string) => ({ emails: [{ email: value }] })],
	['phone', 'phone', (value: string) => ({ phones: [{ phone: value }] })],
	['customerExternalId', 'externalId', (value: string) => ({ externalId: value })],
] as const;

/** What an item has come to so far. */
interface Progress extends Opened {
	customer: 'found' | 'created';
	conversation?: 'found' | 'created';
}

/** Goes through the steps of one item; what was made once is not made again. */
export async function startOne(session: Session, record: IDataObject): Promise<Outcome> {
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
	const stop = (what: string, failure: Failure) => notWhole(opened, what, failure);
	const tagged = await addTags(session, record, conversationId);
	if (tagged && !tagged.ok) return stop('did not get its tags', tagged.failure);
	const speaks = record.firstMessage === 'send' || record.firstMessage === 'record';
	if (speaks && conversation === 'found' && !(await isSilent(session, record, opened))) {
		result.firstMessage = 'notSent';
		return done;
	}
	const said = await sayFirst(session, record, opened);
	if (said === undefined) return done;
	if (!said.ok) return stop('did not get its first message', said.failure);
	const row = flatResource(at(said.body, 'data'));
	const key = textOf(row.id) ?? null;
	if (record.firstMessage === 'send') {
		const draft = checkScheduled({ ok: true, json: { ...row, id: key } });
		if (!draft.ok) return stop('did not get its first message', draft.failure);
	}
	result[record.firstMessage === 'send' ? 'draftId' : 'messageId'] = key;
	return done;
}

/** The customer of an item: the one that is named, the one that has a key, or a new one. */
async function customerOf(
	session: Session,
	record: IDataObject,
): Promise<Progress | { failure: Failure }> {
	if (record.customer !== undefined)
		return { customerId: String(record.customer), customer: 'found' };
	const found = await findCustomer(session, record);
	if (!found.ok) return { failure: found.failure };
	if (found.id !== undefined) return { customerId: found.id, customer: 'found' };
	const fields = KEYS.map(([name, , make]) =>
		record[name] === undefined ? {} : make(String(record[name])),
	);
	const answer = await session.call({
		method: 'POST',
		path: '/v1/customers',
		body: Object.assign(
			{},
			...fields,
			record.customerName === undefined ? {} : { name: record.customerName },
		) as IDataObject,
		// A second sending is refused as a duplicate, and the customer of the first is then found (kustomer 3.3).
		idempotent: true,
	});
	const id = answer.ok ? textOf(at(answer.body, 'data', 'id')) : undefined;
	if (id !== undefined) return { customerId: id, customer: 'created' };
	const again =
		answer.ok || isDuplicate(answer.failure) ? await findCustomer(session, record) : undefined;
	if (again?.ok && again.id !== undefined) return { customerId: again.id, customer: 'found' };
	return {
		failure: answer.ok
			? { message: 'Kustomer did not name the new customer', executed: 'unknown' }
			: answer.failure,
	};
}

async function findCustomer(
	session: Session,
	record: IDataObject,
): Promise<{ ok: true; id?: string } | { ok: false; failure: Failure }> {
	for (const [name, key] of KEYS) {
		const value = textOf(record[name]);
		const lookup = customers.lookups.find((one) => one.name === key);
		if (value === undefined || lookup === undefined) continue;
		const found = await findByKey(session, customers, {}, lookup, value);
		if (!found.ok) return found;
		// Somebody else may only share the address.
		const isIt =
			found.value !== undefined &&
			(owns(found.value, lookup, value) || isMasked(found.value, lookup));
		if (isIt) return { ok: true, id: String(found.value?.id) };
	}
	return { ok: true };
}

async function openConversation(
	session: Session,
	record: IDataObject,
	progress: Progress,
): Promise<Progress | { failure: Failure }> {
	const [lookup] = kind.lookups;
	const externalId = textOf(record.externalId);
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

/** Tags by name, which alone is documented for adding them (kustomer 2.4). */
async function addTags(
	session: Session,
	{ tags }: IDataObject,
	conversation: string,
): Promise<Answer | undefined> {
	if (!Array.isArray(tags) || tags.length === 0) return undefined;
	return await session.call({
		method: 'POST',
		path: `/v1/conversations/${pathPart(conversation)}/tags`,
		...listBody(tags),
		idempotent: true,
	});
}

/** What is known where the conversation was opened or found and something after that was not done: it must not be opened again. */
function notWhole(
	{ conversationId: id = '', conversation }: Progress,
	what: string,
	failure: Failure,
): Outcome {
	return failed({
		...failure,
		message: `The conversation ${id} was ${conversation === 'found' ? 'found' : 'opened'}, but ${what}: ${failure.message}`,
		description:
			`Do this in the conversation itself, and do not send the item again. ${failure.description ?? ''}`.trim(),
		id,
		executed: 'yes',
		cause: undefined,
		splittable: undefined,
	});
}
