import type { IDataObject } from 'n8n-workflow';

import {
	conversation,
	CREATED,
	HookBench,
	OTHER_USER,
	OWN_USER,
	recordIds,
	UPDATED,
} from '../../harness/kustomerHooks';

let bench: HookBench;
beforeAll(async () => {
	bench = await HookBench.start();
});
afterAll(async () => await bench.stop());
beforeEach(() => bench.reset());

const deliveries = () => bench.kustomer.vendor.webhooks.deliveries;
const statuses = () => deliveries().log.map(({ status }) => status);
const body = (id: string, record = 'a', name = UPDATED) =>
	JSON.stringify({ id, name, data: conversation(record), changes: null });

describe('Kustomer Trigger: a delivery', () => {
	it('starts the workflow with the event and its record, side by side', async () => {
		const workflow = await bench.active();
		await bench.raise(
			conversation('a', { status: 'done', custom: { orderStr: '7' } }),
			{ attributes: { status: { op: 'replace', before: 'open', after: 'done' } } },
			{ id: 'e1' },
		);
		expect(workflow.items).toEqual([
			{
				event: UPDATED,
				eventId: 'e1',
				eventAt: expect.any(String),
				changes: { attributes: { status: { op: 'replace', before: 'open', after: 'done' } } },
				record: {
					id: 'a',
					type: 'conversation',
					status: 'done',
					custom: { orderStr: '7' },
					customerId: '5a1b2c3d4e5f60718293a4b5',
					modifiedById: OTHER_USER,
				},
			},
		]);
		expect(statuses()).toEqual([200]);
	});

	it('is returned as Kustomer sent it if Simplify is off', async () => {
		const workflow = await bench.active({ simplify: false });
		await bench.raise(conversation('a', { status: 'done' }), null, { id: 'e1' });
		expect(workflow.items).toEqual([
			expect.objectContaining({
				id: 'e1',
				name: UPDATED,
				data: conversation('a', { status: 'done' }),
				changes: null,
			}),
		]);
	});

	it('starts the workflow once, however often and in whatever order it comes', async () => {
		const workflow = await bench.active();
		Object.assign(deliveries(), { copies: 4, jitter: 60 });
		const ids = Array.from({ length: 25 }, (_, index) => `r${index}`);
		await Promise.all(ids.map(async (id) => await bench.raise(conversation(id))));
		expect(recordIds(workflow).sort()).toEqual([...ids].sort());
		expect(statuses()).toEqual(Array.from({ length: 100 }, () => 200));
	});

	it('is remembered after a restart of n8n', async () => {
		const before = await bench.active();
		await bench.raise(conversation('a'), null, { id: 'e1' });
		expect(before.items).toHaveLength(1);
		// Another workflow, of which this process knows nothing, with what n8n has stored.
		const after = await bench.active();
		after.stored = structuredClone(before.stored);
		for (const id of ['e1', 'e2'])
			expect(await bench.send(after.url(), body(id), bench.signed(body(id)))).toMatchObject({
				status: 200,
			});
		expect(after.items.map(({ eventId }) => eventId)).toEqual(['e2']);
	});

	it('is sent again if Kustomer could not say who its own user is, and starts the workflow then', async () => {
		const workflow = await bench.active({ options: { ignoreOwnChanges: true } });
		bench.kustomer.faults.arm({
			path: '/v1/auth/tokens/current',
			fault: { kind: 'status', status: 500 },
			times: 2,
		});
		await bench.raise(conversation('a'));
		expect(statuses()).toEqual([503, 503, 200]);
		expect(recordIds(workflow)).toEqual(['a']);
	});
});

describe('Kustomer Trigger: a stranger', () => {
	const forged = () => [
		{ title: 'no signature', headers: {} },
		{ title: 'a signature with another key', headers: bench.signed(body('f'), 'other') },
		{ title: 'the signature of another body', headers: bench.signed(body('g')) },
		{ title: 'an empty signature', headers: { 'x-kustomer-webhook-signature': '' } },
	];

	it('is refused with an empty reply, and starts nothing', async () => {
		const workflow = await bench.active();
		for (const { title, headers } of forged())
			expect({ title, ...(await bench.send(workflow.url(), body('f'), headers)) }).toMatchObject({
				title,
				status: 401,
				data: '',
			});
		expect(workflow.items).toEqual([]);
	});

	it('makes the trigger ask Kustomer for the signing secret at most once a minute', async () => {
		const workflow = await bench.active();
		const lists = () => bench.kustomer.seen('/v1/outbound-webhooks').length;
		const before = lists();
		for (let index = 0; index < 10; index++) await bench.send(workflow.url(), body('f'));
		expect(lists()).toBe(before + 1);
	});

	it('is refused if the white space of the body differs from the signed one', async () => {
		const workflow = await bench.active();
		const spaced = body('f').replace(/,/g, ', ');
		expect(await bench.send(workflow.url(), spaced, bench.signed(body('f')))).toMatchObject({
			status: 401,
		});
		expect(await bench.send(workflow.url(), spaced, bench.signed(spaced))).toMatchObject({
			status: 200,
		});
		expect(workflow.items).toHaveLength(1);
	});

	it('gets 400 for a body with a good signature and no event', async () => {
		const workflow = await bench.active();
		for (const strange of ['{}', '[]', '{"id":"x"}', '{"id":"x","name":"y"}'])
			expect(await bench.send(workflow.url(), strange, bench.signed(strange))).toMatchObject({
				status: 400,
				data: '',
			});
		expect(workflow.items).toEqual([]);
	});
});

