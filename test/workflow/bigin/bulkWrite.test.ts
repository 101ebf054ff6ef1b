import { useBulkWrite } from '../../harness/biginBulkWrite';

const { bigin, uploads, jobs, names, csv, run } = useBulkWrite();

describe('Bulk Write: Run', () => {
	it('imports all items in one job and returns the result of each', async () => {
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
		'reports a skipped record on its own item, with On Error %s',
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

	it('splits the items into jobs of the batch size, and reads the organization once', async () => {
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

	it('updates by ID, or by another field', async () => {
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

	it('creates and updates in one job', async () => {
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
			"'id' is missing, but Bigin finds the record by it [item 0]",
		],
		[{}, { Last_Name: '' }, 'The item holds no values [item 0]'],
		[
			{ inputMode: 'json', jsonRecord: '[1]' },
			{},
			`'JSON' must be a JSON object, but is "[1]" [item 0]`,
		],
	])(
		'refuses the item before it sends anything: options %j, item %j',
		async (parameters, item, message) => {
			const { error } = await run([item], parameters);
			expect(error?.message).toBe(message);
			expect(uploads()).toEqual([]);
		},
	);

	it('takes a record as JSON', async () => {
		const { items } = await run([{ name: 'Abe' }], {
			inputMode: 'json',
			jsonRecord: '={{ { Last_Name: $json.name } }}',
		});
		expect(items).toMatchObject([{ json: { status: 'added' } }]);
		expect(names()).toEqual(['Abe']);
	});

	it('clears no field because an item lacks a key', async () => {
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
						"'Title' is missing here, but other items have it, and an empty value would clear it in Bigin [item 0]",
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
});
