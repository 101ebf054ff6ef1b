import type { IDataObject } from 'n8n-workflow';

import { failed, InputError, type Failure, type Outcome } from '../../../shared/base/errors';
import { at, textOf } from '../../../shared/base/values';
import { choice, text, type Field } from '../../../shared/form/fields';
import type { Operation } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import type { Answer, Session } from '../../../shared/http/session';
import { sentChannel } from '../../fields/talk';
import { conversation as kind, conversationFields } from '../../kinds/conversation';
import { customer as customers } from '../../kinds/customer';
import { pickedId } from '../../fields/pickers';
import { findByKey } from '../../records/lookup';
import { isDuplicate } from '../../records/upsert';
import { listBody } from '../../records/written';
import { draftOf, scheduled } from '../message/draft';

/** Fields that the new conversation gets as they are. */
const OF_CONVERSATION = [
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

function withoutRequired(property: Field['property']): Field['property'] {
	const rest = { ...property };
	delete rest.required;
	return rest;
}

const messageFields: readonly Field[] = [
	{
		...choice(
			'firstMessage',
			'First Message',
			[
				{ name: 'None', value: 'none' },
				{ name: 'Record', value: 'record', description: 'Note it down; nobody gets it' },
				{ name: 'Send', value: 'send', description: 'Send it to the customer' },
			],
			{ default: 'none', description: 'What becomes of the text' },
		),
		upFront: true,
	},
	...[
		sentChannel,
		text('text', 'Text', { max: 10_240, rows: 4 }),
		text('to', 'To', {
			placeholder: 'e.g. name@email.com',
			description: 'Address or phone number; that of the customer if left empty',
		}),
	].map(
		(field): Field => ({
			...field,
			required: false,
			upFront: true,
			property: {
				...withoutRequired(field.property),
				displayOptions: { show: { firstMessage: ['record', 'send'] } },
			},
		}),
	),
];

/** What an item has come to so far. */
interface Progress {
	customerId: string;
	customer: 'found' | 'created';
	conversationId?: string;
	conversation?: 'found' | 'created';
}

/** Start Conversation: the customer is found or made, the conversation opened, and the first message recorded or sent. */
export const start: Operation = {
	name: 'Start',
	value: 'start',
	action: 'Start conversation',
	description:
		'Find or create a customer, open a conversation with tags and assignment, and record or send its first message',
	fields: [
		text('email', 'Customer Email', { upFront: true, placeholder: 'e.g. name@email.com' }),
		pickedId('customer', 'Customer', 'searchCustomers', {
			description: 'The customer, where it is known; no other is looked for then',
		}),
		text('customerExternalId', 'Customer External ID', { max: 256 }),
		text('customerName', 'Customer Name', {
			max: 256,
			description: 'Name of a new customer; one that is found keeps its own',
		}),
		text('phone', 'Customer Phone', { placeholder: 'e.g. +15551234567' }),
		...messageFields,
		...conversationFields.filter(({ name }) => OF_CONVERSATION.includes(name) || name === 'tags'),
		text('from', 'From', { description: 'The address or number that sends the first message' }),
	],
	unknownFields: 'refuse',
	limits: { records: 1 },
	returns: {
		id: 'string',
		conversation: 'string',
		customerId: 'string',
		customer: 'string',
		messageId: 'string',
		draftId: 'string',
	},
	// Two items about one customer must not both make it.
	identity: (record) =>
		['customer', ...KEYS.map(([name]) => name)].flatMap((name) =>
			record[name] === undefined ? [] : [`${name} ${String(record[name]).toLowerCase()}`],
		),
	finish: checked,
	async send(session, { records }) {
		return [await startOne(session, records[0] ?? {})];
	},
};

/** Keys that find the customer, in this order, and how a new one gets them. */
const KEYS = [
	['email', 'email', (value: string) => ({ emails: [{ email: value }] })],
	['phone', 'phone', (value: string) => ({ phones: [{ phone: value }] })],
	['customerExternalId', 'externalId', (value: string) => ({ externalId: value })],
] as const;

function checked(
	record: IDataObject,
	settings: IDataObject,
	timezone: string,
	place: Parameters<NonNullable<Operation['finish']>>[3],
): IDataObject {
	if (record.customer === undefined && KEYS.every(([name]) => record[name] === undefined))
		throw new InputError(
			"'Customer Email' is missing",
			'email',
			"Give an email address, or 'Customer', 'Customer Phone' or 'Customer External ID'.",
		);
	const sends = record.firstMessage === 'send' || record.firstMessage === 'record';
	if (sends && record.text === undefined)
		throw new InputError("'Text' is missing", 'text', "Give a text, or choose 'None'.");
	if (record.firstMessage === 'send') draftOf(draftFor(record));
	return kind.finish?.(record, settings, timezone, place) ?? record;
}

async function startOne(session: Session, record: IDataObject): Promise<Outcome> {
	const customer = await customerOf(session, record);
	if ('failure' in customer) return failed(customer.failure);
	const opened = await openConversation(session, record, customer);
	if ('failure' in opened) return failed(opened.failure);
	const { conversationId = '' } = opened;
	const result: IDataObject = { id: conversationId, ...opened };
	delete result.conversationId;
	const done: Outcome = { ok: true, id: conversationId, json: result };
	// One that was there already has its tags and its first message.
	if (opened.conversation === 'found') return done;
	const tagged = await addTags(session, record, conversationId);
	if (tagged && !tagged.ok) return notWhole(conversationId, 'did not get its tags', tagged.failure);
	const said = await sayFirst(session, record, opened);
	if (said === undefined) return done;
	if (!said.ok) return notWhole(conversationId, 'did not get its first message', said.failure);
	const key = textOf(at(said.body, 'data', 'id')) ?? null;
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
		safe: true,
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
		if (found.value !== undefined) return { ok: true, id: String(found.value.id) };
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
		return { ...progress, conversationId: String(known.value.id), conversation: 'found' };
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
		safe: true,
	});
}

