import type { FastifyInstance } from 'fastify';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { kindOf } from '../../../sandbox/kustomer/objects';
import { KustomerFakeServer } from '../../../sandbox/kustomer/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { Types } from '../../harness/nodeTypes';
import { loadPackage, PACKAGE_NAME } from '../../harness/package';
import { pollNode, type PollSpec } from '../../harness/poll';

/** The clock of this machine and of Kustomer, in milliseconds; the tests move it. */
let clock = 0;
const pass = (seconds: number) => {
	clock += seconds * 1_000;
};

/** Kustomer whose replies tell that clock, and in which something can happen before a search. */
class Clocked extends KustomerFakeServer {
	beforeSearch: (search: number) => void = () => undefined;
	private searches = 0;

	override routes(app: FastifyInstance): void {
		app.addHook('onSend', async (_request, reply, payload) => {
			void reply.header('date', new Date(clock).toUTCString());
			return await Promise.resolve(payload);
		});
		app.addHook('preHandler', async ({ url }) => {
			if (url.includes('/search?')) this.beforeSearch((this.searches += 1));
			await Promise.resolve();
		});
		super.routes(app);
	}
}

let kustomer: FakeServer<Clocked>;
// A server for each test, because the searches of a minute are counted by server.
beforeEach(async () => {
	clock = Date.UTC(2026, 2, 1, 10);
	jest.spyOn(Date, 'now').mockImplementation(() => clock);
	kustomer = await startFakeServer(new Clocked());
});
afterEach(async () => {
	await kustomer.stop();
	jest.restoreAllMocks();
});

const add = (name: string, type = 'conversation', more: IDataObject = {}) =>
	String(kustomer.vendor.store.add(kindOf(type), { name, ...more })?.id);
const addMany = (count: number, name = 'Name') =>
	Array.from({ length: count }, (_, index) => add(`${name} ${index}`));
const rename = (id: string, name: string, type = 'conversation') => {
	const row = kustomer.vendor.store.get(type, id) ?? {};
	expect(kustomer.vendor.store.change(kindOf(type), row, { name })).toBe(true);
};
const trigger = async (
	triggerOn: string,
	parameters: INodeParameters = {},
	spec: Partial<PollSpec> = {},
) =>
	await pollNode({
		node: 'kustomerPollingTrigger',
		credentials: credentialsOf(kustomer, 'kustomerApi'),
		parameters: { triggerOn, record: 'conversation', simplify: true, ...parameters },
		...spec,
	});
/** A trigger that is active for ten seconds. */
const active = async (...spec: Parameters<typeof trigger>) => {
	const opened = await trigger(...spec);
	expect(await opened.poll()).toBeNull();
	pass(10);
	return opened;
};
const names = (items: IDataObject[] | null) => items?.map(({ name }) => name);
/** A search that takes so long that no minute has too many of them. */
const slowly = () => pass(0.7);
/** The items of as many polls as are needed, for example because the time of one is over. */
const until = async (
	poll: () => Promise<IDataObject[] | null>,
	isEnough: (items: IDataObject[]) => boolean,
) => {
	const items: IDataObject[] = [];
	for (let polls = 0; polls < 20 && !isEnough(items); polls++)
		items.push(...((await poll()) ?? []));
	return items;
};
const ids = (items: IDataObject[] | null) => items?.map(({ id }) => String(id)).sort() ?? [];

