import { conversation, CREATED, HookBench, recordIds, UPDATED } from '../../harness/kustomerHooks';
import { WebhookServer } from '../../harness/webhooks';

let bench: HookBench;
beforeAll(async () => {
	bench = await HookBench.start();
});
afterAll(async () => await bench.stop());
beforeEach(() => bench.reset());

const writes = () =>
	bench.kustomer.requests
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path }) => `${method} ${path.split('/').slice(0, 3).join('/')}`);
const HOOKS = '/v1/outbound-webhooks';

/** A webhook that somebody else has made. */
const foreign = async (url: string) => {
	const { vendor } = bench.kustomer;
	await bench.send(
		`${bench.kustomer.url}${HOOKS}`,
		JSON.stringify({ name: 'Mine', url, events: [UPDATED] }),
		{ authorization: `Bearer ${vendor.apiKey}` },
	);
};

describe('Kustomer Trigger: one workflow', () => {
	it('creates a webhook with its events, keeps it over restarts, and deletes it', async () => {
		const workflow = await bench.active({ events: [CREATED, UPDATED] });
		expect(bench.hooks).toEqual([
			expect.objectContaining({
				name: expect.stringMatching(/^n8n \(127\.0\.0\.1:\d+\)$/),
				url: workflow.url(),
				events: [CREATED, UPDATED],
			}),
		]);
		await workflow.activate('init');
		await workflow.deactivate();
		expect(bench.hooks).toEqual([]);
		expect(writes()).toEqual([`POST ${HOOKS}`, `DELETE ${HOOKS}`]);
	});

	it('repairs a webhook that was switched off, and says so with the next event', async () => {
		const workflow = await bench.active();
		bench.n8n.routes.clear();
		await bench.raise(conversation('lost'));
		expect(bench.hooks).toMatchObject([{ enabled: false }]);
		await workflow.activate('init');
		expect(bench.hooks).toMatchObject([{ enabled: true, url: workflow.url() }]);
		await bench.raise(conversation('a'));
		await bench.raise(conversation('b'));
		expect(recordIds(workflow)).toEqual(['a', 'b']);
		expect(workflow.items[0]?.notice).toContain('Kustomer had switched this webhook off');
		expect(workflow.items[1]).not.toHaveProperty('notice');
	});

	it('puts back the events that somebody has taken from its webhook', async () => {
		const workflow = await bench.active({ events: [CREATED, UPDATED] });
		Object.assign(bench.hooks[0] ?? {}, { events: [CREATED] });
		await workflow.activate('init');
		expect(bench.hooks).toMatchObject([{ events: [CREATED, UPDATED] }]);
	});

	it('keeps the headers that somebody has added to its webhook', async () => {
		const workflow = await bench.active();
		bench.hooks[0]?.headers.push({ name: 'X-Team', value: 'support' });
		await bench.active({ events: [CREATED] });
		expect(bench.hooks).toMatchObject([{ url: workflow.url() }]);
		expect(bench.hooks[0]?.headers).toContainEqual({ name: 'X-Team', value: 'support' });
	});

	it('creates its webhook again if somebody has deleted it', async () => {
		const workflow = await bench.active();
		bench.kustomer.vendor.webhooks.hooks.clear();
		await workflow.activate('init');
		await bench.raise(conversation('a'));
		expect(recordIds(workflow)).toEqual(['a']);
	});

	it('leaves webhooks of others alone, and names the limit if they use it up', async () => {
		for (let index = 0; index < 5; index++) await foreign(`https://example.com/${index}`);
		const before = structuredClone(bench.hooks);
		const workflow = await bench.workflow();
		await expect(workflow.activate()).rejects.toMatchObject({
			message: expect.stringContaining('Kustomer did not accept a new webhook'),
			description: expect.stringContaining('An organization can have five webhooks'),
		});
		expect(bench.hooks).toEqual(before);
	});

	it('names the missing roles if the API key may not manage webhooks', async () => {
		bench.kustomer.faults.arm({ path: HOOKS, fault: { kind: 'status', status: 401 }, times: 9 });
		const workflow = await bench.workflow();
		await expect(workflow.activate()).rejects.toMatchObject({
			description: expect.stringContaining('org.permission.outbound_webhook.read'),
		});
	});

	it('can be deactivated while Kustomer cannot be reached', async () => {
		const workflow = await bench.active();
		bench.kustomer.faults.arm({ path: HOOKS, fault: { kind: 'dropBefore' }, times: 9 });
		await workflow.deactivate();
		bench.kustomer.faults.clear();
		// It finds the webhook again.
		await workflow.activate();
		expect(bench.hooks).toHaveLength(1);
	});
});

