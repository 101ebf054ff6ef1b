import type { IDataObject } from 'n8n-workflow';

import { source, useBigin } from '../../harness/bigin';
import { conversations, autoMap as kustomerAutoMap, KustomerBench } from '../../harness/kustomer';
import { autoMap, BATCH, Org, records } from '../../harness/salesforceEngagement';

/** A refused item in short. */
function failures(items: Array<{ json: IDataObject; pairedItem?: unknown }>) {
	return items.flatMap(({ json, pairedItem }) =>
		json.error === undefined
			? []
			: [
					[
						source({ json, pairedItem } as never),
						(json.details as IDataObject).executed,
						json.error,
					],
				],
	);
}

const CONTINUE = 'continueRegularOutput' as const;

describe('one broken item harms no other', () => {
	const bigin = useBigin();
	const upsert = {
		resource: 'contact',
		operation: 'upsert',
		inputMode: 'autoMap',
		duplicate_check_fields: ['Email'],
	};

	it('Bigin: a value that holds itself fails alone, and nothing is tried again', async () => {
		const loop: IDataObject = { Last_Name: 'Loop' };
		loop.My_Field = { loop };
		const { items } = await bigin.run(
			{ ...upsert, operation: 'create' },
			[{ Last_Name: 'A' }, loop, { Last_Name: 'B' }],
			{ onError: CONTINUE },
		);
		expect(failures(items)).toEqual([
			[1, 'no', "'My_Field > loop > My_Field' contains itself [item 1]"],
		]);
		expect(bigin.sent().filter(({ call }) => call === 'POST /Contacts')).toHaveLength(1);
		expect(bigin.stored('Contacts').map((row) => row.Last_Name)).toEqual(['A', 'B']);
	});

	it('Bigin: a key of Match On that is no value fails alone, and the next try writes nothing twice', async () => {
		const strange = {
			Last_Name: 'Strange',
			Customer_Code: { toString: 1 },
		} as unknown as IDataObject;
		const items = [
			strange,
			{ Last_Name: 'A', Customer_Code: 'a' },
			{ Last_Name: 'B', Customer_Code: 'b' },
		];
		const result = await bigin.run(
			{
				...upsert,
				duplicate_check_fields: '={{ ["Customer_Code"] }}',
				requestOptions: { batchSize: 1 },
			},
			items,
			{ onError: CONTINUE, retry: { tries: 3 } },
		);
		const sent = bigin.sent().filter(({ call }) => call.endsWith('/upsert'));
		const keys = sent
			.flatMap(({ body }) =>
				(body.data as IDataObject[]).map((row) => JSON.stringify(row.Customer_Code)),
			)
			.filter((key) => key !== '{"toString":1}');
		expect(keys.sort()).toEqual(['"a"', '"b"']);
		expect(failures(result.items).map(([item, executed]) => [item, executed])).toEqual([[0, 'no']]);
	});

	it('Bigin: a record that its parser cannot read is found by halving, and 99 others are stored', async () => {
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'unreadable', text: 'a\u0000b' }, path: '/Contacts' });
		const items = Array.from({ length: 100 }, (_, index) => ({
			Last_Name: index === 41 ? 'a\u0000b' : `P${index}`,
		}));
		const result = await bigin.run({ ...upsert, operation: 'create' }, items, {
			onError: CONTINUE,
		});
		expect(failures(result.items)).toEqual([
			[41, 'no', expect.stringContaining('did not accept the request')],
		]);
		expect(bigin.stored('Contacts')).toHaveLength(99);
		expect(bigin.sent().length).toBeLessThan(20);
	});

	it('Bigin: an item that cannot be sent does not harm the batch that is under way when it is read', async () => {
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'unreadable', text: 'a\u0000b' }, path: '/Contacts' });
		const loop: IDataObject = { Last_Name: 'Loop' };
		loop.My_Field = { loop };
		const people = Array.from({ length: 100 }, (_, index) => ({
			Last_Name: index === 41 ? 'a\u0000b' : `P${index}`,
		}));
		const { error } = await bigin.run(
			{ ...upsert, operation: 'create', requestOptions: { parallelRequests: 1 } },
			[...people, loop],
		);
		expect(error?.message).toContain('[item 41]');
		// The batch was divided until the one record that Bigin cannot read was alone.
		expect(error?.message).not.toContain('At least one of the');
		expect(bigin.stored('Contacts').length).toBeGreaterThan(0);
	});

	it('Bigin: a refusal of the whole request that no record can change is not split', async () => {
		bigin.fakeServer().faults.arm({
			fault: { kind: 'status', status: 400, code: 'INVALID_MODULE' },
			path: '/Contacts',
		});
		const result = await bigin.run(
			{ ...upsert, operation: 'create' },
			Array.from({ length: 100 }, (_, index) => ({ Last_Name: `P${index}` })),
			{ onError: CONTINUE },
		);
		expect(result.items).toHaveLength(100);
		expect(bigin.sent()).toHaveLength(1);
	});

	it('Bigin: half an emoji fails alone, before anything is sent', async () => {
		const result = await bigin.run(
			{ ...upsert, operation: 'create' },
			[{ Last_Name: 'A' }, { Last_Name: 'Ann \ud83d' }, { Last_Name: 'B' }],
			{ onError: CONTINUE },
		);
		expect(failures(result.items)).toEqual([
			[1, 'no', "'Last_Name' holds half of a character, such as one half of an emoji [item 1]"],
		]);
		expect(bigin.sent()).toHaveLength(1);
		expect(bigin.stored('Contacts')).toHaveLength(2);
	});

	describe('Salesforce', () => {
		const org = new Org();

		it('finds a record that its parser cannot read by halving, and stores the 24 others', async () => {
			org.fakeServer.faults.arm({ fault: { kind: 'unreadable', text: 'a\u0000b' } });
			const result = await org.run({
				parameters: autoMap,
				items: records(25, { 7: { reason: 'a\u0000b' } }),
				onError: CONTINUE,
			});
			expect(failures(result.items)).toEqual([
				[7, 'no', expect.stringContaining('did not accept the request')],
			]);
			expect(org.stored()).toHaveLength(24);
			org.expectLinks({
				...result,
				items: result.items.filter(({ json }) => json.error === undefined),
			});
		});

		const entry = (statusCode: number, errorCode: string, message = 'busy') => ({
			statusCode,
			result: [{ errorCode, message }],
		});

		it.each([
			['a locked row', entry(400, 'UNABLE_TO_LOCK_ROW')],
			['an overloaded server', entry(503, 'SERVER_UNAVAILABLE')],
			[
				'too many requests at once',
				entry(
					403,
					'REQUEST_LIMIT_EXCEEDED',
					'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
				),
			],
		])('sends only the results again that report %s', async (_name, refused) => {
			org.fakeServer.faults.arm({
				fault: { kind: 'partial', positions: [3, 20], entry: refused },
				path: BATCH,
				times: 1,
			});
			const result = await org.run({ parameters: autoMap, items: records(25), onError: CONTINUE });
			expect(failures(result.items)).toEqual([]);
			expect(
				org
					.stored()
					.map(({ externalIdentifierId }) => externalIdentifierId)
					.sort(),
			).toEqual(
				records(25)
					.map(({ externalIdentifierId }) => externalIdentifierId)
					.sort(),
			);
			expect(
				(org.bodies() as Array<{ batchRequests: unknown[] }>).map(
					({ batchRequests }) => batchRequests.length,
				),
			).toEqual([25, 2]);
			org.expectLinks(result);
		});

		it('gives a result up after as many tries as a request has, and says that it was not carried out', async () => {
			org.fakeServer.faults.arm({
				fault: {
					kind: 'partial',
					positions: [0, 1],
					entry: entry(
						400,
						'UNABLE_TO_LOCK_ROW',
						'unable to obtain exclusive access to this record',
					),
				},
				path: BATCH,
			});
			const result = await org.run({
				parameters: { ...autoMap, requestOptions: { maxTries: 2 } },
				items: records(25),
				onError: CONTINUE,
			});
			expect(failures(result.items).map(([item, executed]) => [item, executed])).toEqual([
				[0, 'no'],
				[1, 'no'],
			]);
			expect(org.bodies()).toHaveLength(2);
			expect(org.stored()).toHaveLength(23);
		});

		it.each([
			['day', 'TotalRequests Limit exceeded.', /24 hours are used up/],
			[
				'hour',
				'You have exceeded the hourly limit of Connect API requests for this user and application.',
				/for one hour are used up/,
			],
		])(
			'stops at a used up %s, says which it is, and sends nothing more',
			async (_name, message, hint) => {
				org.fakeServer.faults.arm({
					fault: {
						kind: 'partial',
						positions: [24],
						entry: entry(403, 'REQUEST_LIMIT_EXCEEDED', message),
					},
					path: BATCH,
					times: 1,
				});
				const result = await org.run({
					parameters: { ...autoMap, requestOptions: { parallelRequests: 1 } },
					items: records(75),
					onError: CONTINUE,
				});
				expect(org.bodies()).toHaveLength(1);
				expect(org.stored()).toHaveLength(24);
				expect(failures(result.items).map(([item, executed]) => [item, executed])).toEqual(
					Array.from({ length: 51 }, (_, index) => [24 + index, 'no']),
				);
				expect(result.items[60]?.json.message).toMatch(hint);
			},
		);
	});

	describe('Kustomer', () => {
		let kustomer: KustomerBench;
		beforeAll(async () => {
			kustomer = await KustomerBench.start();
		});
		afterAll(async () => await kustomer.fakeServer.stop());

		it('sends only the results of a job again that report the limit of a customer', async () => {
			kustomer.fakeServer.faults.arm({
				fault: {
					kind: 'partial',
					positions: [1, 2],
					entry: 'Rate limit exceeded for this customer',
				},
				path: '/bulk',
				times: 1,
			});
			const result = await kustomer.run({
				parameters: kustomerAutoMap,
				items: conversations(5),
				onError: CONTINUE,
			});
			expect(failures(result.items)).toEqual([]);
			expect(kustomer.posted().map((body) => body.map(({ externalId }) => externalId))).toEqual([
				['c-0', 'c-1', 'c-2', 'c-3', 'c-4'],
				['c-1', 'c-2'],
			]);
			expect(kustomer.stored()).toHaveLength(5);
		});

		it('says of a result that is not sent again how long it was waited for', async () => {
			kustomer.fakeServer.reset();
			kustomer.fakeServer.faults.arm({
				fault: { kind: 'partial', positions: [1], entry: 'Rate limit exceeded for this customer' },
			});
			const result = await kustomer.run({
				parameters: { ...kustomerAutoMap, requestOptions: { maxWait: 0 } },
				items: conversations(2),
				onError: CONTINUE,
			});
			expect(result.items[1]?.json.message).toContain(
				"The request waited 0 seconds for the limit of Kustomer, and 'Max Wait (Seconds)' is 0.",
			);
		});
	});
});

