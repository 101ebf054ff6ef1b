import { type IDataObject } from 'n8n-workflow';

import { byId, CUSTOMER, useKustomer } from '../../harness/kustomer';

describe('Kustomer: messages, drafts and notes', () => {
	const kustomer = useKustomer();
	const conversation = (more: IDataObject = {}) =>
		kustomer.seed('conversation', [{ customer: CUSTOMER, status: 'open', ...more }])[0] ?? '';

	it('are recorded on a conversation, or on a new one of a customer', async () => {
		const id = conversation();
		const result = await kustomer.run(
			'message',
			'record',
			{ inputMode: 'autoMap' },
			[
				{ conversation: id, channel: 'sms', direction: 'in', app: 'n8n', preview: 'Hello' },
				{ customer: CUSTOMER, channel: 'sms', direction: 'out', app: 'n8n', preview: 'Hi' },
				{ channel: 'sms', direction: 'out', app: 'n8n', preview: 'Nobody' },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ json }) => json.preview)).toEqual(['Hello', 'Hi']);
		expect(result.items[0]?.json).toMatchObject({ conversationId: id, customerId: CUSTOMER });
		expect(kustomer.rows('conversation')).toHaveLength(2);
		expect(result.errors[0]?.json.error).toContain("'Conversation' is missing");
	});

	it('are sent at a time, as a scheduled draft that becomes a message', async () => {
		const id = conversation();
		const sendAt = new Date(Date.now() + 60_000).toISOString();
		const result = await kustomer.run('message', 'send', {
			customer: byId(CUSTOMER),
			channel: 'email',
			to: 'ava@example.com, bo@example.com',
			body: 'On its way',
			additionalFields: {
				conversation: byId(id),
				subject: 'Your order',
				from: 'support@example.com',
				cc: 'chef@example.com',
				sendAt,
			},
		});
		expect(result.error).toBeUndefined();
		expect(kustomer.fakeServer.requests.at(-1)).toMatchObject({
			path: `/v1/customers/${CUSTOMER}/drafts`,
			query: { createConversation: 'false' },
			body: {
				channel: 'email',
				to: [{ email: 'ava@example.com' }, { email: 'bo@example.com' }],
				cc: [{ email: 'chef@example.com' }],
				from: { email: 'support@example.com' },
				scheduled: true,
				sendAt,
			},
		});
		expect(result.items[0]?.json).toMatchObject({ scheduled: true, conversationId: id });
		const now = Date.now.bind(Date);
		const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 120_000);
		try {
			await kustomer.run('message', 'getAll', { filters: { conversation: byId(id) }, limit: 5 });
		} finally {
			clock.mockRestore();
		}
		expect(kustomer.rows('message')).toMatchObject([{ direction: 'out', preview: 'On its way' }]);
		expect(kustomer.rows('draft')).toEqual([]);
	});

	it('are sent at once by scheduling them a few seconds ahead', async () => {
		const before = Date.now();
		await kustomer.run('message', 'send', {
			customer: byId(CUSTOMER),
			channel: 'sms',
			to: '+15551234567',
			body: 'Hi',
		});
		const { body, query } = kustomer.fakeServer.requests.at(-1) ?? {};
		expect(query).toEqual({ createConversation: 'true' });
		expect(body).toMatchObject({ to: '+15551234567', scheduled: true });
		const wait = Date.parse((body as { sendAt: string }).sendAt) - before;
		expect(wait).toBeGreaterThan(1_000);
		expect(wait).toBeLessThan(60_000);
	});

	it('are not sent where an expression gives no recipient', async () => {
		const { error } = await kustomer.run('message', 'send', {
			customer: byId(CUSTOMER),
			channel: 'sms',
			to: '={{ "" }}',
			body: 'Hi',
		});
		expect(error?.message).toContain("'To' is missing");
		expect(kustomer.calls()).toEqual([]);
	});

	it('answer who wrote last, by the same channel', async () => {
		const id = conversation();
		const at = (minute: number) => `2026-03-01T10:0${minute}:00.000Z`;
		const incoming = (minute: number, more: IDataObject) => ({
			conversation: id,
			customer: CUSTOMER,
			direction: 'in',
			createdAt: at(minute),
			...more,
		});
		kustomer.seed('message', [
			incoming(1, { channel: 'sms', meta: { from: '+1999', to: '+1888' } }),
			incoming(3, {
				channel: 'email',
				app: 'postmark',
				subject: 'Where is it?',
				meta: { from: 'ava@example.com', to: [{ email: 'support@example.com' }] },
			}),
			incoming(4, { channel: 'chat', direction: 'out' }),
		]);
		const result = await kustomer.run('message', 'reply', { conversation: byId(id), body: 'Here' });
		expect(result.error).toBeUndefined();
		expect(kustomer.fakeServer.requests.at(-1)).toMatchObject({
			path: `/v1/customers/${CUSTOMER}/drafts`,
			body: {
				channel: 'email',
				app: 'postmark',
				to: [{ email: 'ava@example.com' }],
				from: { email: 'support@example.com' },
				subject: 'Re: Where is it?',
				body: 'Here',
				conversation: id,
				scheduled: true,
			},
		});
	});

	it.each([
		[{ to: [{ email: 'boss@example.com' }, { email: 'support@example.com' }] }],
		[{ to: 'boss@example.com, support@example.com' }],
	])('are sent by the own address where several got the incoming one: %j', async ({ to }) => {
		const id = conversation();
		kustomer.seed('message', [
			{
				conversation: id,
				customer: CUSTOMER,
				direction: 'in',
				channel: 'email',
				meta: { from: 'ava@example.com', to },
			},
		]);
		const { error } = await kustomer.run('message', 'reply', {
			conversation: byId(id),
			body: 'Here',
		});
		expect(error).toBeUndefined();
		const { body } = kustomer.fakeServer.requests.at(-1) ?? {};
		expect(body).toMatchObject({ to: [{ email: 'ava@example.com' }] });
		expect(body).not.toHaveProperty('from');
	});

	it('that Kustomer does not schedule fail Draft: Schedule', async () => {
		const [id = ''] = kustomer.seed('draft', [{ customer: CUSTOMER, channel: 'sms' }]);
		const data = { type: 'draft', id, attributes: { scheduled: false } };
		kustomer.fakeServer.faults.arm({
			fault: { kind: 'status', status: 200, body: { data } },
			path: `/v1/drafts/${id}`,
		});
		const sendAt = new Date(Date.now() + 3_600_000).toISOString();
		const { error } = await kustomer.run('draft', 'schedule', { id, channel: 'sms', sendAt });
		expect(error?.message).toContain('did not schedule it');
	});

	it('are not sent as a reply if nobody has written', async () => {
		const id = conversation();
		const result = await kustomer.run(
			'message',
			'reply',
			{ conversation: byId(id), body: 'Here' },
			[{}],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors[0]?.json.error).toContain('has no incoming message to answer');
		expect(kustomer.calls().every((call) => call.startsWith('GET'))).toBe(true);
	});

	it.each([
		[
			'a text that is too long for its channel',
			{ channel: 'twitter-tweet', to: 'a', body: 'x'.repeat(281) },
			'at most 280',
		],
		[
			'a subject of an SMS',
			{ channel: 'sms', to: '+1', body: 'x', additionalFields: { subject: 's' } },
			'only email has it',
		],
		['two recipients of an SMS', { channel: 'sms', to: '+1, +2', body: 'x' }, 'has one recipient'],
		[
			'a time that is over',
			{ channel: 'sms', to: '+1', body: 'x', additionalFields: { sendAt: '2020-01-01T00:00:00Z' } },
			'is over already',
		],
	])('refuse %s before anything is sent', async (_what, parameters, message) => {
		const result = await kustomer.run(
			'message',
			'send',
			{ customer: byId(CUSTOMER), ...parameters },
			[{}],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors[0]?.json.error).toContain(message);
		expect(kustomer.fakeServer.requests).toEqual([]);
	});

	it('show what would be sent in a dry run', async () => {
		const result = await kustomer.run('message', 'send', {
			customer: byId(CUSTOMER),
			channel: 'sms',
			to: '+15551234567',
			body: 'Hi',
			options: { dryRun: true },
		});
		expect(result.items[0]?.json).toMatchObject({
			dryRun: true,
			request: { method: 'POST', body: { channel: 'sms', to: '+15551234567', body: 'Hi' } },
		});
		expect(kustomer.fakeServer.requests).toEqual([]);
	});

	it.each(['message', 'note'])(
		'are not listed as a %s of both a conversation and a customer',
		async (resource) => {
			const result = await kustomer.run(resource, 'getAll', {
				filters: { conversation: byId(CUSTOMER), customer: byId(CUSTOMER) },
			});
			expect(result.error?.message).toContain("'Conversation' and 'Customer' are both given");
			expect(kustomer.fakeServer.requests).toEqual([]);
		},
	);

	it('are redacted', async () => {
		const [id = ''] = kustomer.seed('message', [{ preview: 'secret', channel: 'sms' }]);
		const result = await kustomer.run('message', 'redact', { id, part: 'preview' });
		expect(result.error).toBeUndefined();
		expect(kustomer.rows('message')).toMatchObject([{ preview: '', redacted: true }]);
	});

	it('are drafted, changed, scheduled, listed and deleted', async () => {
		const created = await kustomer.run('draft', 'create', {
			customer: byId(CUSTOMER),
			channel: 'email',
			body: 'Draft',
			additionalFields: { to: 'ava@example.com' },
		});
		const id = String(created.items[0]?.json.id);
		expect(created.items[0]?.json.scheduled).toBe(false);
		await kustomer.run('draft', 'update', { id, channel: 'email', body: 'Better' });
		const sendAt = new Date(Date.now() + 3_600_000).toISOString();
		await kustomer.run('draft', 'schedule', { id, channel: 'email', sendAt });
		const listed = await kustomer.run('draft', 'getAll', { customer: byId(CUSTOMER), limit: 5 });
		expect(listed.items.map(({ json }) => json)).toMatchObject([
			{ id, body: 'Better', sendAt, scheduled: true },
		]);
		await kustomer.run('draft', 'delete', { id });
		expect(kustomer.rows('draft')).toEqual([]);
	});

	it('are noted, changed, listed and deleted', async () => {
		const of = conversation();
		const created = await kustomer.run('note', 'create', {
			conversation: byId(of),
			body: 'Call back',
		});
		expect(created.error).toBeUndefined();
		const id = String(created.items[0]?.json.id);
		await kustomer.run('note', 'update', { id, body: 'Called' });
		const listed = await kustomer.run('note', 'getAll', {
			filters: { conversation: byId(of) },
			limit: 5,
		});
		expect(listed.items.map(({ json }) => json)).toMatchObject([
			{ id, body: 'Called', conversationId: of },
		]);
		await kustomer.run('note', 'delete', { id });
		expect(kustomer.rows('note')).toEqual([]);
	});
});

describe('Kustomer: a message', () => {
	const kustomer = useKustomer();

	it('that is stored but not scheduled counts as not sent, and is not sent again', async () => {
		kustomer.fakeServer.faults.arm({ fault: { kind: 'latency', millis: 600 }, path: '/drafts' });
		const result = await kustomer.run(
			'message',
			'send',
			{
				customer: byId(CUSTOMER),
				channel: 'sms',
				to: '+1',
				body: 'Hi',
				additionalFields: { sendAt: new Date(Date.now() + 500).toISOString() },
			},
			[{}],
			{ onError: 'continueErrorOutput', retry: { tries: 2 } },
		);
		expect(result.errors[0]?.json).toMatchObject({
			error: expect.stringContaining('did not schedule it') as string,
			details: { executed: 'yes' },
		});
		expect(kustomer.rows('draft')).toHaveLength(1);
	});
});