function draftFor(record: IDataObject): IDataObject {
	const { channel = 'email', text: body, from, name } = record;
	const to = textOf(record.to) ?? textOf(channel === 'email' ? record.email : record.phone);
	return {
		channel,
		body,
		...(to === undefined ? {} : { to: [to] }),
		...(from === undefined ? {} : { from }),
		...(channel === 'email' && name !== undefined ? { subject: name } : {}),
	};
}

async function sayFirst(
	session: Session,
	record: IDataObject,
	{ customerId, conversationId = '' }: Progress,
): Promise<Answer | undefined> {
	const { firstMessage, channel = 'email', text: preview, direction = 'in', name } = record;
	if (firstMessage === 'send')
		return await session.call({
			method: 'POST',
			path: `/v1/customers/${pathPart(customerId)}/drafts`,
			query: { createConversation: false },
			body: scheduled({ ...draftOf(draftFor(record)), conversation: conversationId }),
		});
	if (firstMessage !== 'record') return undefined;
	return await session.call({
		method: 'POST',
		path: `/v1/conversations/${pathPart(conversationId)}/messages`,
		body: {
			channel,
			app: 'n8n',
			direction,
			preview,
			...(channel === 'email' && name !== undefined ? { subject: name } : {}),
			...(record.importedAt === undefined ? {} : { importedAt: record.importedAt }),
		},
	});
}

/** What is known where the conversation was opened and something after that was not done: it must not be opened again. */
function notWhole(id: string, what: string, failure: Failure): Outcome {
	return failed({
		...failure,
		message: `The conversation ${id} was opened, but ${what}: ${failure.message}`,
		description:
			`Do this in the conversation itself, and do not send the item again. ${failure.description ?? ''}`.trim(),
		id,
		executed: 'yes',
		cause: undefined,
		splittable: undefined,
	});
}
