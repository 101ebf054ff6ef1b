import type { IDataObject } from 'n8n-workflow';

import { GONE, pick, source, useBigin } from '../../harness/bigin';

const entry = (id: string, error?: string) => ({
	code: error ?? 'SUCCESS',
	details: { id },
	message: error ? 'refused' : 'done',
	status: error ? 'error' : 'success',
});

describe("Entries of Bigin's replies", () => {
	const bigin = useBigin();
	const seed = async () => await bigin.seed('contact', [{ Last_Name: 'A' }, { Last_Name: 'B' }]);
	const reply = (data: unknown[], status = 200, skip = 0) =>
		bigin.fakeServer().faults.arm({
			fault: { kind: 'status', status, body: { data } },
			times: 1,
			skip,
			path: '/bigin/v2/Contacts',
		});
	const remove = async (ids: string[]) =>
		await bigin.run(
			{ resource: 'contact', operation: 'delete', id: '={{ $json.id }}' },
			ids.map((id) => ({ id })),
			{ onError: 'continueErrorOutput' },
		);

	it('are matched to the records that they name, in any order', async () => {
		const [a = '', b = ''] = await seed();
		reply([entry(b, 'NO_PERMISSION'), entry(a)]);
		const result = await remove([a, b]);
		expect(result.items.map((item) => [source(item), item.json])).toEqual([
			[0, { id: a, deleted: true }],
		]);
		expect(result.errors).toMatchObject([
			{ pairedItem: { item: 1 }, json: { details: { code: 'NO_PERMISSION', id: b } } },
		]);
		reply([entry(b), entry(a)]);
		const updated = await bigin.run(
			{ resource: 'contact', operation: 'update', inputMode: 'autoMap' },
			[
				{ id: a, Title: 'A' },
				{ id: b, Title: 'B' },
			],
		);
		expect(updated.items.map((item) => [source(item), item.json.id])).toEqual([
			[0, a],
			[1, b],
		]);
	});

	it('are never taken for a record that they do not name', async () => {
		const [a = '', b = ''] = await seed();
		reply([entry(b), { code: 'NO_PERMISSION', details: {}, message: 'refused', status: 'error' }]);
		const result = await bigin.run(
			{ resource: 'contact', operation: 'update', inputMode: 'autoMap' },
			[
				{ id: a, Title: 'A' },
				{ id: b, Title: 'B' },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items).toEqual([]);
		expect(result.errors.map((item) => (item.json.details as IDataObject).executed)).toEqual([
			'unknown',
			// The second record's success is in the first position, so this refusal does not belong to the second record.
			'unknown',
		]);
	});

	it('keep their positions if an ID occurs twice', async () => {
		const [a = ''] = await seed();
		reply([entry(a)]);
		reply([entry(a, 'INVALID_DATA')], 200, 1);
		const result = await bigin.run(
			{ resource: 'contact', operation: 'update', inputMode: 'autoMap' },
			[
				{ id: a, Title: 'A' },
				{ id: a, Amount: 'x' },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(bigin.sent().filter(({ call }) => call === 'PUT /Contacts')).toHaveLength(2);
		expect([result.items.map(source), result.errors.map(source)]).toEqual([[0], [1]]);
	});

	it.each([400, 304])(
		'do not prove that a record was stored if the HTTP status refuses the request: %i',
		async (status) => {
			const [a = '', b = ''] = await seed();
			reply([entry(a), entry(b, 'INVALID_DATA')], status);
			const result = await bigin.run(
				{ resource: 'contact', operation: 'update', inputMode: 'autoMap' },
				[
					{ id: a, Title: 'A' },
					{ id: b, Title: 'B' },
				],
				{ onError: 'continueErrorOutput' },
			);
			expect(result.items).toEqual([]);
			expect(result.errors.map((item) => (item.json.details as IDataObject).executed)).toEqual([
				status === 400 ? 'unknown' : 'no',
				'no',
			]);
		},
	);

	it.each(['get', 'getAll'])(
		'are not records if they refuse the request: %s',
		async (operation) => {
			reply([entry('1', 'INVALID_DATA')], 400);
			const result = await bigin.run({
				resource: 'contact',
				operation,
				id: pick('1'),
				simplify: false,
				options: { fields: ['Email'] },
			});
			expect(result.error?.message).toBe('Zoho Bigin did not accept the request: refused [item 0]');
			expect(result.error?.context).toMatchObject({
				details: { httpCode: 400, code: 'INVALID_DATA' },
			});
		},
	);

	it('of a deletion whose reply was lost are replaced by one list of deleted records', async () => {
		const [a = '', b = ''] = await seed();
		const now = Date.now();
		bigin.fakeServer().vendor.clock = () => new Date(now - 60_000);
		await remove([b]);
		bigin.fakeServer().vendor.clock = () => new Date();
		bigin.fakeServer().requests.length = 0;
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/bigin/v2/Contacts' });
		const result = await remove([a, b, a, GONE]);
		expect(result.items.map((item) => [source(item), item.json.id])).toEqual([
			[0, a],
			[2, a],
		]);
		// One was deleted earlier, one never existed.
		expect(result.errors.map((item) => [source(item), item.json.details])).toMatchObject([
			[1, { executed: 'unknown', id: b }],
			[3, { executed: 'unknown' }],
		]);
		expect(result.errors[0]?.json.message).toContain('before this request');
		expect(bigin.sent().map(({ call }) => call)).toEqual([
			'DELETE /Contacts',
			'GET /Contacts/deleted',
		]);
	});

	it.each([['contact'], ['note']])(
		'of a deletion whose reply was lost are no success if the record never existed: %s',
		async (resource) => {
			bigin.fakeServer().faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/bigin/v2' });
			const result = await bigin.run({ resource, operation: 'delete', id: GONE }, [{}], {
				onError: 'continueErrorOutput',
			});
			expect(result.items).toEqual([]);
			expect(result.errors.map(({ json }) => json.details)).toMatchObject([
				{ executed: 'unknown' },
			]);
		},
	);

	it('of a deletion whose reply was lost are not requested for every record while Bigin is down', async () => {
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'status', status: 500 }, path: '/bigin/v2/Contacts' });
		const ids = Array.from({ length: 100 }, (_, index) => String(BigInt(GONE) - BigInt(index)));
		const result = await bigin.run(
			{
				resource: 'contact',
				operation: 'delete',
				id: '={{ $json.id }}',
				requestOptions: { maxTries: 1 },
			},
			ids.map((id) => ({ id })),
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors).toHaveLength(100);
		expect(bigin.sent().map(({ call }) => call)).toEqual([
			'DELETE /Contacts',
			'GET /Contacts/deleted',
		]);
	});
});
