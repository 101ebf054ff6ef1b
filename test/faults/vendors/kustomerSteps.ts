import type { IDataObject } from 'n8n-workflow';

import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import { KustomerFakeServer } from '../../../sandbox/kustomer/fakeServer';
import type { Json } from '../../../sandbox/kustomer/store';
import { ANY, type FaultVendor } from './faultVendor';
import {
	changesOf,
	COUNT,
	HARMLESS,
	ONE_BY_ONE,
	picked,
	place,
	READ,
	storeOf,
	WRITE,
} from './kustomerObjects';

/** A customer for each item. */
const customerOf = (index: number) => `5a1b2c3d4e5f6071829301${index}0`;
const CUSTOMER = customerOf(0);

/** The first messages of a conversation: recorded, waiting as drafts, or sent. */
function saidIn(fakeServer: VendorFakeServer, conversation: unknown): number {
	return ['message', 'draft']
		.flatMap((type) => storeOf(fakeServer).rows(type))
		.filter((row) => row.conversation === conversation).length;
}

/** Conversations, each as often as its first message was said, and once where it was not said. */
const asOftenAsSaid =
	(conversations: (fakeServer: VendorFakeServer) => Json[]) => (fakeServer: VendorFakeServer) =>
		conversations(fakeServer).flatMap((row) =>
			Array.from({ length: Math.max(1, saidIn(fakeServer, row.id)) }, () => row),
		);

const opened = (fakeServer: VendorFakeServer) => storeOf(fakeServer).rows('conversation');

/** What an item says of its conversation: with tags and a message, or truly without. */
function holds(fakeServer: VendorFakeServer, told: IDataObject): boolean {
	const { error, firstMessage } = told;
	const id = told.id ?? (told.details as IDataObject | undefined)?.id;
	const conversation = opened(fakeServer).find((row) => row.id === id);
	if (conversation === undefined) return error !== undefined;
	const said = saidIn(fakeServer, id);
	const tags = (conversation.tags ?? []) as unknown[];
	if (error === undefined) return tags.length === 1 && (firstMessage === 'notSent' || said === 1);
	return !(
		(said > 0 && /did not get its first message(?!.*did not schedule)/.test(String(error))) ||
		(tags.length > 0 && String(error).includes('did not get its tags'))
	);
}

const FIRST_MESSAGE = { channel: 'email', to: 'ava@example.com', text: 'Where is it?' };

/** Start, where the conversation is new. */
function started(firstMessage: 'record' | 'send'): FaultVendor {
	const path = firstMessage === 'record' ? '/messages' : '/drafts';
	return {
		...ONE_BY_ONE,
		parameters: { resource: 'conversation', operation: 'start' },
		item: (index) => ({
			...FIRST_MESSAGE,
			customer: customerOf(index),
			name: `key-${index}`,
			tags: ['vip'],
			firstMessage,
		}),
		effects: asOftenAsSaid(opened),
		holds,
		stored: 'conversations',
		key: 'name',
		targets: [
			{ ...WRITE, name: `first message to ${firstMessage}`, path, method: 'POST' },
			...(firstMessage === 'record'
				? [{ ...WRITE, ...HARMLESS, name: 'tags to start with', path: '/tags', method: 'POST' }]
				: []),
		],
	};
}

/** Start, where an earlier run opened the conversation and broke off. What was done is seen from its tags. */
const CONTINUED: FaultVendor = {
	...started('record'),
	prepare: (fakeServer) =>
		place(fakeServer, 'conversation', (index) => ({
			customer: customerOf(index),
			externalId: `of-${index}`,
			name: `key-${index}`,
			messageCount: 0,
		})),
	item: (index) => ({ ...started('record').item(index), externalId: `of-${index}` }),
	effects: asOftenAsSaid((fakeServer) => [...new Set(changesOf(fakeServer, 'conversation'))]),
	targets: [
		{ ...WRITE, name: 'first message of known', path: '/messages', method: 'POST' },
		{ ...READ, name: 'messages of known', path: '/messages' },
	],
};

