import { strToU8, unzipSync, zipSync } from 'fflate';
import type { IDataObject } from 'n8n-workflow';

import { useBiginFiles, type SeenForm } from '../../harness/biginFiles';
import { bytesOf, type RunSpec } from '../../harness/workflow';

const bigin = useBiginFiles();
const arm = (...faults: Parameters<ReturnType<typeof bigin.fakeServer>['faults']['arm']>) =>
	bigin.fakeServer().faults.arm(...faults);
const FIELDS = '/settings/fields';
const withoutFields = () => arm({ fault: { kind: 'status', status: 403 }, path: FIELDS });
const uploads = () => bigin.seen('POST', '/bigin/v2/upload');
const jobs = () =>
	bigin
		.seen('POST', '/bulk/v2/write')
		.map(({ body }) => body as { operation: string; resource: IDataObject[] } & IDataObject);
const names = () => bigin.stored('Contacts').map(({ Last_Name: name }) => name);
/** Text of the file in an upload. */
function csv(index = 0): string {
	const file = (uploads()[index]?.body as SeenForm).files[0];
	return Buffer.from(Object.values(unzipSync(file?.bytes ?? Buffer.alloc(0)))[0] ?? []).toString();
}
const run = async (
	items: IDataObject[],
	parameters: IDataObject = {},
	spec: Partial<RunSpec> = {},
) =>
	await bigin.run(
		'bulkWrite',
		'run',
		{ module: 'Contacts', writeMode: 'insert', ...parameters },
		{ items, ...spec },
	);

