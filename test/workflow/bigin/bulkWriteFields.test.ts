import type { IDataObject } from 'n8n-workflow';
import { useBulkWrite } from '../../harness/biginBulkWrite';

const { bigin, arm, FIELDS, withoutFields, uploads, jobs, names, csv, run } = useBulkWrite();

describe('Bulk Write: Run', () => {
	it.each([
		[
			{ id: Number('2034020000000644225'), Last_Name: 'A' },
			"'id' came as the number 2034020000000644400, which has lost digits",
		],
		[{ id: 'A-1', Last_Name: 'A' }, `'id' must be a Bigin ID of up to 19 digits, but is "A-1"`],
		[
			{ id: '1', 'Account_Name.id': Number('2034020000000457001') },
			"'Account_Name.id' came as the number 2034020000000457000, which has lost digits",
		],
		[
			{ id: '1', Customer_Code: Number('12345678901234567890') },
			"'Customer_Code' came as the number 12345678901234567000, which has lost digits",
		],
	])('refuses %j, which could change another record', async (item, message) => {
		const { errors } = await run(
			[item],
			{ writeMode: 'update' },
			{ onError: 'continueErrorOutput' },
		);
		expect(errors).toMatchObject([
			{ json: { error: `${message} [item 0]`, details: { executed: 'no' } } },
		]);
		expect(uploads()).toEqual([]);
	});

	it("writes dates and date-times in Bigin's format, even if the fields of the account cannot be read", async () => {
		withoutFields();
		const deal = {
			Deal_Name: 'Safari',
			Sub_Pipeline: 'Standard',
			Stage: 'New',
			Closing_Date: '2026-03-01T00:00:00.000+01:00',
			Seen: new Date('2026-03-01T10:00:00Z'),
		};
		await run([deal as unknown as IDataObject], { module: 'Pipelines' });
		expect(csv()).toBe(
			'Deal_Name,Sub_Pipeline,Stage,Closing_Date,Seen\r\nSafari,Standard,New,2026-03-01,2026-03-01T10:00:00+00:00\r\n',
		);
	});

	it('writes dates by the same rule as Create, and refuses what is not a date', async () => {
		const deals = [
			'2026-04-12T22:00:00.000Z',
			new Date('2026-04-13T00:00:00Z'),
			'13/04/2026',
			46205,
			new Date(NaN),
		].map(
			(Closing_Date) =>
				({
					Deal_Name: 'Safari',
					Sub_Pipeline: 'Standard',
					Stage: 'New',
					Closing_Date,
				}) as unknown as IDataObject,
		);
		const { errors } = await run(
			deals,
			{ module: 'Pipelines', options: { readDatesAs: 'dayFirst' } },
			{ onError: 'continueErrorOutput' },
		);
		expect(csv().split('\r\n').slice(1, -1)).toEqual(
			Array(3).fill('Safari,Standard,New,2026-04-13'),
		);
		expect(errors.map(({ json }) => json.error)).toEqual([
			"'Closing Date' must be a date, but 46205 looks like a spreadsheet's day number [item 3]",
			"'Closing_Date' is an invalid date [item 4]",
		]);
		const ambiguous = await run(deals.slice(2, 3), { module: 'Pipelines' });
		expect(ambiguous.error?.message).toContain('could have the day or the month first');
	});

	it.each([NaN, Infinity, [1, NaN], new Date(NaN)])(
		'refuses %p, which would be written as text or empty the cell, whether or not the field is known',
		async (value) => {
			const known = await run([{ Last_Name: 'A', Diet: value } as unknown as IDataObject]);
			expect(known.error?.message).toMatch(/^'Diet' (is|must be text)/);
			withoutFields();
			const { error } = await run([{ Last_Name: 'A', Own: value } as unknown as IDataObject]);
			expect(error?.message).toContain("'Own' is ");
			expect(uploads()).toEqual([]);
		},
	);

	it('leaves out a key that is not a field, imports the other items and values, and names the key in a hint', async () => {
		const { items, hints, error } = await run([
			{ Last_Name: 'A', Email: 'a@example.com' },
			{ Last_Name: 'B', Emial: 'b@example.com', Full_Name: 'B', 'Acount.id': '1' },
		]);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.status)).toEqual(['added', 'added']);
		expect(csv()).toBe('Last_Name,Email\r\nA,a@example.com\r\nB,\r\n');
		expect(hints).toEqual([
			"Keys that are not fields in Zoho Bigin, so nothing is stored for them: 'Emial' (did you mean 'Email'?), 'Acount.id'.",
			"Fields that Zoho Bigin fills in itself, so the given values are not stored: 'Full_Name'.",
		]);
		expect(bigin.seen('GET', FIELDS)).toHaveLength(1);
	});

	it('leaves out a key whose field was deleted a minute ago, although the fields are cached', async () => {
		const spec = { credentialId: 'import-a-minute-later' };
		const fields = ['Last_Name', 'Old_Field'].map((name) => ({
			api_name: name,
			field_label: name,
			data_type: 'text',
		}));
		arm({ fault: { kind: 'status', status: 200, body: { fields } }, times: 1, path: FIELDS });
		const before = await run([{ Last_Name: 'A', Old_Field: 'x' }], {}, spec);
		expect(before.error).toBeDefined();
		const start = Date.now();
		const real = performance.now();
		const clock = jest
			.spyOn(Date, 'now')
			.mockImplementation(() => Math.round(start + 61_000 + performance.now() - real));
		try {
			const { items, hints } = await run([{ Last_Name: 'A', Old_Field: 'x' }], {}, spec);
			expect([items.map(({ json }) => json.status), hints]).toEqual([
				['added'],
				[expect.stringContaining("'Old_Field'")],
			]);
		} finally {
			clock.mockRestore();
		}
	});

	it('on request, refuses only the item with a key that is not a field, and imports the others', async () => {
		const { items, errors } = await run(
			[
				{ Last_Name: 'A', Full_Name: 'A' },
				{ Last_Name: 'B', Emial: 'b@example.com' },
			],
			{ options: { unknownFields: 'refuse' } },
			{ onError: 'continueErrorOutput' },
		);
		expect(items).toMatchObject([{ json: { status: 'added' }, pairedItem: { item: 0 } }]);
		expect(errors).toMatchObject([
			{
				json: {
					error: "'Emial' is not a field in Zoho Bigin [item 1]",
					message: expect.stringContaining("Did you mean 'Email'?"),
					details: { field: 'Emial', executed: 'no' },
				},
				pairedItem: { item: 1 },
			},
		]);
		expect(names()).toEqual(['A']);
	});

	it('compares each item with the fields of its own module', async () => {
		const { items, hints, error } = await run(
			[
				{ to: 'Contacts', Last_Name: 'A', Score: 1 },
				{ to: 'Accounts', Account_Name: 'B', Score: 2 },
				{ to: 'Accounts', Account_Name: 'C', Tier: 'Gold' },
			],
			{ module: '={{ $json.to }}' },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.status)).toEqual(['added', 'added', 'added']);
		expect(bigin.stored('Contacts')).toMatchObject([{ Last_Name: 'A', Score: 1 }]);
		expect(bigin.stored('Accounts')).toMatchObject([
			{ Account_Name: 'B' },
			{ Account_Name: 'C', Tier: 'Gold' },
		]);
		expect(hints).toEqual([
			expect.stringMatching(/: 'to'\.$/),
			expect.stringMatching(/: 'to', 'Score'\.$/),
		]);
		expect(bigin.seen('GET', FIELDS).map(({ query }) => query.module)).toEqual([
			'Contacts',
			'Accounts',
		]);
	});

	it('says that the module of an item does not exist, and imports the others', async () => {
		const { items, errors } = await run(
			[
				{ to: 'Contacts', Last_Name: 'A' },
				{ to: 'Calls', Last_Name: 'B' },
			],
			{ module: '={{ $json.to }}' },
			{ onError: 'continueErrorOutput' },
		);
		expect(items).toMatchObject([{ json: { status: 'added' }, pairedItem: { item: 0 } }]);
		expect(errors).toMatchObject([
			{
				json: { error: expect.stringContaining("'Module'"), details: { executed: 'no' } },
				pairedItem: { item: 1 },
			},
		]);
	});

	it("writes the account's own dates and date-times as Create does, and refuses what is not a date before the job starts", async () => {
		const days = [
			new Date('2026-04-12T22:00:00Z'),
			'2026-04-12T22:00:00.000Z',
			'13/04/2026',
			46205,
		].map(
			(Customer_Since) =>
				({
					Last_Name: 'A',
					Customer_Since,
					Last_Visit: new Date('2026-04-12T22:00:00Z'),
				}) as unknown as IDataObject,
		);
		const { errors } = await run(
			days,
			{ options: { readDatesAs: 'dayFirst' } },
			{ onError: 'continueErrorOutput' },
		);
		expect(csv().split('\r\n').slice(1, -1)).toEqual(
			Array(3).fill('A,2026-04-13,2026-04-13T00:00:00+02:00'),
		);
		expect(errors).toMatchObject([
			{
				json: {
					error:
						"'Customer_Since' must be a date, but 46205 looks like a spreadsheet's day number [item 3]",
					message: expect.stringContaining('2026-07-02'),
					details: { executed: 'no' },
				},
			},
		]);
		const { error } = await run([{ Last_Name: 'A', Customer_Since: '05/04/2026' }]);
		expect(error?.message).toContain("'Customer_Since'");
		expect(error?.message).toContain('could have the day or the month first');
		expect(jobs()).toHaveLength(1);
	});
});