const filesOf = (fakeServer: VendorFakeServer) =>
	fakeServer instanceof KustomerFakeServer ? fakeServer.files : new Map<string, Buffer>();
const arrived = (fakeServer: VendorFakeServer, { error, id }: IDataObject) =>
	error !== undefined || filesOf(fakeServer).has(String(id));

const UPLOAD = {
	...ONE_BY_ONE,
	files: (index: number) => ({
		data: { name: `key-${index}`, bytes: Buffer.from(`file ${index}`) },
	}),
	holds: arrived,
	stored: 'attachment',
};
const upload = { resource: 'attachment', operation: 'upload', inputDataFieldName: 'data' };
/** The place of a file answers without a body, and its owner is not Kustomer. */
const PLACE = { requests: COUNT, malformed: [], write: true, path: '/presigned/', ...HARMLESS };

/** Attachments for messages, and those of drafts. */
const UPLOADS: readonly FaultVendor[] = [
	{
		...UPLOAD,
		parameters: upload,
		item: (index) => ({ name: `key-${index}` }),
		effects: (fakeServer) =>
			storeOf(fakeServer)
				.rows('attachment')
				.filter(({ id }) => filesOf(fakeServer).has(String(id))),
		unseen: true,
		key: 'name',
		targets: [
			{ ...WRITE, name: 'attachment upload', path: '/v1/attachments', method: 'POST' },
			{ ...PLACE, name: 'file of an attachment', method: 'POST' },
		],
	},
	{
		...UPLOAD,
		parameters: { ...upload, additionalFields: { draft: '={{ $json.draft }}' } },
		prepare: (fakeServer) => place(fakeServer, 'draft', () => ({ customer: CUSTOMER })),
		item: (_index, draft) => ({ draft }),
		effects: (fakeServer) =>
			storeOf(fakeServer)
				.rows('draft')
				.flatMap(({ id: draft, attachments = [] }) =>
					(attachments as string[]).map((id) => ({ id, draft })),
				),
		key: 'draft',
		targets: [
			{ ...WRITE, name: 'attachment of a draft', path: '/attachments', method: 'POST' },
			{ ...PLACE, name: 'file of a draft', method: 'PUT' },
		],
	},
];

/** Send and Wait for Response takes one item, and gives it back when it waits. */
function asked(
	sendTo: 'note' | 'customer' | 'reply',
	type: 'note' | 'draft',
	more: Json,
): FaultVendor {
	return {
		...ONE_BY_ONE,
		count: 1,
		parameters: {
			resource: 'message',
			operation: 'sendAndWait',
			sendTo,
			message: 'May this be refunded?',
			responseType: 'approval',
			...(sendTo === 'customer' ? {} : { conversation: picked('conversation') }),
			...more,
		},
		prepare(fakeServer) {
			const ids = place(fakeServer, 'conversation', () => ({ customer: CUSTOMER }), 1);
			place(
				fakeServer,
				'message',
				() => ({
					conversation: ids[0],
					direction: 'in',
					channel: 'email',
					meta: { from: 'ava@example.com', to: [{ email: 'support@example.com' }] },
				}),
				1,
			);
			return ids;
		},
		item: (_index, conversation) => ({ conversation, asked: 'key-0' }),
		effects: (fakeServer) =>
			storeOf(fakeServer)
				.rows(type)
				.map((row) => ({ id: row.id, asked: 'key-0' })),
		stored: type,
		key: 'asked',
		id: 'none',
		targets: [
			{
				...WRITE,
				requests: 1,
				malformed: ANY,
				name: `${sendTo} to wait for`,
				path: `/${type}s`,
				method: 'POST',
			},
		],
	};
}

/**
 * Writes of several requests, and those that wait. A Custom API Call has no entry: its request is the user's own.
 */
export const STEPS: readonly FaultVendor[] = [
	started('record'),
	started('send'),
	CONTINUED,
	...UPLOADS,
	asked('note', 'note', {}),
	asked('customer', 'draft', {
		customer: { __rl: true, mode: 'id', value: CUSTOMER },
		channel: 'email',
		to: ['ava@example.com'],
	}),
	asked('reply', 'draft', {}),
];
