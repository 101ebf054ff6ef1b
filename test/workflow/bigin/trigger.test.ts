import axios from 'axios';
import type { FastifyInstance } from 'fastify';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { CASES, record } from '../../harness/biginModules';
import { openForm } from '../../harness/form';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { N8N_1 } from '../../harness/version';
import { pollNode, type PollSpec } from '../../harness/workflow';

/** Bigin with a clock that the test moves, also in the header of its replies. */
class Clocked extends BiginFakeServer {
	millis = Date.UTC(2026, 2, 1, 10);
	override clock = () => new Date(this.millis);

	override routes(app: FastifyInstance): void {
		app.addHook('onSend', async (_request, reply, payload) => {
			void reply.header('date', this.clock().toUTCString());
			return await Promise.resolve(payload);
		});
		super.routes(app);
	}
}

let bigin: FakeServer<Clocked>;
beforeAll(async () => {
	bigin = await startFakeServer(new Clocked());
});
afterAll(async () => await bigin.stop());
beforeEach(() => {
	bigin.reset();
	Object.assign(bigin.vendor, { indexLag: 0, listLag: false });
});

const pass = (seconds: number) => {
	bigin.vendor.millis += seconds * 1000;
};
const api = async (method: string, path: string, data?: IDataObject[]) => {
	const headers = { Authorization: `Zoho-oauthtoken ${bigin.vendor.firstToken}` };
	const reply = await axios.request<{ data: Array<{ status: string; details: { id: string } }> }>({
		method,
		url: `${bigin.url}/bigin/v2/${path}`,
		headers,
		data: data && { data },
	});
	expect(reply.data.data.every(({ status }) => status === 'success')).toBe(true);
	return reply.data.data.map(({ details }) => details.id);
};
const contacts = async (...names: string[]) =>
	await api(
		'POST',
		'Contacts',
		names.map((Last_Name) => ({ Last_Name })),
	);
const many = (count: number, name = 'Name') =>
	Array.from({ length: count }, (_, index) => `${name} ${index}`);
const rename = async (id: string | undefined, Last_Name: string) =>
	await api('PUT', 'Contacts', [{ id, Last_Name }]);
const trigger = async (
	triggerOn: string,
	parameters: INodeParameters = {},
	spec: Partial<PollSpec> = {},
) =>
	await pollNode({
		node: 'biginTrigger',
		credentials: credentialsOf(bigin, 'biginOAuth2Api'),
		parameters: { triggerOn, module: 'Contacts', simplify: true, options: {}, ...parameters },
		...spec,
	});
const names = (items: IDataObject[] | null) => items?.map(({ Full_Name }) => Full_Name);
const lists = () => bigin.requests.filter(({ method }) => method === 'GET');

it('gives nothing at activation, then each new record once, the oldest first', async () => {
	await contacts('Old');
	const { poll } = await trigger('created');
	pass(10);
	expect(await poll()).toBeNull();
	expect(await poll()).toBeNull();
	pass(10);
	await contacts('One');
	pass(1);
	const [two] = await contacts('Two', 'Three');
	pass(10);
	expect(names(await poll())).toEqual(['One', 'Two', 'Three']);
	expect(await poll()).toBeNull();
	await rename(two, 'Other');
	pass(10);
	expect(await poll()).toBeNull();
});

it('tells updates from creations, and gives the last word of each second', async () => {
	const [old] = await contacts('Old');
	const updated = await trigger('updated');
	const both = await trigger('createdOrUpdated');
	pass(10);
	await updated.poll();
	await both.poll();
	pass(10);
	await contacts('New');
	await rename(old, 'First');
	// The second is not over, so another change may follow with the same time stamp.
	expect(await both.poll()).toBeNull();
	await rename(old, 'Second');
	pass(10);
	expect(names(await updated.poll())).toEqual(['Second']);
	expect(names(await both.poll())?.sort()).toEqual(['New', 'Second']);
	await rename(old, 'Third');
	pass(10);
	expect(names(await updated.poll())).toEqual(['Third']);
	expect(names(await both.poll())).toEqual(['Third']);
});

