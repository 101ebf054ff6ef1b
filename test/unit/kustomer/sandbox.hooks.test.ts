/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import axios from 'axios';

import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { signature } from '../../../sandbox/kustomer/deliveries';
import { KustomerFakeServer } from '../../../sandbox/kustomer/fakeServer';
import { startFakeServer } from '../../harness/sandbox';

const NAME = 'kustomer.conversation.update';
const DATA = { type: 'conversation', id: 'a' };

let kustomer: FakeServer<KustomerFakeServer>;
let url: string;
const received: Array<{ id: string; good: boolean; event: unknown; own: unknown }> = [];
let answers: number[] = [];

/** A receiver that checks signatures and answers as the test says, with 200 in the end. */
const receiver = http.createServer((request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const body = Buffer.concat(chunks).toString();
		const token = String(request.headers['x-token']);
		received.push({
			id: (JSON.parse(body) as { id: string }).id,
			good: request.headers['x-kustomer-webhook-signature'] === signature(token, body),
			event: request.headers['x-kustomer-webhook-event'],
			own: request.headers['x-own'],
		});
		response.writeHead(answers.shift() ?? 200).end();
	});
});

beforeAll(async () => {
	kustomer = await startFakeServer(new KustomerFakeServer());
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
	await kustomer.stop();
	receiver.closeAllConnections();
	await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(() => {
	kustomer.reset();
	kustomer.vendor.webhooks.deliveries.minute = 1;
	received.length = 0;
	answers = [];
});

const api = async (method: string, id = '', data?: object) =>
	await axios.request<{
		data: { id: string; attributes: { token: string; enabled: boolean } };
		errors: Array<{ detail: string }>;
	}>({
		method,
		url: `${kustomer.url}/v1/outbound-webhooks${id}`,
		headers: { Authorization: `Bearer ${kustomer.vendor.apiKey}` },
		data,
		validateStatus: () => true,
	});

/** Makes a webhook that sends its own token along, for the receiver. */
const made = async () => {
	const { data } = await api('POST', '', { name: 'n', url, events: [NAME] });
	const { id, attributes } = data.data;
	const headers = [
		{ name: 'X-Token', value: attributes.token },
		{ name: 'X-Own', value: 'mine' },
	];
	await api('PATCH', `/${id}`, { headers });
	return id;
};
const raise = async (id: string, name = NAME) =>
	await kustomer.vendor.webhooks.raise({ id, name, data: DATA });

it('calls a webhook with a signature over the body, the name of the event and the headers of the webhook', async () => {
	await made();
	await raise('e1');
	await raise('e2', 'kustomer.tag.create');
	expect(received).toEqual([{ id: 'e1', good: true, event: NAME, own: 'mine' }]);
});

it('tries again until the delivery is taken', async () => {
	await made();
	answers = [500, 503, 404];
	await raise('e1');
	expect(received.map(({ id }) => id)).toEqual(['e1', 'e1', 'e1', 'e1']);
});

it('switches a webhook off that does not take a delivery in eight tries', async () => {
	const id = await made();
	answers = Array.from({ length: 20 }, () => 500);
	await raise('e1');
	expect(received).toHaveLength(8);
	expect((await api('GET', `/${id}`)).data.data.attributes).toMatchObject({
		enabled: false,
		isError: true,
	});
	await raise('e2');
	expect(received).toHaveLength(8);
});

it('delivers twice and in another order where it is told to', async () => {
	await made();
	Object.assign(kustomer.vendor.webhooks.deliveries, { copies: 2, jitter: 40 });
	const ids = Array.from({ length: 20 }, (_, index) => `e${String(index).padStart(2, '0')}`);
	await Promise.all(ids.map(async (id) => await raise(id)));
	const seen = received.map(({ id }) => id);
	expect([...seen].sort()).toEqual([...ids, ...ids].sort());
	expect(seen).not.toEqual([...seen].sort());
});

it.each([
	{ what: 'no name', change: { name: undefined }, detail: 'name is required' },
	{ what: 'an open address', change: { url: 'http://example.com' }, detail: 'url must be https' },
	{ what: 'an unknown event', change: { events: ['x'] }, detail: 'unknown event' },
	{ what: 'an unknown key', change: { colour: 1 }, detail: 'unknown key colour' },
])('refuses a webhook with $what', async ({ change, detail }) => {
	const reply = await api('POST', '', { name: 'n', url, events: [NAME], ...change });
	expect({ status: reply.status, detail: reply.data.errors[0]?.detail }).toEqual({
		status: 400,
		detail,
	});
});

it('refuses a sixth webhook, and takes it when another is deleted', async () => {
	const ids: string[] = [];
	for (let index = 0; index < 5; index++) ids.push(await made());
	const sixth = async () => (await api('POST', '', { name: 'n', url, events: [NAME] })).status;
	expect(await sixth()).toBe(400);
	expect((await api('DELETE', `/${ids[0]}`)).status).toBe(204);
	expect(await sixth()).toBe(201);
});