describe('batches by key', () => {
	const bigin = useBigin();

	it('40 notes that alternate between two records are two requests, each note at its record and item', async () => {
		const ids = await bigin.seed('contact', [{ Last_Name: 'A' }, { Last_Name: 'B' }]);
		const items = Array.from({ length: 40 }, (_, index) => ({
			parent: ids[index % 2] as string,
			text: `note ${index}`,
		}));
		const result = await bigin.run(
			{
				resource: 'note',
				operation: 'create',
				module: 'Contacts',
				parentId: { __rl: true, mode: 'id', value: '={{ $json.parent }}' },
				Note_Content: '={{ $json.text }}',
				inputMode: 'define',
			},
			items,
		);
		expect(result.error).toBeUndefined();
		expect(bigin.sent().map(({ body }) => (body.data as unknown[]).length)).toEqual([20, 20]);
		const notes = new Map(bigin.stored('Notes').map((note) => [note.id, note]));
		expect(
			result.items.map((item) => [source(item), notes.get(String(item.json.id))?.Note_Content]),
		).toEqual(items.map(({ text }, index) => [index, text]));
	});

	it('an update of a record that comes twice goes in two requests, the later one last', async () => {
		const [id] = await bigin.seed('contact', [{ Last_Name: 'Old' }]);
		const result = await bigin.run(
			{ resource: 'contact', operation: 'update', inputMode: 'autoMap' },
			[
				{ id: id as string, Last_Name: 'First' },
				{ id: id as string, Last_Name: 'Second' },
			],
		);
		expect(result.items).toHaveLength(2);
		expect(bigin.sent().map(({ body }) => (body.data as unknown[]).length)).toEqual([1, 1]);
		expect(bigin.stored('Contacts')[0]?.Last_Name).toBe('Second');
	});
});
