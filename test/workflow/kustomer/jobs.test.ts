import { sleep, type IDataObject } from 'n8n-workflow';

import {
	autoMap,
	BULK,
	conversations,
	KustomerBench,
	linkOf,
	unnamed,
} from '../../harness/kustomer';
import { schemaOf } from '../../harness/schemas';

describe('Kustomer, bulk jobs', () => {
	let bench: KustomerBench;
	beforeAll(async () => {
		bench = await KustomerBench.start();
	});
	afterAll(async () => await bench.fakeServer.stop());
	beforeEach(() => bench.fakeServer.reset());

	it('keeps each request within 95,000 bytes', async () => {
		const items = conversations(60, () => ({
			custom: { aTxt: 'é'.repeat(1000), bTxt: 'é'.repeat(1000) },
		}));
		const result = await bench.run({ parameters: autoMap, items });
		expect(result.items).toHaveLength(60);
		const sizes = bench.posted().map((body) => Buffer.byteLength(JSON.stringify(body)));
		expect(sizes).toHaveLength(3);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(95_000);
		for (const item of result.items)
			expect(bench.externalIdOf(item.json.id)).toBe(`c-${linkOf(item)}`);
	});

	it('tells a refusal by its sentence and place, also where its detail is a path into the schema', async () => {
		const refusal = {
			status: 400,
			code: 'badparam',
			title: 'Additional properties not allowed',
			detail: '/properties/custom/additionalProperties',
			source: { parameter: 'x' },
		};
		const [item] = conversations(1);
		bench.fakeServer.faults.arm({
			fault: { kind: 'status', status: 400, body: { errors: [refusal] } },
			path: BULK,
			times: 1,
		});
		const whole = await bench.run({
			parameters: autoMap,
			items: [item ?? {}],
			onError: 'continueRegularOutput',
		});
		expect(whole.items.map(({ json }) => json)).toMatchObject([
			{
				error:
					'Kustomer did not accept the request: Additional properties not allowed (at x) [item 0]',
				details: { field: 'x', code: 'badparam' },
			},
		]);
		const batch = {
			attributes: { results: [{ _clientRef: '0', status: 'error', error: refusal }] },
		};
		bench.fakeServer.faults.arm({
			fault: { kind: 'status', status: 200, body: { data: [batch], meta: { pages: 1 } } },
			path: '/batches',
			times: 1,
		});
		const single = await bench.run({
			parameters: autoMap,
			items: [item ?? {}],
			onError: 'continueRegularOutput',
		});
		expect(single.items.map(({ json }) => json)).toMatchObject([
			{
				error:
					'Kustomer did not accept the conversation: Additional properties not allowed (at x) [item 0]',
				details: { code: 'badparam' },
			},
		]);
	});

	it('sends a request that is too large again in halves', async () => {
		bench.fakeServer.faults.arm({ fault: { kind: 'status', status: 413 }, path: BULK, times: 1 });
		const result = await bench.run({ parameters: autoMap, items: conversations(9) });
		expect(bench.posted().map((body) => body.length)).toEqual([9, 5, 4]);
		expect(result.items.map(({ json }) => bench.externalIdOf(json.id))).toEqual(
			conversations(9).map(({ externalId }) => externalId),
		);
	});

	it('gives up on a single record that is too large', async () => {
		bench.fakeServer.faults.arm({ fault: { kind: 'status', status: 413 }, path: BULK });
		const result = await bench.run({
			parameters: autoMap,
			items: conversations(2),
			onError: 'continueRegularOutput',
		});
		expect(bench.posted().map((body) => body.length)).toEqual([2, 1, 1]);
		expect(result.items.map(({ json }) => json.details)).toEqual([
			expect.objectContaining({ httpCode: 413, executed: 'no' }),
			expect.objectContaining({ httpCode: 413, executed: 'no' }),
		]);
	});

	it('finds the one conversation for which a request is refused, by sending it again in halves', async () => {
		const body = (at: number) => ({
			errors: [
				{
					status: '400',
					code: 'bad_request',
					detail: 'user does not exist',
					source: { pointer: `/${at}/assignedUsers/0` },
				},
			],
		});
		// Item 2 of four: in the whole, in the second half, and alone.
		bench.fakeServer.faults.arm({
			fault: { kind: 'status', status: 400, body: body(2) },
			path: BULK,
			times: 1,
		});
		bench.fakeServer.faults.arm({
			fault: { kind: 'status', status: 400, body: body(0) },
			path: BULK,
			times: 2,
			skip: 2,
		});
		const result = await bench.run({
			parameters: autoMap,
			items: conversations(4),
			onError: 'continueErrorOutput',
		});
		expect(bench.posted().map((sent) => sent.map(({ externalId }) => externalId))).toEqual([
			['c-0', 'c-1', 'c-2', 'c-3'],
			['c-0', 'c-1'],
			['c-2', 'c-3'],
			['c-2'],
			['c-3'],
		]);
		expect(result.items.map(linkOf)).toEqual([0, 1, 3]);
		expect(result.errors).toMatchObject([
			{
				pairedItem: { item: 2 },
				json: { details: { field: 'assignedUsers', httpCode: 400, executed: 'no' } },
			},
		]);
	});

	it('stops in the middle of halves, where one was refused for good', async () => {
		bench.fakeServer.faults.arm({ fault: { kind: 'status', status: 413 }, path: BULK, times: 1 });
		bench.fakeServer.faults.arm({
			fault: { kind: 'status', status: 403 },
			path: BULK,
			times: 1,
			skip: 1,
		});
		const result = await bench.run({ parameters: autoMap, items: conversations(4) });
		expect(bench.posted().map((sent) => sent.length)).toEqual([4, 2]);
		expect(result.error?.message).toContain('[item 0]');
		expect(bench.stored()).toEqual([]);
	});

	it('does not send every record alone where all are refused for the same reason', async () => {
		bench.fakeServer.faults.arm({
			fault: {
				kind: 'status',
				status: 400,
				body: { errors: [{ code: 'bad_request', message: 'bulk is disabled' }] },
			},
			path: BULK,
		});
		const result = await bench.run({
			parameters: autoMap,
			items: conversations(100),
			onError: 'continueErrorOutput',
		});
		expect(bench.posted().length).toBeLessThan(25);
		expect(result.errors.map(linkOf)).toEqual(conversations(100).map((_, index) => index));
		expect(result.errors[0]?.json.message).toMatch(/^Correct the value/);
		expect(result.errors[98]?.json).toMatchObject({
			message: expect.stringMatching(
				/^At least one of the 100 items that were sent together was refused, so none of them was stored/,
			) as string,
			details: { executed: 'no' },
		});
	});

	it('blames no item for what may be the fault of another, where the run was stopped', async () => {
		bench.fakeServer.faults.arm(
			{ fault: { kind: 'latency', millis: 300 }, path: BULK, times: 1 },
			{ fault: { kind: 'status', status: 400 }, path: BULK, times: 1 },
		);
		const items = conversations(4, (index) => (index === 2 ? { customer: undefined } : {}));
		const result = await bench.run({
			parameters: { ...autoMap, requestOptions: { batchSize: 2 } },
			items,
		});
		expect(result.error?.message).toBe("'Customer' is missing [item 2]");
	});

	it('returns each job at once where it shall not wait', async () => {
		const result = await bench.run({
			parameters: { ...autoMap, options: { waitForCompletion: false } },
			items: conversations(250),
		});
		expect(bench.fakeServer.seen('/v1/bulk/')).toHaveLength(0);
		expect(result.items).toHaveLength(3);
		expect(result.items.map(({ pairedItem }) => (pairedItem as unknown[]).length)).toEqual([
			100, 100, 50,
		]);
		expect(result.items[1]?.pairedItem).toContainEqual({ item: 150 });
		expect(result.items[0]?.json).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
			status: 'queued',
			completed: false,
		});
		expect(Object.keys(schemaOf('Kustomer', 'conversation', 'createBulk').properties)).toEqual(
			expect.arrayContaining(Object.keys(result.items[0]?.json ?? {})),
		);
	});

	it('waits for a job that takes several looks', async () => {
		bench.fakeServer.vendor.jobMillis = 1_200;
		const result = await bench.run({ parameters: autoMap, items: conversations(3) });
		expect(result.items).toHaveLength(3);
		// After 250, 750 and 1,750 milliseconds.
		expect(
			bench.fakeServer.requests.filter(({ path }) => /^\/v1\/bulk\/[0-9a-f]+$/.test(path)),
		).toHaveLength(3);
	});

	it('says honestly that a job was not finished in time, and never sends it twice', async () => {
		bench.fakeServer.vendor.jobMillis = 60_000;
		const result = await bench.run({
			parameters: { ...autoMap, options: { completionTimeLimit: 1 } },
			items: unnamed(2),
			onError: 'continueRegularOutput',
			retry: { tries: 3 },
		});
		expect(bench.posted()).toHaveLength(1);
		expect(result.items.map(({ json }) => json.error)).toEqual(
			[0, 1].map(
				(item) =>
					expect.stringMatching(
						new RegExp(
							`in bulk job [0-9a-f]{24}, but was not complete within 1 seconds \\[item ${item}\\]$`,
						),
					) as string,
			),
		);
		expect(result.items[0]?.json).toMatchObject({
			details: { executed: 'unknown' },
			message: expect.stringContaining('External ID') as string,
		});
	});

	it('says honestly that a job could not be followed, where nobody could know before', async () => {
		bench.fakeServer.faults.arm({
			fault: { kind: 'status', status: 500 },
			path: '/v1/auth/tokens/current',
		});
		bench.fakeServer.vendor.roles.delete('org.permission.bulk.read');
		const result = await bench.run({
			parameters: autoMap,
			items: unnamed(2),
			onError: 'continueErrorOutput',
		});
		expect(bench.posted()).toHaveLength(1);
		expect(bench.stored()).toHaveLength(2);
		expect(result.errors[0]?.json).toMatchObject({
			error: expect.stringMatching(
				/accepted the conversation in bulk job [0-9a-f]{24}, but the result could not be read: .*Missing role: org\.permission\.bulk\.read/,
			) as string,
			details: { httpCode: 401, executed: 'unknown' },
		});
	});

	describe('batches of a job', () => {
		beforeEach(() => {
			bench.fakeServer.vendor.batchSize = 10;
			bench.fakeServer.vendor.batchesPerPage = 1;
		});
		const pages = () => bench.fakeServer.seen('/batches').map(({ query }) => query.page);

		it('are read from several pages, and only a page that did not come is asked for again', async () => {
			bench.fakeServer.faults.arm({
				fault: { kind: 'status', status: 503 },
				path: '/batches',
				skip: 1,
				times: 1,
			});
			const result = await bench.run({ parameters: autoMap, items: conversations(25) });
			expect(pages()).toEqual(['1', '2', '2', '3']);
			expect(result.items.map(({ json }) => bench.externalIdOf(json.id))).toEqual(
				conversations(25).map(({ externalId }) => externalId),
			);
		});

		it('keep the results that came before a page that cannot be read', async () => {
			bench.fakeServer.faults.arm({
				fault: { kind: 'status', status: 404, code: 'not_found' },
				path: '/batches',
				skip: 1,
			});
			const result = await bench.run({
				parameters: autoMap,
				items: unnamed(25),
				onError: 'continueErrorOutput',
			});
			expect(result.items.map(linkOf)).toEqual(Array.from({ length: 10 }, (_, index) => index));
			expect(result.errors).toHaveLength(15);
			expect(
				result.errors.every(({ json }) => (json.details as IDataObject).executed === 'unknown'),
			).toBe(true);
		});

		it('are paired by mark, whatever their order', async () => {
			bench.fakeServer.faults.arm({
				fault: { kind: 'malformed', body: 'reordered' },
				path: '/batches',
			});
			const result = await bench.run({ parameters: autoMap, items: conversations(25) });
			expect(result.items.map(({ json }) => bench.externalIdOf(json.id))).toEqual(
				conversations(25).map(({ externalId }) => externalId),
			);
		});

		it('leave only the item unclear whose result is missing', async () => {
			bench.fakeServer.faults.arm({
				fault: { kind: 'malformed', body: 'wrongLength' },
				path: '/batches',
				skip: 1,
				times: 1,
			});
			const result = await bench.run({
				parameters: autoMap,
				items: unnamed(25),
				onError: 'continueErrorOutput',
			});
			expect(result.errors.map(linkOf)).toEqual([10]);
			expect(result.errors[0]?.json).toMatchObject({
				error: expect.stringMatching(/bulk job [0-9a-f]{24} without a clear result/) as string,
				details: { executed: 'unknown' },
			});
		});

		it('leave items unclear whose results have no status', async () => {
			bench.fakeServer.faults.arm({
				fault: { kind: 'malformed', body: 'withoutStatus' },
				path: '/batches',
				times: 1,
			});
			const result = await bench.run({
				parameters: autoMap,
				items: unnamed(25),
				onError: 'continueErrorOutput',
			});
			expect(result.errors.map(linkOf)).toEqual(Array.from({ length: 10 }, (_, index) => index));
		});
	});

	it('ends soon when the execution is cancelled', async () => {
		bench.fakeServer.vendor.jobMillis = 60_000;
		const started = Date.now();
		await bench.run({
			parameters: autoMap,
			items: conversations(1),
			onStart: ({ cancel }) => {
				const look = async () => {
					while (bench.fakeServer.seen('/v1/bulk/').length === 0) await sleep(20);
					cancel();
				};
				void look();
			},
		});
		expect(Date.now() - started).toBeLessThan(5_000);
	});
});
