import type { Call, Session } from '../../../nodes/shared/http/session';
import { subscriptionTo } from '../../../nodes/Kustomer/trigger/hooks';

const NAME = 'kustomer.tag.create';
const subscription = subscriptionTo([NAME]);

/** A connection that gives these replies one after the other. */
function session(...bodies: unknown[]): Session & { calls: Call[] } {
	const calls: Call[] = [];
	return {
		calls,
		call: async (call: Call) => {
			calls.push(call);
			return await Promise.resolve({ ok: true, status: 200, headers: {}, body: bodies.shift() });
		},
	} as unknown as Session & { calls: Call[] };
}

const row = (id: string, attributes: object) => ({ type: 'outbound_webhook', id, attributes });

it('asks for every page of the webhooks', async () => {
	const first = { data: [row('a', { url: 'https://a' })], links: { next: '/v1/next?page=2' } };
	const connection = session(first, { data: [row('b', { url: 'https://b', enabled: false })] });
	expect(await subscription.list(connection)).toMatchObject({
		ok: true,
		value: [
			{ id: 'a', url: 'https://a', enabled: true, events: [], members: [] },
			{ id: 'b', url: 'https://b', enabled: false },
		],
	});
	expect(connection.calls.map(({ path }) => path)).toEqual([
		'/v1/outbound-webhooks',
		'/v1/next?page=2',
	]);
});

it.each(['@evil.example.com/v1', 'https://evil.example.com/v1', 3])(
	'does not follow "%s", which is no path',
	async (next) => {
		const connection = session({ data: [], links: { next } }, { data: [] });
		expect(await subscription.list(connection)).toEqual({ ok: true, value: [] });
		expect(connection.calls).toHaveLength(1);
	},
);

it('comes to an end where the list never does', async () => {
	const endless = Array.from({ length: 100 }, () => ({ data: [], links: { next: '/v1/more' } }));
	const connection = session(...endless);
	await subscription.list(connection);
	expect(connection.calls).toHaveLength(20);
});

it.each(['http://n8n.example.com/webhook/1/kustomer', 'n8n/webhook', ''])(
	'sends nothing for the address "%s", which Kustomer could not call',
	async (url) => {
		const connection = session();
		expect(
			await subscription.create(connection, { url, events: [NAME], members: [] }),
		).toMatchObject({ ok: false, failure: { message: expect.stringContaining('not encrypted') } });
		expect(connection.calls).toEqual([]);
	},
);

it('reads the workflows that share a webhook from headers of any case, and skips what is none', async () => {
	const headers = [
		{ name: 'x-N8N-workflow-1', value: `https://n8n/1 ${NAME},other` },
		{ name: 'X-N8n-Workflow-2', value: `https://n8n/2 ${NAME} test` },
		{ name: 'X-N8n-Workflow-3', value: 'no address' },
		{ name: 'X-Other', value: 'https://n8n/4' },
		'strange',
	];
	const connection = session({ data: [row('a', { url: 'https://n8n/1', headers })] });
	expect(await subscription.list(connection)).toMatchObject({
		value: [
			{
				members: [
					{ url: 'https://n8n/1', events: [NAME, 'other'] },
					{ url: 'https://n8n/2', events: [NAME], test: true },
				],
				otherHeaders: [{ name: 'X-Other', value: 'https://n8n/4' }],
			},
		],
	});
});
