import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { receive } from '../../../nodes/shared/trigger/webhook/receive';
import type { WebhookTrigger } from '../../../nodes/shared/trigger/webhook/trigger';

let workflows = 0;

/** A request to a webhook, and what the node answers. */
class Call {
	status = 0;
	readonly headers: Record<string, string> = {};
	body = '';
	/** How many replies were sent. */
	replies = 0;
	readonly warnings: string[] = [];
	/** Headers of the request. */
	readonly given: IDataObject = { secret: 'right' };
	readonly staticData: IDataObject = {};
	url = 'https://n8n.example.com/webhook/1/x';
	/** Sends the requests of the node. */
	request: (options: IDataObject) => Promise<unknown> = async () =>
		await Promise.reject(new Error('not used'));
	private readonly workflow = `unit ${(workflows += 1)}`;

	/**
	 * @param replies false if a later node replies
	 */
	async to(trigger: WebhookTrigger, body: unknown, replies = true): Promise<IDataObject[]> {
		const response = {
			status: (code: number) => (this.status = code),
			setHeader: (name: string, value: string) => (this.headers[name] = value),
			writableEnded: false,
			end: (text: string) => {
				this.body = text;
				this.replies += 1;
				response.writableEnded = true;
			},
		};
		const context = {
			getRequestObject: () => ({ rawBody: Buffer.from(JSON.stringify(body)) }),
			getResponseObject: () => response,
			getHeaderData: () => this.given,
			getQueryData: () => ({}),
			getParamsData: () => ({}),
			getBodyData: () => body,
			getWorkflowStaticData: () => this.staticData,
			getWorkflow: () => ({ id: this.workflow }),
			getNode: () => ({ id: 'node', name: 'Trigger' }),
			getMode: () => 'webhook',
			getWebhookName: () => 'default',
			getNodeWebhookUrl: () => this.url,
			helpers: { httpRequest: async (options: IDataObject) => await this.request(options) },
			logger: { warn: (text: string) => this.warnings.push(text) },
		} as unknown as IWebhookFunctions;
		const { workflowData, noWebhookResponse } = await receive(context, trigger);
		expect(noWebhookResponse === true).toBe(replies);
		return (workflowData?.[0] ?? []).map(({ json }) => json);
	}
}

const trigger = (change: Partial<WebhookTrigger> = {}): WebhookTrigger => ({
	vendor: { name: 'Vendor', connect: async () => await Promise.reject(new Error('not used')) },
	isAuthentic: ({ headers }) => headers.secret === 'right',
	events: ({ body }) =>
		(body as Array<{ id?: string; sentAt?: number }>).map((json) => ({ ...json, json })),
	items: async (events) =>
		await Promise.resolve({ ok: true, value: events.map(({ json }) => json) }),
	...change,
});

it('gives the events of one delivery to one run, without those that were seen before', async () => {
	const call = new Call();
	expect(await call.to(trigger(), [{ id: 'a' }, { id: 'b' }])).toEqual([{ id: 'a' }, { id: 'b' }]);
	expect(await call.to(trigger(), [{ id: 'b' }, { id: 'c' }, { id: 'c' }])).toEqual([{ id: 'c' }]);
	expect(await call.to(trigger(), [{ id: 'a' }])).toEqual([]);
	expect(call.status).toBe(200);
});

it.each([
	{ what: 'in time', age: 0, status: 200 },
	{ what: 'too old', age: 400_000, status: 401 },
	{ what: 'from the future', age: -400_000, status: 401 },
	{ what: 'without a time', age: undefined, status: 401 },
])('answers $status to an event that is $what, where there is a replay window', async (row) => {
	const call = new Call();
	const sentAt = row.age === undefined ? {} : { sentAt: Date.now() - row.age };
	const items = await call.to(trigger({ window: 300_000 }), [{ id: 'a', ...sentAt }]);
	expect({ status: call.status, items: items.length }).toEqual({
		status: row.status,
		items: row.status === 200 ? 1 : 0,
	});
});

it('replies once, before the items are made, if making them may take longer than the vendor waits', async () => {
	const call = new Call();
	const repliesBefore: number[] = [];
	const slow = trigger({
		repliesFirst: true,
		items: async (events) => {
			repliesBefore.push(call.replies);
			return await Promise.resolve({ ok: true, value: events.map(({ json }) => json) });
		},
	});
	expect(await call.to(slow, [{ id: 'a' }])).toEqual([{ id: 'a' }]);
	expect({ repliesBefore, replies: call.replies, status: call.status }).toEqual({
		repliesBefore: [1],
		replies: 1,
		status: 200,
	});
});

it("replies in the vendor's format, also to refused requests", async () => {
	const reply: WebhookTrigger['reply'] = (verdict, { raw }) => ({
		status: 200,
		headers: { 'content-type': 'text/xml' },
		body: `<${verdict} bytes="${raw.length}"/>`,
	});
	const call = new Call();
	await call.to(trigger({ reply }), [{ id: 'a' }]);
	expect(call).toMatchObject({
		status: 200,
		headers: { 'content-type': 'text/xml' },
		body: '<accepted bytes="12"/>',
	});
	await call.to(trigger({ reply, isAuthentic: () => false }), [{ id: 'a' }]);
	expect(call.body).toBe('<refused bytes="12"/>');
	await call.to(trigger({ reply, events: () => undefined }), [{ id: 'a' }]);
	expect(call.body).toBe('<unreadable bytes="12"/>');
});

