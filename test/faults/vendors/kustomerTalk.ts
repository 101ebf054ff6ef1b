import { ANY, type FaultVendor } from './faultVendor';
import { ONE_BY_ONE, onObjects, picked, place, READ, storeOf, WRITE } from './kustomerObjects';

const CUSTOMER = '5a1b2c3d4e5f60718293a4b5';
/** A time that no cell waits for, so that a draft stays one. */
const LATER = '2099-01-01T00:00:00.000Z';

/** No list offers notes and drafts. */
const ID = '={{ $json.id }}';
const EMAIL = { channel: 'email', to: 'ava@example.com' };
const textOf = (index: number) => ({ body: `key-${index}` });

const draft = {
	resource: 'draft',
	type: 'draft',
	state: () => ({ channel: 'email', body: 'before', customer: CUSTOMER, scheduled: false }),
	path: '/v1/drafts/',
	method: 'PUT',
};
const note = {
	resource: 'note',
	type: 'note',
	state: () => ({ body: 'before' }),
	path: '/v1/notes/',
};

/** Messages, notes and drafts. */
export const TALK: readonly FaultVendor[] = [
	{
		...ONE_BY_ONE,
		parameters: {
			resource: 'message',
			operation: 'send',
			customer: { __rl: true, mode: 'id', value: CUSTOMER },
			...EMAIL,
			body: '={{ $json.body }}',
			additionalFields: { sendAt: LATER },
		},
		item: textOf,
		effects: (fakeServer) => storeOf(fakeServer).rows('draft'),
		stored: 'draft',
		key: 'body',
		targets: [{ ...WRITE, name: 'message send', path: '/drafts', method: 'POST' }],
	},
	{
		...ONE_BY_ONE,
		parameters: {
			resource: 'message',
			operation: 'reply',
			conversation: picked('conversation'),
			body: '={{ $json.body }}',
			additionalFields: { sendAt: LATER },
		},
		prepare(fakeServer) {
			const ids = place(fakeServer, 'conversation', () => ({ customer: CUSTOMER }));
			place(fakeServer, 'message', (index) => ({
				conversation: ids[index],
				direction: 'in',
				channel: 'email',
				subject: 'Order',
				meta: { from: 'ava@example.com', to: [{ email: 'support@example.com' }] },
			}));
			return ids;
		},
		item: (index, conversation) => ({ conversation, ...textOf(index) }),
		effects: (fakeServer) => storeOf(fakeServer).rows('draft'),
		stored: 'draft',
		key: 'body',
		targets: [
			{ ...WRITE, name: 'message reply', path: '/drafts', method: 'POST' },
			{ ...READ, name: 'messages to answer', path: '/messages' },
		],
	},
	{
		...ONE_BY_ONE,
		parameters: { resource: 'message', operation: 'record' },
		prepare: (fakeServer) => place(fakeServer, 'conversation', () => ({ customer: CUSTOMER })),
		item: (index, conversation) => ({
			conversation,
			channel: 'email',
			direction: 'in',
			app: 'n8n',
			preview: `key-${index}`,
			externalId: `of-${index}`,
		}),
		stored: 'messages',
		key: 'preview',
		targets: [{ ...WRITE, name: 'message record', path: '/messages', method: 'POST' }],
	},
	{
		...ONE_BY_ONE,
		parameters: {
			resource: 'message',
			operation: 'redact',
			id: '={{ $json.message }}',
			part: 'preview',
		},
		prepare: (fakeServer) => place(fakeServer, 'message', () => ({ preview: 'before' })),
		item: (_index, message) => ({ message }),
		effects: (fakeServer) => storeOf(fakeServer).rows('message_redaction'),
		holds: (fakeServer, { error }) =>
			error !== undefined ||
			storeOf(fakeServer)
				.rows('message_redaction')
				.every(
					({ message }) => storeOf(fakeServer).get('message', String(message))?.preview === '',
				),
		stored: 'message_redaction',
		key: 'message',
		targets: [{ ...WRITE, name: 'message redact', path: '/redactions', method: 'POST' }],
	},
	{
		...ONE_BY_ONE,
		parameters: { resource: 'note', operation: 'create' },
		prepare: (fakeServer) => place(fakeServer, 'conversation', () => ({ customer: CUSTOMER })),
		item: (index, conversation) => ({ conversation, ...textOf(index) }),
		stored: 'notes',
		key: 'body',
		targets: [{ ...WRITE, name: 'note create', path: '/notes', method: 'POST' }],
	},
	onObjects({
		...note,
		operation: 'update',
		method: 'PATCH',
		parameters: { id: ID, body: '={{ $json.body }}' },
		item: textOf,
		key: 'body',
	}),
	onObjects({
		...note,
		operation: 'delete',
		method: 'DELETE',
		parameters: { id: ID },
		malformed: ANY,
		removes: true,
	}),
	{
		...ONE_BY_ONE,
		parameters: {
			resource: 'draft',
			operation: 'create',
			customer: { __rl: true, mode: 'id', value: CUSTOMER },
			channel: 'email',
			body: '={{ $json.body }}',
			additionalFields: { to: EMAIL.to },
		},
		item: textOf,
		effects: (fakeServer) => storeOf(fakeServer).rows('draft'),
		stored: 'draft',
		key: 'body',
		targets: [{ ...WRITE, name: 'draft create', path: '/drafts', method: 'POST' }],
	},
	onObjects({
		...draft,
		operation: 'update',
		parameters: { id: ID, channel: 'email', body: '={{ $json.body }}' },
		item: textOf,
		key: 'body',
	}),
	onObjects({
		...draft,
		operation: 'schedule',
		parameters: { id: ID, channel: 'email', sendAt: LATER },
	}),
	onObjects({
		...draft,
		operation: 'delete',
		method: 'DELETE',
		parameters: { id: ID },
		malformed: ANY,
		removes: true,
	}),
];
