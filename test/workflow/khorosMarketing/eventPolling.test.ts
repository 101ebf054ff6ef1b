import type { FastifyInstance } from 'fastify';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../../sandbox/khorosMarketing/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { pollNode, type PollSpec } from '../../harness/poll';

const FAILED = 'error-custom-crm';
/** The clock of this machine and of Khoros, in milliseconds; the tests move it. */
let clock = 0;
const pass = (seconds: number) => {
	clock += seconds * 1_000;
};

/** Khoros whose replies tell that clock. */
class Clocked extends KhorosMarketingFakeServer {
	override routes(app: FastifyInstance): void {
		app.addHook('onSend', async (_request, reply, payload) => {
			void reply.header('date', new Date(clock).toUTCString());
			return await Promise.resolve(payload);
		});
		super.routes(app);
	}
}

let khoros: FakeServer<Clocked>;
beforeAll(async () => {
	khoros = await startFakeServer(new Clocked());
});
afterAll(async () => await khoros.stop());
beforeEach(() => {
	khoros.reset();
	clock = Date.UTC(2026, 2, 1, 10);
	jest.spyOn(Date, 'now').mockImplementation(() => clock);
});
afterEach(() => jest.restoreAllMocks());

const api = () => khoros.vendor.khoros;
const raise = async (index: number, name = FAILED) => {
	await api().raise(name, {
		index,
		externalCall: { requestHeaders: { authorization: ['crm-secret-91'] } },
	});
};
const trigger = async (parameters: INodeParameters = {}, spec: Partial<PollSpec> = {}) =>
	await pollNode({
		node: 'khorosMarketingEventPollingTrigger',
		credentials: credentialsOf(khoros, 'khorosMarketingApi'),
		parameters: { triggerOn: FAILED, ...parameters },
		...spec,
	});
const active = async (...spec: Parameters<typeof trigger>) => {
	const opened = await trigger(...spec);
	expect(await opened.poll()).toBeNull();
	pass(10);
	return opened;
};
const indexes = (items: IDataObject[] | null) =>
	items?.map(({ data }) => Number((data as IDataObject).index));

describe('the Khoros Marketing Event Polling Trigger', () => {
	it('makes a subscription without an address, and the next workflow reads the same one', async () => {
		await active();
		await active();
		expect([...api().subscriptions.values()]).toMatchObject([
			{ eventName: FAILED, externalId: 'n8n', status: 'ACTIVE' },
		]);
		expect([...api().subscriptions.values()][0]?.notificationUri).toBeUndefined();
	});

	it('reads no subscription that is paused, sends to an address or is for another event', async () => {
		for (const [uuid, more] of Object.entries({
			paused: { eventName: FAILED, status: 'PAUSED' },
			pushed: { eventName: FAILED, status: 'ACTIVE', notificationUri: 'https://x.example' },
			other: { eventName: 'rule-applied', status: 'ACTIVE' },
		}))
			api().subscriptions.set(uuid, { uuid, ...more });
		await active();
		expect(api().subscriptions.size).toBe(4);
	});

	it('reads the same subscription at every poll, also where another one fits meanwhile', async () => {
		const { poll } = await active();
		const [[uuid = '', own = {}] = []] = api().subscriptions;
		await raise(1);
		pass(10);
		api().subscriptions.clear();
		api().subscriptions.set('earlier', { uuid: 'earlier', eventName: FAILED, status: 'ACTIVE' });
		api().subscriptions.set(uuid, own);
		expect(indexes(await poll())).toEqual([1]);
	});

	it.each([
		[
			'is paused',
			/is paused/,
			(uuid: string) =>
				void Object.assign(api().subscriptions.get(uuid) ?? {}, { status: 'PAUSED' }),
		],
		['was deleted', /not in .* any more/, (uuid: string) => void api().subscriptions.delete(uuid)],
	])('makes no other subscription where its own %s, and says so', async (_what, told, change) => {
		const { poll } = await active();
		const [uuid = ''] = api().subscriptions.keys();
		change(uuid);
		const before = api().subscriptions.size;
		await expect(poll()).rejects.toThrow(told);
		expect(api().subscriptions.size).toBe(before);
	});

	it('gives nothing at activation, then each new event once, without the secret of the CRM', async () => {
		await (await active()).poll();
		await raise(0);
		pass(10);
		const { poll } = await active();
		await raise(1);
		pass(1);
		await raise(2);
		await raise(3, 'rule-applied');
		pass(10);
		const items = await poll();
		expect(indexes(items)).toEqual([1, 2]);
		expect(JSON.stringify(items)).not.toContain('crm-secret-91');
		expect(await poll()).toBeNull();
	});

	it.each([
		{ title: 'oldest first', order: (rows: IDataObject[]) => rows },
		{ title: 'newest first', order: (rows: IDataObject[]) => [...rows].reverse() },
	])('gives each of 450 new events once, whether Khoros lists them $title', async ({ order }) => {
		const { poll } = await active();
		for (let index = 0; index < 450; index++) {
			if (index % 150 === 0) pass(1);
			await raise(index);
		}
		for (const [uuid, events] of api().events)
			api().events.set(uuid, order(events as IDataObject[]));
		pass(10);
		const given = indexes(await poll()) ?? [];
		expect([...given].sort((a, b) => a - b)).toEqual(Array.from({ length: 450 }, (_, i) => i));
		expect(await poll()).toBeNull();
	});

	it('tells of an event whose date cannot be read, with what is known of it', async () => {
		const { poll } = await active();
		await raise(1);
		for (const events of api().events.values())
			events[0] = { ...events[0], createdDate: 'yesterday' };
		for (const expected of [null, null])
			expect(await poll().finally(() => pass(10))).toEqual(expected);
		expect(await poll()).toMatchObject([
			{
				data: { index: 1 },
				incomplete: expect.stringContaining('without a readable ID or date') as unknown,
			},
		]);
		expect(await poll()).toBeNull();
	});

	it('shows the latest event in a run by hand', async () => {
		await active();
		await raise(1);
		pass(2);
		await raise(2);
		pass(10);
		expect(indexes(await (await trigger({}, { manual: true })).poll())).toEqual([2]);
	});

	it('says what is wrong where the subscriptions cannot be read, and goes on when they can', async () => {
		const { poll } = await active();
		await raise(1);
		pass(10);
		khoros.faults.arm({
			path: '/v2/events/subscription',
			times: 1,
			fault: { kind: 'status', status: 403 },
		});
		await expect(poll()).rejects.toThrow(/Khoros Marketing/);
		expect(indexes(await poll())).toEqual([1]);
	});
});