it('gives deletions', async () => {
	const [one, two] = await contacts('One', 'Two');
	await api('DELETE', `Contacts/${one}`);
	const { poll } = await trigger('deleted');
	pass(10);
	expect(await poll()).toBeNull();
	pass(10);
	await api('DELETE', `Contacts/${two}`);
	pass(10);
	expect(await poll()).toEqual([
		expect.objectContaining({
			id: two,
			display_name: expect.any(String),
			deleted_time: expect.any(String),
		}),
	]);
	expect(await poll()).toBeNull();
	expect(bigin.seen('/deleted').at(-1)?.headers['if-modified-since']).toMatch(
		/^2026-03-01T\d\d:\d\d:\d\d\+00:00$/,
	);
});

it.each([
	...CASES.map((entry) => ({ module: entry.module, row: record(entry, 'New') })),
	{ module: 'Notes', row: {} },
])('watches $module', async ({ module, row }) => {
	const { poll } = await trigger('created', { module });
	const [parent] = await contacts('Parent');
	pass(10);
	await poll();
	pass(10);
	const [id] =
		module === 'Notes'
			? await api('POST', `Contacts/${parent}/Notes`, [{ Note_Content: 'Text' }])
			: await api('POST', module, [row]);
	pass(10);
	const [item, ...others] = (await poll()) ?? [];
	expect(others).toEqual([]);
	expect(item?.id).toBe(id);
	expect(Object.keys(item ?? {}).length).toBeLessThanOrEqual(10);
});

it('returns chosen fields, and all of them where one list cannot bring them along', async () => {
	const chosen = await trigger('created', {
		simplify: false,
		options: { fields: ['Email', 'Last_Name'] },
	});
	const raw = await trigger('created', { simplify: false });
	pass(10);
	await chosen.poll();
	await raw.poll();
	pass(10);
	const [id] = await contacts('One', 'Two');
	pass(10);
	expect((await chosen.poll())?.[0]).toEqual({ id, Email: null, Last_Name: 'One' });
	const [item, ...others] = (await raw.poll()) ?? [];
	expect(others).toHaveLength(1);
	expect(item).toMatchObject({
		id,
		Last_Name: 'One',
		Home_Airport: null,
		Created_By: { id: expect.any(String) },
	});
	expect(Object.keys(item ?? {}).length).toBeGreaterThan(50);
	expect(await raw.poll()).toBeNull();
});

it('loses and repeats nothing where more than 2,000 records changed, also in the same second', async () => {
	const { poll } = await trigger('created');
	pass(10);
	await poll();
	pass(10);
	for (let batch = 0; batch < 23; batch++) {
		await contacts(...many(100, `Batch ${batch}`));
		if (batch % 4 === 3) pass(1);
	}
	pass(10);
	const items = (await poll()) ?? [];
	expect(new Set(items.map(({ id }) => id)).size).toBe(2_300);
	expect(items).toHaveLength(2_300);
	const stamps = items.map(({ Modified_Time }) => String(Modified_Time));
	expect(stamps).toEqual([...stamps].sort());
	expect(await poll()).toBeNull();
	// An hour later the burst is not read again.
	pass(3_600);
	await poll();
	bigin.requests.length = 0;
	expect(await poll()).toBeNull();
	expect(lists()).toHaveLength(1);
});

it('changes nothing where a page does not come, and gives everything with the next poll', async () => {
	const { poll, staticData } = await trigger('created');
	pass(10);
	await poll();
	pass(10);
	await contacts(...many(100, 'A'));
	await contacts(...many(100, 'B'));
	await contacts(...many(50, 'C'));
	pass(10);
	const before = staticData();
	bigin.faults.arm({
		fault: { kind: 'status', status: 400, code: 'INVALID_DATA' },
		path: '/Contacts',
		skip: 1,
		times: 1,
	});
	await expect(poll()).rejects.toMatchObject({
		name: 'NodeApiError',
		message: 'Zoho Bigin did not accept the request: invalid data',
		httpCode: '400',
	});
	expect(staticData()).toEqual(before);
	expect(await poll()).toHaveLength(250);
	expect(await poll()).toBeNull();
});

(N8N_1 ? it.skip : it)('carries on with the next poll where the time is over', async () => {
	const { poll, staticData } = await trigger('created', {}, { budget: 0 });
	pass(10);
	await poll();
	pass(10);
	await contacts(...many(100, 'A'));
	await contacts(...many(100, 'B'));
	await contacts(...many(50, 'C'));
	pass(10);
	const before = staticData();
	let items: IDataObject[] | null = null;
	let polls = 0;
	for (; items === null && polls < 20; polls++) {
		expect(staticData()).toEqual(before);
		bigin.requests.length = 0;
		items = await poll();
		expect(lists().length).toBeLessThanOrEqual(1);
	}
	expect(polls).toBeGreaterThan(2);
	expect(new Set(items?.map(({ id }) => id)).size).toBe(250);
	expect(await poll()).toBeNull();
});