describe('Bulk Write: Run', () => {
	it('imports all items in one job and gives each its own result', async () => {
		const [company] = await bigin.seed('company', [{ Account_Name: 'Zylker' }]);
		const items = [
			{
				Last_Name: 'Johnson, "Sarah"',
				Email: 'a@example.com',
				Account_Name: { id: company ?? '', name: 'Zylker' },
			},
			{ Last_Name: 'Müller', Description: 'two\nlines' },
			{ Last_Name: 'Abe', Email_Opt_Out: true },
		];
		const result = await run(items);
		expect(result.error).toBeUndefined();
		expect(uploads()).toHaveLength(1);
		expect(uploads()[0]?.headers).toMatchObject({
			feature: 'bulk-write',
			'x-crm-org': '60018234567',
		});
		expect(csv()).toBe(
			`Last_Name,Email,Account_Name.id,Description,Email_Opt_Out\r\n"Johnson, ""Sarah""",a@example.com,${company},,\r\nMüller,,,"two\nlines",\r\nAbe,,,,true\r\n`,
		);
		expect(jobs()).toEqual([
			{
				operation: 'insert',
				character_encoding: 'UTF-8',
				resource: [
					{
						type: 'data',
						module: { api_name: 'Contacts' },
						file_id: expect.stringMatching(/^\d+$/),
						ignore_empty: true,
						field_mappings: [
							{ api_name: 'Last_Name', index: 0 },
							{ api_name: 'Email', index: 1 },
							{ api_name: 'Account_Name', index: 2, find_by: 'id' },
							{ api_name: 'Description', index: 3 },
							{ api_name: 'Email_Opt_Out', index: 4 },
						],
					},
				],
			},
		]);
		const stored = bigin.stored('Contacts');
		expect(stored).toMatchObject([
			{ Last_Name: 'Johnson, "Sarah"' },
			{ Last_Name: 'Müller', Description: 'two\nlines' },
			{ Last_Name: 'Abe', Email_Opt_Out: true },
		]);
		expect(result.items).toMatchObject(
			stored.map(({ id }, item) => ({
				json: { id, status: 'added', jobId: expect.stringMatching(/^\d+$/) },
				pairedItem: { item },
			})),
		);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'] as const)(
		'puts what was skipped on its own item, with On Error %s',
		async (onError) => {
			await bigin.seed('contact', [{ Last_Name: 'Old', Email: 'b@example.com' }]);
			const { items, errors, error } = await run(
				[
					{ Last_Name: 'A', Email: 'a@example.com' },
					{ Last_Name: 'B', Email: 'b@example.com' },
					{ Last_Name: 'C', Email: 'c@example.com' },
				],
				{},
				{ onError },
			);
			expect(names()).toEqual(['Old', 'A', 'C']);
			const message = "Zoho Bigin did not accept 'Email': DUPLICATE_DATA:Email [item 1]";
			const details = { code: 'DUPLICATE_DATA', field: 'Email', executed: 'no' };
			if (onError === 'stopWorkflow') {
				expect(error).toMatchObject({
					message,
					context: { itemIndex: 1, details, written: [{ item: 0 }, { item: 2 }] },
				});
				return;
			}
			const bad = onError === 'continueErrorOutput' ? errors[0] : items[1];
			expect(bad).toMatchObject({ json: { error: message, details }, pairedItem: { item: 1 } });
			expect(items.filter((item) => item !== bad)).toMatchObject([
				{ json: { status: 'added' }, pairedItem: { item: 0 } },
				{ json: { status: 'added' }, pairedItem: { item: 2 } },
			]);
		},
	);

	it('cuts the items into jobs of the batch size, and asks for the organization once', async () => {
		const { items } = await run(
			Array.from({ length: 5 }, (_, index) => ({ Last_Name: `P${index}` })),
			{ requestOptions: { batchSize: 2, parallelRequests: 1 } },
		);
		expect(jobs()).toHaveLength(3);
		expect(bigin.seen('GET', '/bigin/v2/org')).toHaveLength(1);
		expect(items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			0, 1, 2, 3, 4,
		]);
	});

	it.each([
		[
			{ id: Number('2034020000000644225'), Last_Name: 'A' },
			"'id' came as the number 2034020000000644400, which has lost digits",
		],
		[{ id: 'A-1', Last_Name: 'A' }, `'id' must be a Bigin id of up to 19 digits, but is "A-1"`],
		[
			{ id: '1', 'Account_Name.id': Number('2034020000000457001') },
			"'Account_Name.id' came as the number 2034020000000457000, which has lost digits",
		],
		[
			{ id: '1', Customer_Code: Number('12345678901234567890') },
			"'Customer_Code' came as the number 12345678901234567000, which has lost digits",
		],
	])('refuses %j, which could be meant for another record', async (item, message) => {
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

	it('writes days and moments as Bigin takes them, also where Bigin does not give out its fields', async () => {
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

	it('writes days by the same rule as Create, and refuses what is no date', async () => {
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

	it('leaves out a key that is no field, so that the other items and values are imported, and a hint names it', async () => {
		const { items, hints, error } = await run([
			{ Last_Name: 'A', Email: 'a@example.com' },
			{ Last_Name: 'B', Emial: 'b@example.com', Full_Name: 'B', 'Acount.id': '1' },
		]);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.status)).toEqual(['added', 'added']);
		expect(csv()).toBe('Last_Name,Email\r\nA,a@example.com\r\nB,\r\n');
		expect(hints).toEqual([
			"Keys that are no fields in Zoho Bigin, so nothing is stored for them: 'Emial' (did you mean 'Email'?), 'Acount.id'.",
			"Fields that Zoho Bigin fills in itself, so the given values are not stored: 'Full_Name'.",
		]);
		expect(bigin.seen('GET', FIELDS)).toHaveLength(1);
	});

	it('leaves out a key whose field was deleted a minute ago, while runs remember the fields', async () => {
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

	it('refuses the one item that holds such a key on request, and imports the others', async () => {
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

	it('says that the module of an item is none, and imports the others', async () => {
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

	it("writes the account's own days and moments by their type as Create does, and refuses what is no date before the job", async () => {
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

	it('imports 25,000 items in one job', async () => {
		const { items, error } = await run(
			Array.from({ length: 25_000 }, (_, index) => ({
				Last_Name: `Person ${index}`,
				Email: `p${index}@example.com`,
			})),
		);
		expect(error).toBeUndefined();
		expect(jobs()).toHaveLength(1);
		expect(items).toHaveLength(25_000);
		expect(items[24_999]).toMatchObject({
			json: { status: 'added' },
			pairedItem: { item: 24_999 },
		});
	});

	it('updates by the ID, and by another field', async () => {
		const ids = await bigin.seed('contact', [
			{ Last_Name: 'A', Email: 'a@example.com', Title: 'CEO' },
			{ Last_Name: 'B', Email: 'b@example.com' },
		]);
		const byId = await run([{ id: ids[1] ?? '', Last_Name: 'Bee' }], { writeMode: 'update' });
		expect(byId.items).toMatchObject([{ json: { id: ids[1], status: 'updated' } }]);
		const byEmail = await run([{ Email: 'a@example.com', Last_Name: 'Aye' }], {
			writeMode: 'update',
			matchOn: 'Email',
		});
		expect(byEmail.items).toMatchObject([{ json: { id: ids[0], status: 'updated' } }]);
		expect(jobs().map(({ operation, resource }) => [operation, resource[0]?.find_by])).toEqual([
			['update', 'id'],
			['update', 'Email'],
		]);
		expect(bigin.stored('Contacts')).toMatchObject([
			{ Last_Name: 'Aye', Title: 'CEO' },
			{ Last_Name: 'Bee' },
		]);
	});

	it('adds and updates in one job', async () => {
		const [id] = await bigin.seed('contact', [{ Last_Name: 'A', Email: 'a@example.com' }]);
		const { items } = await run(
			[
				{ Last_Name: 'New', Email: 'n@example.com' },
				{ Last_Name: 'Aye', Email: 'a@example.com' },
			],
			{ writeMode: 'upsert', matchOn: 'Email' },
		);
		expect(items).toMatchObject([
			{ json: { status: 'added' } },
			{ json: { id, status: 'updated' } },
		]);
		expect(names()).toEqual(['Aye', 'New']);
	});

	it.each([
		[{ writeMode: 'upsert' }, { Last_Name: 'A' }, "'Match On Name or ID' is missing [item 0]"],
		[
			{ writeMode: 'update' },
			{ Last_Name: 'A' },
			"'id' is missing, by which Bigin finds the record [item 0]",
		],
		[{}, { Last_Name: '' }, 'The item holds no values [item 0]'],
		[
			{ inputMode: 'json', jsonRecord: '[1]' },
			{},
			`'JSON' must be a JSON object, but is "[1]" [item 0]`,
		],
	])('sends nothing for %j with %j', async (parameters, item, message) => {
		const { error } = await run([item], parameters);
		expect(error?.message).toBe(message);
		expect(uploads()).toEqual([]);
	});

	it('takes a record as JSON', async () => {
		const { items } = await run([{ name: 'Abe' }], {
			inputMode: 'json',
			jsonRecord: '={{ { Last_Name: $json.name } }}',
		});
		expect(items).toMatchObject([{ json: { status: 'added' } }]);
		expect(names()).toEqual(['Abe']);
	});

	it('empties no field because an item lacks a key', async () => {
		const ids = await bigin.seed('contact', [
			{ Last_Name: 'A', Title: 'CEO' },
			{ Last_Name: 'B', Title: 'CFO' },
		]);
		const items = [
			{ id: ids[0] ?? '', Last_Name: 'Aye' },
			{ id: ids[1] ?? '', Last_Name: 'Bee', Title: '' },
		];
		await run(items, { writeMode: 'update' });
		expect(bigin.stored('Contacts')).toMatchObject([
			{ Last_Name: 'Aye', Title: 'CEO' },
			{ Last_Name: 'Bee', Title: 'CFO' },
		]);
		const emptying = await run(
			items,
			{ writeMode: 'update', options: { ignoreEmpty: false } },
			{ onError: 'continueErrorOutput' },
		);
		expect(emptying.errors).toMatchObject([
			{
				json: {
					error:
						"'Title' is missing here, while other items have it, and an empty value would empty it in Bigin [item 0]",
					details: { field: 'Title', executed: 'no' },
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(emptying.items).toMatchObject([
			{ json: { status: 'updated' }, pairedItem: { item: 1 } },
		]);
		expect(bigin.stored('Contacts')).toMatchObject([{ Title: 'CEO' }, { Title: null }]);
	});

	it('starts no second job where the reply is lost, also when n8n tries again', async () => {
		arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/bulk/v2/write' });
		const { error } = await run([{ Last_Name: 'A' }], {}, { retry: { tries: 3 } });
		expect(error).toMatchObject({ context: { details: { executed: 'unknown' } } });
		expect(jobs()).toHaveLength(1);
	});

	it('uploads again what did not arrive, and stores nothing twice', async () => {
		arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/bigin/v2/upload' });
		const { items } = await run([{ Last_Name: 'A' }]);
		expect(items).toMatchObject([{ json: { status: 'added' } }]);
		expect([uploads().length, jobs().length]).toEqual([2, 1]);
	});

	it('knows that nothing was stored where the upload is refused', async () => {
		arm({
			fault: { kind: 'status', status: 403, code: 'NO_PERMISSION' },
			path: '/bigin/v2/upload',
		});
		const { error } = await run([{ Last_Name: 'A' }]);
		expect(error).toMatchObject({
			context: { details: { code: 'NO_PERMISSION', executed: 'no' } },
		});
		expect(jobs()).toEqual([]);
	});

	it('halves what Bigin finds too large', async () => {
		arm({ fault: { kind: 'status', status: 413 }, times: 1, path: '/bigin/v2/upload' });
		const { items } = await run([{ Last_Name: 'A' }, { Last_Name: 'B' }]);
		expect(items.map(({ json }) => json.status)).toEqual(['added', 'added']);
		expect(jobs()).toHaveLength(2);
	});

	it('says what the service refuses in a job, where it does not give out its fields', async () => {
		withoutFields();
		const { errors, hints } = await run(
			[{ Last_Name: 'A', Nonsense: 'x' }],
			{},
			{ onError: 'continueErrorOutput' },
		);
		expect(hints).toEqual([
			expect.stringContaining('could not be compared with the fields of the account'),
		]);
		expect(errors).toMatchObject([
			{
				json: {
					error: expect.stringContaining("'Nonsense'"),
					details: { code: 'INVALID_DATA', field: 'Nonsense', executed: 'no' },
				},
			},
		]);
	});

	it('names the job that is not complete in time', async () => {
		bigin.fakeServer().vendor.bulkMillis = 60_000;
		const { error } = await run([{ Last_Name: 'A' }], { options: { completionTimeLimit: 1 } });
		expect(error?.message).toMatch(
			/^Bulk job \d+ was started, but was not complete within 1 seconds \[item 0\]$/,
		);
		expect(error).toMatchObject({
			context: { details: { executed: 'unknown', traceId: expect.stringMatching(/^\d+$/) } },
		});
	});

	it.each([
		[
			'cannot be read',
			{ kind: 'malformed', body: 'html' } as const,
			/could not be read: The result that Zoho Bigin sent is no ZIP archive/,
		],
		[
			'is refused',
			{ kind: 'status', status: 403 } as const,
			/could not be read: Zoho Bigin did not accept the request/,
		],
	])('leaves open what became of the items where the result %s', async (_what, fault, message) => {
		arm({ fault, path: '.zip' });
		const { error } = await run([{ Last_Name: 'A' }]);
		expect(error?.message).toMatch(message);
		expect(error).toMatchObject({ context: { details: { executed: 'unknown' } } });
	});

	it.each([
		[
			'a foreign host',
			{ status: 'COMPLETED', result: { download_url: 'https://evil.example.com/x.zip' } },
			'which is not one of its own',
			'unknown',
		],
		[
			'no result and nothing written',
			{ status: 'FAILED', resource: [{ file: { added_count: 0, updated_count: 0 } }] },
			'did not complete bulk job',
			'no',
		],
		[
			'no result and something written',
			{ status: 'FAILED', resource: [{ file: { added_count: 1, updated_count: 0 } }] },
			'did not complete bulk job',
			'unknown',
		],
		['no result and no count', { status: 'FAILED' }, 'did not complete bulk job', 'unknown'],
	])('judges a job with %s', async (_what, job, message, executed) => {
		arm({
			fault: { kind: 'status', status: 200, body: { id: '1', ...job } },
			path: '/bulk/v2/write/',
		});
		const { error } = await run([{ Last_Name: 'A' }]);
		expect(error?.message).toContain(message);
		expect(error).toMatchObject({ context: { details: { executed } } });
	});
});

describe('Bulk Write, step by step', () => {
	const TEXT = 'Last_Name,Email\nAbe,a@example.com\nBea,b@example.com\n';
	it.each([
		['a CSV file', 'people.csv', Buffer.from(TEXT)],
		['a ZIP file', 'people.zip', Buffer.from(zipSync({ 'people.csv': strToU8(TEXT) }))],
		['a CSV file with another ending', 'people.txt', Buffer.from(TEXT)],
	])(
		'brings %s over, starts a job, looks at it and gets its result',
		async (_what, name, bytes) => {
			const uploaded = await bigin.run(
				'bulkWrite',
				'uploadFile',
				{},
				{ files: [{ data: { name, mimeType: 'text/csv', bytes } }] },
			);
			expect(uploaded.error).toBeUndefined();
			expect(uploaded.items).toMatchObject([
				{ json: { file_id: expect.stringMatching(/^\d+$/) }, pairedItem: { item: 0 } },
			]);
			expect(csv()).toBe(TEXT);
			const made = await bigin.run(
				'bulkWrite',
				'createJob',
				{
					module: 'Contacts',
					writeMode: 'upsert',
					matchOn: 'Email',
					fileId: '={{ $json.file_id }}',
					columns: 'Last_Name, Email',
					options: { callbackUrl: 'https://example.com/done' },
				},
				{ items: uploaded.items.map(({ json }) => json) },
			);
			expect(made.error).toBeUndefined();
			expect(jobs()).toMatchObject([
				{
					operation: 'upsert',
					callback: { url: 'https://example.com/done', method: 'post' },
					resource: [
						{
							find_by: 'Email',
							field_mappings: [
								{ api_name: 'Last_Name', index: 0 },
								{ api_name: 'Email', index: 1 },
							],
						},
					],
				},
			]);
			const jobId = made.items[0]?.json.id;
			const job = await bigin.run('bulkWrite', 'getJob', { jobId });
			expect(job.items).toMatchObject([
				{
					json: { id: jobId, status: 'COMPLETED', resource: [{ file: { added_count: 2 } }] },
					pairedItem: { item: 0 },
				},
			]);
			const { items } = await bigin.run('bulkWrite', 'downloadResult', { jobId });
			expect(bytesOf(items[0]).toString()).toMatch(
				/^Last_Name,Email,STATUS,RECORD_ID,ERRORS\nAbe,a@example.com,ADDED,\d+,\n/,
			);
			expect(items).toMatchObject([
				{
					json: { id: jobId, fileName: expect.stringMatching(/\.csv$/), mimeType: 'text/csv' },
					pairedItem: { item: 0 },
				},
			]);
		},
	);

	it('takes lookups in the columns of a job', async () => {
		await bigin.run('bulkWrite', 'createJob', {
			module: 'Contacts',
			writeMode: 'insert',
			fileId: '1',
			columns: 'Last_Name, Account_Name.ID, Owner.id',
		});
		expect(jobs()[0]?.resource[0]?.field_mappings).toEqual([
			{ api_name: 'Last_Name', index: 0 },
			{ api_name: 'Account_Name', index: 1, find_by: 'id' },
			{ api_name: 'Owner', index: 2, find_by: 'id' },
		]);
	});

	it.each([
		[
			'createJob',
			{ module: 'Contacts', writeMode: 'insert', fileId: '404', columns: 'Last_Name' },
			{ code: 'INVALID_DATA', field: 'file_id', executed: 'no' },
		],
		[
			'createJob',
			{ module: 'Contacts', writeMode: 'upsert', fileId: '404', columns: 'Last_Name' },
			{ field: 'matchOn', executed: 'no' },
		],
		['getJob', { jobId: '404' }, { code: 'INVALID_DATA', id: '404', executed: 'no' }],
		['downloadResult', { jobId: '404' }, { code: 'INVALID_DATA', id: '404', executed: 'no' }],
		['uploadFile', {}, { field: 'data', executed: 'no' }],
	])('%s says what is wrong, in all modes', async (operation, parameters, details) => {
		expect((await bigin.run('bulkWrite', operation, parameters)).error).toMatchObject({
			context: { details },
		});
		expect(
			(await bigin.run('bulkWrite', operation, parameters, { onError: 'continueRegularOutput' }))
				.items,
		).toMatchObject([{ json: { details }, pairedItem: { item: 0 } }]);
		expect(
			(await bigin.run('bulkWrite', operation, parameters, { onError: 'continueErrorOutput' }))
				.errors,
		).toMatchObject([{ json: { details }, pairedItem: { item: 0 } }]);
	});

	it('leaves open whether a job was made where the reply is lost', async () => {
		arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/bulk/v2/write' });
		const { error } = await bigin.run('bulkWrite', 'createJob', {
			module: 'Contacts',
			writeMode: 'insert',
			fileId: '1',
			columns: 'Last_Name',
		});
		expect(error).toBeDefined();
		expect(jobs()).toHaveLength(1);
	});
});
