import type { IDataObject } from 'n8n-workflow';

import {
	autoMap,
	BULK,
	conversations,
	createBulk,
	CUSTOMER,
	KustomerBench,
	linkOf,
} from '../../harness/kustomer';
import { schemaOf } from '../../harness/schemas';

/** The fake server knows no customer of this kind. */
const NOBODY = 'dead2c3d4e5f60718293a4b5';

describe('Kustomer, conversations', () => {
	let bench: KustomerBench;
	beforeAll(async () => {
		bench = await KustomerBench.start();
	});
	afterAll(async () => await bench.fakeServer.stop());
	beforeEach(() => bench.fakeServer.reset());

	/** The records that were sent, without their marks. */
	const sent = () =>
		bench
			.posted()
			.map((body) =>
				body.map(({ _clientRef: mark, ...record }) =>
					typeof mark === 'string' ? record : { unmarked: true },
				),
			);

	it('creates one conversation and returns its result', async () => {
		const result = await bench.run({
			parameters: {
				...createBulk,
				inputMode: 'define',
				customer: '={{ $json.who }}',
				additionalFields: { name: '={{ "About " + $json.order }}', status: 'open', priority: 2 },
			},
			items: [{ who: CUSTOMER, order: 4711 }],
		});
		expect(result.error).toBeUndefined();
		expect(bench.posted()).toEqual([
			[{ customer: CUSTOMER, name: 'About 4711', status: 'open', priority: 2, _clientRef: '0' }],
		]);
		expect(bench.fakeServer.seen(BULK)[0]?.headers).toMatchObject({
			authorization: `Bearer ${bench.fakeServer.vendor.apiKey}`,
			'content-type': expect.stringContaining('application/json') as string,
		});
		expect(result.items.map(({ json }) => json)).toEqual([
			{
				id: bench.stored()[0]?.id,
				name: 'About 4711',
				status: 'created',
				bulkId: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
			},
		]);
		expect(Object.keys(schemaOf('Kustomer', 'conversation', 'createBulk').properties)).toEqual(
			expect.arrayContaining(Object.keys(result.items[0]?.json ?? {})),
		);
	});

	it('sends 250 conversations in 3 requests, and one bad record fails alone', async () => {
		const items = conversations(250, (index) => (index === 123 ? { customer: NOBODY } : {}));
		const result = await bench.run({ parameters: autoMap, items, onError: 'continueErrorOutput' });
		expect(bench.posted().map((body) => body.length)).toEqual([100, 100, 50]);
		expect(result.items.map(linkOf)).toEqual(
			items.map((_, index) => index).filter((index) => index !== 123),
		);
		for (const item of result.items)
			expect(bench.externalIdOf(item.json.id)).toBe(`c-${linkOf(item)}`);
		expect(result.errors).toHaveLength(1);
		expect(result.errors[0]).toMatchObject({
			pairedItem: { item: 123 },
			json: { externalId: 'c-123', details: { executed: 'no' } },
		});
		expect(result.errors[0]?.json.error).toBe(
			'Kustomer did not accept the conversation: customer not found [item 123]',
		);
		expect(result.errors[0]?.json.message).toContain("'Customer'");
	});

	it('takes the same record in each input mode', async () => {
		const record = {
			customer: CUSTOMER,
			tags: ['vip', 'late delivery'],
			assignedUsers: ['5a1b2c3d4e5f60718293a4b6', '5a1b2c3d4e5f60718293a4b7'],
			createdAt: '2026-03-01T09:00:00.000Z',
			priority: 4,
			queue: { external: 'amazon-connect' },
			custom: {
				orderNumberStr: '4711',
				amountNum: 12.5,
				dueAt: '2026-03-01T09:00:00.000Z',
				paidBool: true,
				topicsStr: ['a', 'b'],
				orderId: CUSTOMER,
			},
		};
		const form = {
			tags: 'vip, late delivery',
			assignedUsers: record.assignedUsers.join(','),
			createdAt: '2026-03-01T10:00:00',
			priority: 4,
			queue: { values: { external: 'amazon-connect', id: '' } },
			custom: {
				values: [
					{ key: 'orderNumberStr', kind: 'text', text: '4711' },
					{ key: 'amountNum', kind: 'number', number: 12.5 },
					{ key: 'dueAt', kind: 'dateTime', dateTime: '2026-03-01T10:00:00+01:00' },
					{ key: 'paidBool', kind: 'boolean', boolean: true },
					{ key: 'topicsStr', kind: 'list', list: 'a, b' },
					{ key: 'orderId', kind: 'lookup', lookup: CUSTOMER },
				],
			},
		};
		await bench.run({
			parameters: {
				...createBulk,
				inputMode: 'define',
				customer: CUSTOMER,
				additionalFields: form,
			},
			items: [{}],
		});
		await bench.run({ parameters: autoMap, items: [record] });
		await bench.run({
			parameters: { ...createBulk, inputMode: 'json', jsonRecord: JSON.stringify(record) },
			items: [{}],
		});
		expect(sent()).toEqual([[record], [record], [record]]);
	});

	describe('On Error', () => {
		const items = conversations(4);
		beforeEach(() =>
			bench.fakeServer.faults.arm({ fault: { kind: 'partial', positions: [1] }, path: BULK }),
		);

		it('stops, naming the item and what was written', async () => {
			const result = await bench.run({ parameters: autoMap, items });
			expect(result.error?.message).toBe(
				'Kustomer did not accept the conversation: conversation could not be created [item 1]',
			);
			expect(result.error?.description).toContain(
				`Already written: item 0 (id ${bench.stored()[0]?.id}), item 2 (id ${bench.stored()[1]?.id})`,
			);
		});

		it('continues with an item that tells what happened', async () => {
			const result = await bench.run({
				parameters: autoMap,
				items,
				onError: 'continueRegularOutput',
			});
			expect(result.items.map(linkOf)).toEqual([0, 1, 2, 3]);
			expect(result.items[1]?.json).toMatchObject({
				error: expect.stringContaining('[item 1]') as string,
				details: { executed: 'no' },
			});
			expect(result.items[2]?.json.status).toBe('created');
		});

		it('sends only the refused item to the other output', async () => {
			const result = await bench.run({
				parameters: autoMap,
				items,
				onError: 'continueErrorOutput',
			});
			expect(result.items.map(linkOf)).toEqual([0, 2, 3]);
			expect(result.errors.map(linkOf)).toEqual([1]);
		});
	});

	describe('bad input is refused locally, on its own item', () => {
		it.each<[string, IDataObject, string]>([
			['no customer', { customer: undefined }, "'Customer' is missing"],
			[
				'a customer with a slash',
				{ customer: '5a1b2c3d4e5f/60718293a4b5' },
				"'Customer' must be an ID of 24 hexadecimal characters",
			],
			[
				'a customer with a line break',
				{ customer: `${CUSTOMER}\n` },
				"'Customer' must be an ID of 24 hexadecimal characters",
			],
			[
				'a priority out of range',
				{ priority: 6 },
				"'Priority' must be a whole number from 1 to 5, but is 6",
			],
			[
				'a priority that is no number',
				{ priority: 'high' },
				"'Priority' must be a whole number from 1 to 5",
			],
			['an unknown status', { status: 'snoozed' }, "'Status' must be one of done, open"],
			['a long name', { name: 'x'.repeat(257) }, "'Name' has 257 characters, and at most 256"],
			[
				'too many tags',
				{ tags: Array.from({ length: 21 }, (_, index) => `t${index}`) },
				"'Tag Names or IDs' has 21 entries, and at most 20",
			],
			['a bad tag', { tags: ['ok', 'not#ok'] }, '\'Tag Names or IDs\' holds "not#ok"'],
			[
				'too many teams',
				{
					assignedTeams: Array.from({ length: 11 }, (_, index) =>
						(index + 16).toString(16).repeat(12),
					),
				},
				"'Assigned Team Names or IDs' has 11 entries",
			],
			[
				'a user that is no ID',
				{ assignedUsers: ['bob'] },
				"'Assigned User Names or IDs' must be an ID",
			],
			['a date that is none', { createdAt: 'yesterday-ish' }, "'Created At' must be a date"],
			[
				'an attribute without a type',
				{ custom: { colour: 'red' } },
				"'colour' is not the API name of a custom attribute",
			],
			[
				'an attribute of another type',
				{ custom: { amountNum: 'much' } },
				"'amountNum' must be a number",
			],
			['a URL that is none', { custom: { pageUrl: 'here' } }, "'pageUrl' must be a URL"],
			[
				'too many attributes',
				{
					custom: Object.fromEntries(
						Array.from({ length: 101 }, (_, index) => [`a${index}Str`, 'x']),
					),
				},
				"'Custom Attributes' has 101 entries",
			],
			['an unknown key in a queue', { queue: { name: 'x' } }, "'Queue > name' is not a field"],
			['an unknown key', { subject: 'x' }, "'subject' is not a field that can be sent"],
		])('%s', async (_what, change, message) => {
			const parameters = { ...autoMap, options: { waitForCompletion: false } };
			const result = await bench.run({
				parameters,
				items: conversations(3, (index) => (index === 1 ? change : {})),
				onError: 'continueErrorOutput',
			});
			expect(bench.posted().map((body) => body.length)).toEqual([2]);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
				[{ item: 0 }, { item: 2 }],
			]);
			expect(result.errors.map(linkOf)).toEqual([1]);
			expect(result.errors[0]?.json.error).toContain(message);
			expect(result.errors[0]?.json.error).toContain('[item 1]');
		});

		it('tells what an unknown key is probably meant for', async () => {
			const result = await bench.run({
				parameters: autoMap,
				items: [{ customer: CUSTOMER, externlId: 'x' }],
				onError: 'continueErrorOutput',
			});
			expect(result.errors[0]?.json.message).toContain("Did you mean 'externalId'?");
			expect(bench.posted()).toEqual([]);
		});

		it('leaves unknown keys out where that is chosen, and repeated tags', async () => {
			await bench.run({
				parameters: { ...autoMap, options: { ignoreUnknownFields: true } },
				items: [{ customer: CUSTOMER, subject: 'x', tags: 'a, b, a', queue: {} }],
			});
			expect(sent()).toEqual([[{ customer: CUSTOMER, tags: ['a', 'b'] }]]);
		});
	});

	it("reports a duplicate with the vendor's text", async () => {
		const result = await bench.run({
			parameters: autoMap,
			items: [...conversations(2), { customer: CUSTOMER, externalId: 'c-0' }],
			onError: 'continueErrorOutput',
		});
		expect(result.errors.map(linkOf)).toEqual([2]);
		expect(result.errors[0]?.json).toMatchObject({
			error: expect.stringContaining('duplicate detected') as string,
			message: expect.stringContaining("'External ID'") as string,
		});
	});
});