it.each([
	{
		how: 'throws',
		items: async () => await Promise.reject<never>(new Error('inside')),
	},
	{
		how: 'fails',
		items: async () =>
			await Promise.resolve({
				ok: false as const,
				failure: { message: 'inside', executed: 'no' as const },
			}),
	},
])('asks for the event again and tells nothing where the trigger $how', async ({ items }) => {
	const call = new Call();
	expect(await call.to(trigger({ items }), [{ id: 'a' }])).toEqual([]);
	expect(call).toMatchObject({ status: 503, body: '' });
	expect(call.warnings.join()).toContain('inside');
	// The repetition is no duplicate.
	expect(await call.to(trigger(), [{ id: 'a' }])).toEqual([{ id: 'a' }]);
});

it('refuses everything if the webhook has no secret yet', async () => {
	const call = new Call();
	await call.to(trigger({ isAuthentic: (_delivery, secret) => secret !== undefined }), []);
	expect(call.status).toBe(401);
});

it('reports what happened to the webhook with the next event, once', async () => {
	const call = new Call();
	call.staticData.notice = 'was off';
	expect(await call.to(trigger(), [{ id: 'a' }, { id: 'b' }])).toEqual([
		{ id: 'a', notice: 'was off' },
		{ id: 'b' },
	]);
	expect(await call.to(trigger(), [{ id: 'c' }])).toEqual([{ id: 'c' }]);
});

it('leaves the reply to a later node if there is one, and still answers deliveries that start no workflow', async () => {
	const call = new Call();
	const later = trigger({ repliesLater: true });
	expect(await call.to(later, [{ id: 'a' }], false)).toEqual([{ id: 'a' }]);
	expect(call.status).toBe(0);
	expect(await call.to(later, [{ id: 'a' }])).toEqual([]);
	expect(call.status).toBe(200);
	await call.to({ ...later, isAuthentic: () => false }, [{ id: 'b' }]);
	expect(call.status).toBe(401);
});

it.each([
	['throws', async () => await Promise.reject<never>(new Error('inside'))],
	[
		'fails',
		async () =>
			await Promise.resolve({
				ok: false as const,
				failure: { message: 'inside', executed: 'no' as const },
			}),
	],
])('starts with the bare events if the reply has left and the trigger %s', async (_how, items) => {
	const call = new Call();
	expect(await call.to(trigger({ repliesFirst: true, items }), [{ id: 'a' }])).toEqual([
		{ id: 'a', incomplete: 'inside' },
	]);
	expect([call.status, call.replies]).toEqual([200, 1]);
	// A repetition is a duplicate.
	expect(await call.to(trigger({ repliesFirst: true }), [{ id: 'a' }])).toEqual([]);
});

describe('A delivery that workflows share', () => {
	const url = (id: string) => `https://n8n.example.com/webhook/${id}/x`;
	const shared = (...ids: string[]) => ({
		members: () => ids.map((id) => ({ url: url(id) })),
		headers: [],
	});
	/** Answers by the ID of the workflow, and records what it received. */
	const posted = (call: Call, statuses: Record<string, number> = {}) => {
		const got: Array<{ id: string; header: unknown }> = [];
		call.request = async (options) => {
			const id = String(options.url).split('/').at(-2) ?? '';
			got.push({ id, header: (options.headers as IDataObject)['x-n8n-passed-on'] });
			return await Promise.resolve({ statusCode: statuses[id] ?? 200, headers: {}, body: '' });
		};
		return got;
	};

	it('is passed on to those that do not have it yet', async () => {
		const [first, second] = [new Call(), new Call()];
		const got = posted(first);
		await first.to(trigger({ shared: shared('b') }), [{ id: 'a' }]);
		second.given['x-n8n-passed-on'] = String(got[0]?.header);
		second.url = url('b');
		const next = posted(second);
		await second.to(trigger({ shared: shared('1', 'b', 'c') }), [{ id: 'a' }]);
		expect([...got, ...next].map(({ id }) => id)).toEqual(['b', 'c']);
	});

	it.each([
		{ status: 401, comesAgain: false },
		{ status: 404, comesAgain: false },
		{ status: 429, comesAgain: true },
		{ status: 503, comesAgain: true },
	])('warns with the address of one that answers $status', async ({ status, comesAgain }) => {
		const call = new Call();
		posted(call, { b: status });
		await call.to(trigger({ shared: shared('b', 'c') }), [{ id: 'a' }]);
		expect(call.warnings).toEqual([
			expect.stringContaining(`${url('b')}, which answered with status ${status}`),
		]);
		expect(call.status).toBe(comesAgain ? 503 : 200);
	});
});
