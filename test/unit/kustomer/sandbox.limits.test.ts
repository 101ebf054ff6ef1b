import { KustomerFakeServer } from '../../../sandbox/kustomer/fakeServer';
import { startFakeServer } from '../../harness/sandbox';
import type { FakeServer } from '../../../sandbox/core/fakeServer';

const CUSTOMER = '5a1b2c3d4e5f60718293a4b5';

describe("Kustomer's fake server", () => {
	let fakeServer: FakeServer<KustomerFakeServer>;
	beforeAll(async () => {
		fakeServer = await startFakeServer(new KustomerFakeServer());
	});
	afterAll(async () => await fakeServer.stop());
	beforeEach(() => fakeServer.reset());
	const ask = async (method: string, path: string, body?: unknown) =>
		await fetch(fakeServer.url + path, {
			method,
			headers: {
				authorization: `Bearer ${fakeServer.vendor.apiKey}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
	const create = async (more = {}) =>
		await ask('POST', '/v1/conversations', { customer: CUSTOMER, ...more });

	it('takes so many requests in a window, and says when it ends', async () => {
		fakeServer.vendor.limits.rate = 2;
		const replies = [await create(), await create(), await create()];
		expect(replies.map(({ status }) => status)).toEqual([201, 201, 429]);
		expect(replies.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual([
			'1',
			'0',
			'0',
		]);
		expect(replies[2]?.headers.get('x-ratelimit-reset')).toMatch(/^\d{10}$/);
	});

	it('leaves out when the window ends, where it is told to', async () => {
		Object.assign(fakeServer.vendor.limits, { rate: 2, tellsReset: false });
		const { headers } = await create();
		expect(headers.get('x-ratelimit-remaining')).toBe('1');
		expect(headers.has('x-ratelimit-reset')).toBe(false);
	});

	it('takes so many changes of one object, also by its tags, and others all the same', async () => {
		fakeServer.vendor.limits.perObject = 2;
		const [one = '', other = ''] = await Promise.all(
			[0, 1].map(async () => ((await (await create()).json()) as { data: { id: string } }).data.id),
		);
		const change = async (id: string) =>
			await ask('PATCH', `/v1/conversations/${id}`, { name: 'x' });
		const tag = await ask('POST', `/v1/conversations/${one}/tags`, ['vip']);
		expect(tag.headers.get('x-ratelimit-object-remaining')).toBe('1');
		const statuses = [await change(one), await change(one), await change(other)];
		expect(statuses.map(({ status }) => status)).toEqual([200, 429, 200]);
	});

	it('takes so many new conversations of a customer, and any number of imported ones', async () => {
		fakeServer.vendor.limits.perCustomer = 1;
		const replies = [
			await create(),
			await create(),
			await create({ importedAt: '2026-03-01T10:00:00.000Z' }),
			await ask('POST', '/v1/conversations', { customer: CUSTOMER.replace(/5$/, '6') }),
		];
		expect(replies.map(({ status }) => status)).toEqual([201, 429, 201, 201]);
	});

	it('takes bodies of 100 KB, and of 400 KB for a hook', async () => {
		const name = 'x'.repeat(110 * 1024);
		expect((await create({ name })).status).toBe(413);
		expect((await ask('POST', '/v1/hooks/form/7f3a', { name })).status).toBe(200);
	});

	it('sends a draft when it is due', async () => {
		const sendAt = new Date(Date.now() + 3_600_000).toISOString();
		const draft = { channel: 'email', body: 'Hello', sendAt, scheduled: true };
		await ask('POST', `/v1/customers/${CUSTOMER}/drafts`, draft);
		const { store } = fakeServer.vendor;
		await ask('GET', '/v1/tags');
		const [row] = store.rows('draft');
		expect(row).toMatchObject({ body: 'Hello' });
		if (row) row.sendAt = new Date(Date.now() - 1).toISOString();
		await ask('GET', '/v1/tags');
		expect(store.rows('draft')).toEqual([]);
		expect(store.rows('message')).toMatchObject([{ preview: 'Hello', direction: 'out' }]);
	});
});