describe('a record that cannot be read', () => {
	const seen = (items: IDataObject[] | null) =>
		items?.map(({ Full_Name, id, incomplete }) => [Full_Name ?? id, incomplete !== undefined]);

	it.each(['created', 'updated', 'createdOrUpdated'])(
		'keeps no others back where its list does not tell its time, and comes with a note after three polls: %s',
		async (triggerOn) => {
			const [old] = await contacts('Old', 'Other');
			const { poll } = await trigger(triggerOn);
			pass(60);
			await poll();
			pass(60);
			const ids =
				triggerOn === 'updated'
					? [await rename(old, 'Good'), await contacts('Odd')].flat()
					: await contacts('Good', 'Odd');
			bigin.vendor.timeless.add(String(ids[1]));
			const polled: unknown[] = [];
			for (let times = 0; times < 6; times++) {
				pass(60);
				polled.push(seen(await poll()));
			}
			expect(polled).toEqual([
				[['Good', false]],
				undefined,
				[['Odd', true]],
				undefined,
				undefined,
				undefined,
			]);
			// Once its time is told, it is the change that was given out.
			bigin.vendor.timeless.clear();
			pass(60);
			expect(await poll()).toBeNull();
			await rename(String(ids[1]), 'Changed');
			pass(60);
			expect(seen(await poll()) ?? []).toEqual(triggerOn === 'created' ? [] : [['Changed', false]]);
		},
	);

	it('comes whole where its time is told in time', async () => {
		const { poll } = await trigger('created');
		pass(60);
		await poll();
		pass(60);
		const [odd] = await contacts('Odd', 'Good');
		bigin.vendor.timeless.add(String(odd));
		pass(60);
		expect(seen(await poll())).toEqual([['Good', false]]);
		bigin.vendor.timeless.clear();
		pass(60);
		expect(seen(await poll())).toEqual([['Odd', false]]);
		pass(60);
		expect(await poll()).toBeNull();
	});

	it('keeps no others back where Bigin lists it and refuses it, and comes with a note after three polls', async () => {
		const { poll, staticData } = await trigger('created', { simplify: false });
		pass(60);
		await poll();
		pass(60);
		const [, odd] = await contacts('Good', 'Odd');
		bigin.vendor.refused.add(String(odd));
		const polled: Array<IDataObject[] | null> = [];
		for (let times = 0; times < 6; times++) {
			pass(60);
			polled.push(await poll());
		}
		expect(polled.map((items) => items?.map(({ Last_Name, id }) => Last_Name ?? id))).toEqual([
			['Good'],
			undefined,
			[odd],
			undefined,
			undefined,
			undefined,
		]);
		expect(polled[2]?.[0]).toMatchObject({
			id: odd,
			Created_Time: expect.any(String),
			incomplete: expect.stringContaining('Zoho Bigin did not accept the request'),
		});
		expect(JSON.stringify(staticData())).not.toContain('"polls":');
	});

	it('comes without a secret that Bigin repeats in its refusal', async () => {
		const { poll } = await trigger('created', { simplify: false });
		pass(60);
		await poll();
		pass(60);
		const [odd] = await contacts('Odd');
		const secret = bigin.vendor.firstToken;
		bigin.vendor.refused.add(String(odd));
		bigin.faults.arm({
			fault: {
				kind: 'status',
				status: 403,
				body: {
					status: 'error',
					code: 'NO_PERMISSION',
					message: `refused for ${secret} here`,
					details: {},
				},
			},
			path: `/Contacts/${odd}`,
		});
		let given: IDataObject[] | null = null;
		for (let times = 0; times < 3; times++) {
			pass(60);
			given = await poll();
		}
		expect(given?.[0]?.incomplete).toContain('refused for *** here');
		expect(JSON.stringify(given)).not.toContain(secret);
	});
});