it('Kustomer Trigger accepts deliveries after the webhook was created again with another secret', async () => {
	const workflow = await bench.active();
	const [hook] = bench.hooks;
	Object.assign(hook ?? {}, { token: 'another secret' });
	await bench.raise(conversation('a'));
	await bench.raise(conversation('b'));
	expect(recordIds(workflow)).toEqual(['a', 'b']);
	expect(statuses()).toEqual([200, 200]);
});

describe('Kustomer Trigger: conditions', () => {
	const of = (operation: string, field: string, value = '') => ({ field, operation, value });
	const changed = { attributes: { status: { op: 'replace', before: 'open', after: 'done' } } };
	const record = () => conversation('a', { status: 'done', priority: 3, tags: ['t1', 't2'] });
	it.each([
		{ values: [of('changed', 'status')], starts: true },
		{ values: [of('changed', 'priority')], starts: false },
		{ values: [of('changedTo', 'status', 'done')], starts: true },
		{ values: [of('changedTo', 'status', 'open')], starts: false },
		{ values: [of('changedFrom', 'status', 'open')], starts: true },
		{ values: [of('is', 'priority', '3')], starts: true },
		{ values: [of('is', 'tags', 't2')], starts: true },
		{ values: [of('changed', 'status'), of('is', 'priority', '4')], starts: false },
		{ values: [of('changed', 'status'), of('is', 'priority', '4')], combine: 'any', starts: true },
	])('$values, combined by $combine: starts is $starts', async ({ values, combine, starts }) => {
		const workflow = await bench.active({
			conditions: { values },
			options: combine === undefined ? {} : { combine },
		});
		await bench.raise(record(), changed);
		expect(workflow.items).toHaveLength(starts ? 1 : 0);
		expect(statuses()).toEqual([200]);
	});
});

describe('Kustomer Trigger: Ignore Own Changes', () => {
	it('leaves out changes made with the API key, and asks once for its user', async () => {
		const workflow = await bench.active({ options: { ignoreOwnChanges: true } });
		await bench.raise(conversation('own', {}, OWN_USER));
		await bench.raise(conversation('other'));
		expect(recordIds(workflow)).toEqual(['other']);
		expect(bench.kustomer.seen('/v1/auth/tokens/current')).toHaveLength(1);
	});

	it('is off unless the option was added', async () => {
		const workflow = await bench.active();
		await bench.raise(conversation('own', {}, OWN_USER));
		expect(recordIds(workflow)).toEqual(['own']);
	});
});

describe('Kustomer Trigger: Read Record Again', () => {
	it('returns the record as it is now', async () => {
		const workflow = await bench.active({ options: { readAgain: true } });
		bench.kustomer.faults.arm({
			path: '/v1/conversations/a',
			fault: {
				kind: 'status',
				status: 200,
				body: { data: conversation('a', { status: 'snoozed' }) },
			},
			times: 1,
		});
		await bench.raise(conversation('a', { status: 'done' }));
		expect(workflow.items[0]?.record).toMatchObject({ id: 'a', status: 'snoozed' });
		expect(workflow.items[0]).not.toHaveProperty('incomplete');
	});

	it.each([404, 500])(
		'gives the record of the event, and says so, where Kustomer answers %i',
		async (status) => {
			const workflow = await bench.active({ options: { readAgain: true } });
			bench.kustomer.faults.arm({
				path: '/v1/conversations/a',
				fault: { kind: 'status', status },
				times: 9,
			});
			await bench.raise(conversation('a', { status: 'done' }));
			expect(workflow.items).toHaveLength(1);
			expect(workflow.items[0]?.record as IDataObject).toMatchObject({ status: 'done' });
			expect(workflow.items[0]?.incomplete).toContain('as it was at the event');
		},
	);
});

it('Kustomer Trigger starts for the chosen events, and for no others', async () => {
	const both = await bench.active({ events: [CREATED, UPDATED] });
	const created = await bench.active({ events: [CREATED] });
	await bench.raise(conversation('a'), null, { name: CREATED });
	await bench.raise(conversation('b'), null, { name: UPDATED });
	expect(recordIds(both)).toEqual(['a', 'b']);
	expect(recordIds(created)).toEqual(['a']);
});