describe('Kustomer Polling Trigger', () => {
	it('is a node that n8n polls, beside one that n8n does not poll, so that a webhook can be tested in the editor', async () => {
		const loaded = await loadPackage();
		const formOf = (name: string) => {
			const { type } = loaded.getNode(name);
			const { description } = new Types(loaded).getByNameAndVersion(`${PACKAGE_NAME}.${name}`, 1);
			return {
				polled: 'poll' in type,
				webhooks: description.webhooks?.length ?? 0,
				shown: description.properties.map(({ displayName }) => displayName),
			};
		};
		expect(formOf('kustomerPollingTrigger')).toEqual({
			polled: true,
			webhooks: 0,
			shown: [
				'Poll Times',
				'Authentication',
				'Trigger On',
				'Record Type',
				'Simplify',
				'Repeat Last Items After Restart',
			],
		});
		expect(formOf('kustomerTrigger')).toMatchObject({ polled: false, webhooks: 1 });
		expect(formOf('kustomerTrigger').shown).not.toContain('Poll Times');
	});

	it('returns nothing at activation, then each new record once, the oldest first', async () => {
		add('Old');
		pass(10);
		const { poll } = await active('created');
		expect(await poll()).toBeNull();
		add('One');
		clock += 1;
		const two = add('Two');
		pass(10);
		expect(names(await poll())).toEqual(['One', 'Two']);
		expect(await poll()).toBeNull();
		rename(two, 'Other');
		pass(10);
		expect(await poll()).toBeNull();
	});

	it('tells updates from creations, and returns every further update of a record', async () => {
		const old = add('Old');
		pass(10);
		const updated = await active('updated');
		const both = await active('createdOrUpdated');
		add('New');
		rename(old, 'First');
		pass(10);
		expect(names(await updated.poll())).toEqual(['First']);
		expect(names(await both.poll())?.sort()).toEqual(['First', 'New']);
		rename(old, 'Second');
		pass(10);
		expect(names(await updated.poll())).toEqual(['Second']);
		expect(names(await both.poll())).toEqual(['Second']);
		expect(await both.poll()).toBeNull();
	});

	it.each(['company', 'conversation', 'customer', 'message', 'note'])(
		'watches records of the type %s',
		async (record) => {
			const { poll } = await active('created', { record });
			const id = add('New', record, { body: 'Text', preview: 'Text' });
			pass(10);
			expect(await poll()).toEqual([expect.objectContaining({ id })]);
			rename(id, 'Changed', record);
			const changes = await trigger('updated', { record }, { manual: true });
			pass(10);
			expect(ids(await changes.poll())).toEqual([id]);
		},
	);

	it('returns a record with all its fields if Simplify is off', async () => {
		const cut = await active('created');
		const whole = await active('created', { simplify: false });
		const id = add('New', 'conversation', { customer: 'c1', lang: 'de' });
		pass(10);
		expect((await cut.poll())?.[0]).toEqual({
			id,
			name: 'New',
			customerId: 'c1',
			updatedAt: '2026-03-01T10:00:20.000Z',
		});
		expect((await whole.poll())?.[0]).toMatchObject({
			id,
			type: 'conversation',
			lang: 'de',
			customerId: 'c1',
			createdAt: '2026-03-01T10:00:20.000Z',
		});
	});

	it.each([true, false])(
		'loses and repeats nothing where records change while it reads many slices (sorted by Kustomer: %s)',
		async (sorts) => {
			Object.assign(kustomer.vendor, { searchPageSize: 10, sorts });
			const { poll } = await active('createdOrUpdated');
			const all: string[] = [];
			for (let burst = 0; burst < 20; burst++) {
				all.push(...addMany(5, `Burst ${burst}`));
				clock += 700;
			}
			pass(10);
			const moved = all.slice(0, 6);
			kustomer.vendor.beforeSearch = (search) => {
				slowly();
				const id = search > 3 ? moved.shift() : undefined;
				if (id !== undefined) rename(id, 'Moved');
			};
			const first = ids(await until(poll, ({ length }) => length > 0));
			expect(moved).toEqual([]);
			pass(10);
			const second = await poll();
			expect(new Set(names(second))).toEqual(new Set(['Moved']));
			expect(ids(second)).toEqual(all.slice(0, 6).sort());
			expect(new Set(first).size).toBe(first.length);
			expect([...new Set([...first, ...ids(second)])].sort()).toEqual([...all].sort());
			expect(await poll()).toBeNull();
		},
	);

	it('returns each of many records with the same time stamp once', async () => {
		Object.assign(kustomer.vendor, { searchPageSize: 10 });
		const { poll } = await active('created');
		const all = [...addMany(35, 'Equal')];
		clock += 1;
		all.push(add('Later'));
		pass(10);
		expect(ids(await poll())).toEqual([...all].sort());
		expect(await poll()).toBeNull();
	});

	it('says so if more records have one time stamp than the search returns, and returns all others', async () => {
		Object.assign(kustomer.vendor, { searchPageSize: 2 });
		const { poll } = await active('created');
		addMany(205, 'Equal');
		clock += 1;
		const later = add('Later');
		pass(10);
		kustomer.vendor.beforeSearch = slowly;
		const items = await until(poll, (found) => found.at(-1)?.incomplete !== undefined);
		expect(items.filter(({ incomplete }) => incomplete === undefined)).toHaveLength(201);
		expect(ids(items)).toContain(later);
		expect(JSON.stringify(items.at(-1)?.incomplete)).toContain(
			'More than 200 records changed at 2026-03-01T10:00:10.000Z',
		);
	});

	it('returns a record once that the search shows four minutes late, after later ones', async () => {
		const { poll } = await active('created');
		const late = add('Late');
		const row = kustomer.vendor.store.get('conversation', late) ?? {};
		kustomer.vendor.store.remove(kindOf('conversation'), row);
		pass(240);
		add('Punctual');
		pass(10);
		expect(names(await poll())).toEqual(['Punctual']);
		expect(await poll()).toBeNull();
		const { storedAt, ...fields } = row;
		Object.assign(kustomer.vendor.store.add(kindOf('conversation'), fields) ?? {}, { storedAt });
		expect(names(await poll())).toEqual(['Late']);
		expect(await poll()).toBeNull();
	});

	it('keeps its state when a poll fails, and returns everything with the next one', async () => {
		Object.assign(kustomer.vendor, { searchPageSize: 10 });
		const { poll, staticData } = await active('created');
		for (let count = 0; count < 30; count++) {
			add(`Name ${count}`);
			clock += 500;
		}
		pass(10);
		const before = staticData();
		kustomer.faults.arm({
			fault: { kind: 'status', status: 400 },
			path: '/search',
			skip: 2,
			times: 1,
		});
		await expect(poll()).rejects.toMatchObject({ name: 'NodeApiError', httpCode: '400' });
		expect(staticData()).toEqual(before);
		expect(await poll()).toHaveLength(30);
		expect(await poll()).toBeNull();
	});

	it('names the missing role if the key may not search', async () => {
		kustomer.vendor.roles = new Set();
		const { poll } = await trigger('created');
		await expect(poll()).rejects.toMatchObject({
			message: expect.stringContaining('Kustomer'),
			description: expect.stringMatching(/role/i),
		});
	});

	it('shows the newest record in a manual run and keeps nothing', async () => {
		const { poll, staticData } = await trigger('updated', {}, { manual: true });
		expect(await poll()).toBeNull();
		const one = add('One');
		pass(10);
		rename(one, 'Changed');
		pass(10);
		add('Two');
		expect(names(await poll())).toEqual(['Changed']);
		expect(names(await poll())).toEqual(['Changed']);
		expect(JSON.stringify(staticData())).not.toContain('lowWatermark');
	});

	it('asks for slices of time with the operators that Kustomer documents', async () => {
		Object.assign(kustomer.vendor, { searchPageSize: 10 });
		const { poll } = await active('updated');
		for (const id of addMany(30)) {
			clock += 500;
			rename(id, 'Changed');
		}
		pass(10);
		expect(await poll()).toHaveLength(30);
		const bodies = kustomer.seen('/search').map(({ body }) => body as IDataObject);
		for (const { and, sort, queryContext } of bodies) {
			expect(queryContext).toBe('conversation');
			expect(sort).toEqual([{ conversation_updated_at: expect.stringMatching(/^(a|de)sc$/) }]);
			for (const { conversation_updated_at: bounds } of and as IDataObject[])
				expect(Object.keys(bounds as IDataObject)).toEqual([expect.stringMatching(/^(gte|lt)$/)]);
		}
	});
});