it('carries on where a page did not come, and reads no page a second time', async () => {
	const { poll } = await trigger('created');
	pass(10);
	await poll();
	pass(10);
	for (const name of ['A', 'B', 'C', 'D']) await contacts(...many(100, name));
	await contacts(...many(50, 'E'));
	pass(10);
	bigin.faults.arm({
		fault: { kind: 'status', status: 503 },
		path: '/Contacts',
		skip: 2,
		times: 3,
	});
	bigin.requests.length = 0;
	await expect(poll()).rejects.toMatchObject({ httpCode: '503' });
	expect(lists().map(({ query }) => query.page)).toEqual(['1', '2', '3', '3', '3']);
	bigin.requests.length = 0;
	expect(await poll()).toHaveLength(450);
	expect(lists()[0]?.query.page).toBe('3');
	expect(await poll()).toBeNull();
});

it.each([
	['share the stored state', false],
	...(N8N_1 ? [] : [['have a copy of the stored state each', true] as const]),
] as const)(
	'gives out once what two polls at the same time have found that %s',
	async (_what, ownCopies) => {
		const { poll } = await trigger('created', {}, { ownCopies });
		pass(10);
		await poll();
		pass(10);
		await contacts('One');
		pass(10);
		const both = await Promise.all([poll(), poll()]);
		expect(both.map(names).filter(Boolean)).toEqual([['One']]);
		expect(await poll()).toBeNull();
		pass(10);
		await contacts('Two');
		pass(10);
		expect(names(await poll())).toEqual(['Two']);
	},
);

it('waits for what the lists show late', async () => {
	const { poll } = await trigger('created');
	pass(10);
	await poll();
	Object.assign(bigin.vendor, { indexLag: 20_000, listLag: true });
	pass(10);
	await contacts('Late');
	pass(10);
	expect(await poll()).toBeNull();
	pass(20);
	expect(names(await poll())).toEqual(['Late']);
	expect(await poll()).toBeNull();
});

it('keeps its state over a restart, and starts anew with other settings or another account', async () => {
	const first = await trigger('created');
	pass(10);
	await first.poll();
	pass(10);
	await contacts('One');
	pass(10);
	const again = await trigger('created', {}, { staticData: first.staticData() });
	expect(names(await again.poll())).toEqual(['One']);
	for (const change of [
		await trigger('createdOrUpdated', {}, { staticData: first.staticData() }),
		await trigger('created', {}, { staticData: first.staticData(), credentialId: 'other' }),
		await trigger('created', { module: 'Accounts' }, { staticData: first.staticData() }),
	]) {
		expect(await change.poll()).toBeNull();
		expect(await change.poll()).toBeNull();
	}
});

it.each(['created', 'updated', 'createdOrUpdated', 'deleted'])(
	'shows the newest record of "%s" in a manual run and keeps nothing',
	async (triggerOn) => {
		const { poll, staticData } = await trigger(triggerOn, {}, { manual: true });
		expect(await poll()).toBeNull();
		const [one, two] = await contacts('One', 'Two');
		pass(10);
		await rename(one, 'Changed');
		await api('DELETE', `Contacts/${two}`);
		pass(10);
		const [three] = await contacts('Three');
		const expected = triggerOn === 'updated' ? one : triggerOn === 'deleted' ? two : three;
		expect((await poll())?.map(({ id }) => id)).toEqual([expected]);
		expect((await poll())?.map(({ id }) => id)).toEqual([expected]);
		expect(JSON.stringify(staticData())).not.toContain('lowWatermark');
	},
);

it('says what is wrong with the credential', async () => {
	const { poll } = await trigger(
		'created',
		{},
		{ credentials: credentialsOf(bigin, 'biginOAuth2Api', { oauthTokenData: undefined }) },
	);
	await expect(poll()).rejects.toMatchObject({
		message: 'Zoho Bigin could not be connected: the account is not connected yet',
		description: 'Open the credential and connect the account.',
	});
});

it.each([
	['Contacts', 'Last_Name'],
	['Pipelines', 'Deal_Name'],
	['Notes', 'Note_Content'],
])('offers the fields of %s', async (module, field) => {
	const form = await openForm(
		'biginTrigger',
		{ triggerOn: 'created', module, simplify: false, options: {} },
		credentialsOf(bigin, 'biginOAuth2Api'),
		'parameters.options.fields',
	);
	expect((await form.options('getFields')).map(({ value }) => value)).toContain(field);
});