describe('Kustomer Trigger: several workflows of one n8n', () => {
	it('share one webhook, and each gets each of its events once', async () => {
		const updated = await bench.active();
		const created = await bench.active({ events: [CREATED] });
		const both = await bench.active({ events: [CREATED, UPDATED] });
		expect(bench.hooks).toMatchObject([{ url: updated.url(), events: [CREATED, UPDATED] }]);
		Object.assign(bench.kustomer.vendor.webhooks.deliveries, { copies: 3, jitter: 30 });
		await bench.raise(conversation('a'), null, { name: CREATED });
		await bench.raise(conversation('b'));
		expect(recordIds(updated)).toEqual(['b']);
		expect(recordIds(created)).toEqual(['a']);
		expect(recordIds(both)).toEqual(['a', 'b']);
	});

	it('keep receiving events when the one that Kustomer calls is deactivated', async () => {
		const first = await bench.active();
		const second = await bench.active();
		const third = await bench.active({ events: [CREATED] });
		await first.deactivate();
		expect(bench.hooks).toMatchObject([{ url: second.url(), events: [CREATED, UPDATED] }]);
		await bench.raise(conversation('a'));
		await bench.raise(conversation('b'), null, { name: CREATED });
		expect([first, second, third].map(recordIds)).toEqual([[], ['a'], ['b']]);
		await third.deactivate();
		expect(bench.hooks).toMatchObject([{ url: second.url(), events: [UPDATED] }]);
		await second.deactivate();
		expect(bench.hooks).toEqual([]);
	});

	it('share one webhook, too, when they are activated at the same time', async () => {
		const workflows = await Promise.all(
			Array.from({ length: 8 }, async () => await bench.active()),
		);
		expect(bench.hooks).toHaveLength(1);
		await bench.raise(conversation('a'));
		expect(workflows.map(recordIds)).toEqual(workflows.map(() => ['a']));
	});

	it('get an event again from Kustomer if one of them could not take it', async () => {
		const first = await bench.active();
		const second = await bench.active({ options: { ignoreOwnChanges: true } });
		bench.kustomer.faults.arm({
			path: '/v1/auth/tokens/current',
			fault: { kind: 'status', status: 500 },
			times: 1,
		});
		await bench.raise(conversation('a'));
		expect([first, second].map(recordIds)).toEqual([['a'], ['a']]);
		expect(bench.kustomer.vendor.webhooks.deliveries.log.map(({ status }) => status)).toEqual([
			503, 200,
		]);
	});

	it('are not held up by a workflow that no longer exists', async () => {
		const first = await bench.active();
		const gone = await bench.active();
		bench.n8n.routes.delete(gone.url().slice(bench.n8n.url.length + 1));
		await bench.raise(conversation('a'));
		expect(recordIds(first)).toEqual(['a']);
		expect(bench.kustomer.vendor.webhooks.deliveries.log).toMatchObject([{ status: 200 }]);
	});

	it('are called instead of a workflow that no longer exists', async () => {
		const gone = await bench.active();
		bench.n8n.routes.delete(gone.url().slice(bench.n8n.url.length + 1));
		const next = await bench.active();
		expect(bench.hooks).toMatchObject([{ url: next.url() }]);
		await bench.raise(conversation('a'));
		expect(recordIds(next)).toEqual(['a']);
	});

	it('send nothing to an address of another host that somebody has put into the headers', async () => {
		const first = await bench.active();
		const other = await WebhookServer.start();
		try {
			const stranger = await bench.workflow({}, other);
			other.routes.set(stranger.url().slice(other.url.length + 1), {
				workflow: stranger,
				test: false,
			});
			bench.hooks[0]?.headers.push({
				name: 'X-N8n-Workflow-9',
				value: `${stranger.url()} ${UPDATED}`,
			});
			await bench.raise(conversation('a'));
			expect([first, stranger].map(recordIds)).toEqual([['a'], []]);
		} finally {
			await other.stop();
		}
	});

	it('of two n8ns have a webhook each', async () => {
		const other = await WebhookServer.start();
		try {
			const here = await bench.active();
			const there = await bench.active({}, other);
			expect(bench.hooks.map(({ url }) => url)).toEqual([here.url(), there.url()]);
			await there.deactivate();
			expect(bench.hooks).toMatchObject([{ url: here.url() }]);
		} finally {
			await other.stop();
		}
	});
});

describe('Kustomer Trigger: a test in the editor', () => {
	it('has a webhook of its own, which is deleted with its first event', async () => {
		const workflow = await bench.workflow();
		await workflow.test();
		expect(bench.hooks).toMatchObject([{ url: workflow.url(true) }]);
		await bench.raise(conversation('a'));
		expect(recordIds(workflow)).toEqual(['a']);
		await bench.raise(conversation('b'));
		expect(recordIds(workflow)).toEqual(['a']);
		expect(bench.hooks).toEqual([]);
	});

	it('gets its event beside the active workflow, and leaves that alone', async () => {
		const workflow = await bench.active();
		await workflow.test();
		await bench.raise(conversation('a'));
		expect(recordIds(workflow)).toEqual(['a', 'a']);
		await bench.raise(conversation('b'));
		expect(recordIds(workflow)).toEqual(['a', 'a', 'b']);
		expect(bench.hooks).toMatchObject([{ url: workflow.url() }]);
		expect(bench.hooks[0]?.headers).toHaveLength(1);
	});

	it('goes on after what does not start the workflow, and shows an event again that came in an earlier test', async () => {
		const workflow = await bench.workflow({
			conditions: { values: [{ field: 'status', operation: 'is', value: 'done' }] },
		});
		await workflow.test();
		await bench.send(workflow.url(true), '{}');
		await bench.raise(conversation('a', { status: 'open' }), null, { id: 'e1' });
		await bench.raise(conversation('b', { status: 'done' }), null, { id: 'e2' });
		await workflow.test();
		await bench.raise(conversation('b', { status: 'done' }), null, { id: 'e2' });
		expect(recordIds(workflow)).toEqual(['b', 'b']);
		expect(bench.hooks).toEqual([]);
	});

	it('is not joined by a workflow in production', async () => {
		const tested = await bench.workflow();
		await tested.test();
		const active = await bench.active();
		expect(bench.hooks).toHaveLength(2);
		await tested.endTest();
		await bench.raise(conversation('a'));
		expect([tested, active].map(recordIds)).toEqual([[], ['a']]);
	});
});
