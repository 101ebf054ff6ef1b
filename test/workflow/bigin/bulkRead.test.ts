import type { IDataObject } from 'n8n-workflow';

import { biginLimiter, DOWNLOADS_PER_MINUTE } from '../../../nodes/Bigin/limits';
import { useBiginFiles } from '../../harness/biginFiles';
import { bytesOf } from '../../harness/workflow';

const bigin = useBiginFiles();
const people = [
	{ Last_Name: 'Johnson, "Sarah"', Email: 'a@example.com', Description: 'two\nlines' },
	{ Last_Name: 'Müller', Email: 'b@example.com' },
	{ Last_Name: 'Abe', Email_Opt_Out: true },
];
const query = (change: IDataObject = {}): IDataObject => ({
	module: 'Contacts',
	fields: ['Last_Name', 'Email'],
	...change,
});
const condition = (field: string, operator: string, value: unknown): IDataObject => ({
	conditions: { values: [{ field, operator, value }] } as IDataObject,
});
const asked = (index = 0) =>
	(bigin.seen('POST', '/bulk/v2/read')[index]?.body ?? {}) as {
		query: IDataObject;
		file_type: string;
		callback?: unknown;
	};
const arm = (...faults: Parameters<ReturnType<typeof bigin.fakeServer>['faults']['arm']>) =>
	bigin.fakeServer().faults.arm(...faults);

describe('Bulk Read: Run', () => {
	it('returns the rows of an export as items', async () => {
		const ids = await bigin.seed('contact', people);
		const { items, error } = await bigin.run(
			'bulkRead',
			'run',
			query({ fields: ['Last_Name', 'Email', 'Description'] }),
		);
		expect(error).toBeUndefined();
		expect(asked()).toEqual({
			query: { module: 'Contacts', fields: ['Last_Name', 'Email', 'Description'], page: 1 },
			file_type: 'csv',
		});
		expect(items.map(({ json }) => json)).toEqual([
			{
				id: ids[0],
				Last_Name: 'Johnson, "Sarah"',
				Email: 'a@example.com',
				Description: 'two\nlines',
			},
			{ id: ids[1], Last_Name: 'Müller', Email: 'b@example.com', Description: '' },
			{ id: ids[2], Last_Name: 'Abe', Email: '', Description: '' },
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(ids.map(() => ({ item: 0 })));
	});

	it('asks for a time of day if a date-time field is compared with a day', async () => {
		const { error } = await bigin.run(
			'bulkRead',
			'run',
			query(condition('Modified_Time', 'greater_than', '2026-03-01')),
		);
		expect(error?.message).toBe(
			`'Condition 1 > Value' must be a date with a time of day, but is "2026-03-01" [item 0]`,
		);
	});

	it.each([
		['2026-04-12T22:00:00.000Z', '2026-04-13'],
		[new Date('2026-04-13T00:00:00Z'), '2026-04-13'],
		['2026-04-13', '2026-04-13'],
		['2026-04-12T23:30:00-05:00', '2026-04-12'],
	])('compares a date field with the day of %j', async (value, day) => {
		await bigin.run(
			'bulkRead',
			'run',
			{
				module: 'Pipelines',
				fields: ['Deal_Name'],
				...condition('Closing_Date', 'equal', '={{ $json.value }}'),
			},
			{ items: [{ value } as IDataObject] },
		);
		expect(asked().query.criteria).toMatchObject({ group: [{ value: day }] });
	});

	it('compares an amount with all its digits', async () => {
		await bigin.run('bulkRead', 'run', {
			module: 'Pipelines',
			fields: ['Deal_Name'],
			...condition('Amount', 'in', '12.50, 1234567890123456.78'),
		});
		expect(asked().query.criteria).toMatchObject({
			group: [{ value: [12.5, '1234567890123456.78'] }],
		});
	});

	it('reads all pages', async () => {
		await bigin.seed('contact', people);
		bigin.fakeServer().vendor.bulkReadPage = 2;
		const { items } = await bigin.run('bulkRead', 'run', query());
		expect(items.map(({ json }) => json.Last_Name)).toEqual(['Johnson, "Sarah"', 'Müller', 'Abe']);
		expect(bigin.seen('POST', '/bulk/v2/read')).toHaveLength(2);
		expect([asked(0).query.page, asked(1).query.page]).toEqual([1, 2]);
	});

	it('exports all fields if none is chosen', async () => {
		await bigin.seed('contact', people.slice(0, 1));
		const { items } = await bigin.run('bulkRead', 'run', { module: 'Contacts' });
		expect(asked().query).toEqual({ module: 'Contacts', page: 1 });
		expect(items[0]?.json).toMatchObject({
			Last_Name: 'Johnson, "Sarah"',
			Email_Opt_Out: expect.any(String),
		});
	});

	it.each([
		[['id', 'Email'], ['Email']],
		[['id'], ['id']],
	])('always returns the ID: the fields %j are requested as %j', async (fields, sent) => {
		const [id] = await bigin.seed('contact', people.slice(0, 1));
		const { items } = await bigin.run('bulkRead', 'run', query({ fields }));
		expect(asked().query.fields).toEqual(sent);
		expect(items[0]?.json.id).toBe(id);
	});

	it('returns no items for an empty export', async () => {
		const { items, error } = await bigin.run('bulkRead', 'run', query());
		expect([items, error]).toEqual([[], undefined]);
		expect(bigin.seen('GET', '/result')).toEqual([]);
	});

	it('sends conditions with the types of their fields', async () => {
		await bigin.seed('contact', people);
		const conditions = {
			values: [
				{ field: 'Last_Name', operator: 'in', value: 'Müller, Abe' },
				{ field: 'Email_Opt_Out', operator: 'equal', value: 'true' },
				{ field: 'Email', operator: 'isEmpty', value: '' },
				{ field: 'Score', operator: 'between', value: '10, 20.5' },
				{ field: 'Modified_Time', operator: 'greater_than', value: '2026-03-01T10:00:00.000Z' },
				{ field: 'Visits', operator: 'not_in', value: '={{ [1, 2] }}' },
			],
		};
		await bigin.run('bulkRead', 'run', query({ conditions, combine: 'or' } as IDataObject), {
			onError: 'continueRegularOutput',
		});
		expect(asked().query.criteria).toEqual({
			group_operator: 'or',
			group: [
				{ api_name: 'Last_Name', comparator: 'in', value: ['Müller', 'Abe'] },
				{ api_name: 'Email_Opt_Out', comparator: 'equal', value: true },
				{ api_name: 'Email', comparator: 'equal', value: '${EMPTY}' },
				{ api_name: 'Score', comparator: 'between', value: [10, 20.5] },
				{
					api_name: 'Modified_Time',
					comparator: 'greater_than',
					value: '2026-03-01T10:00:00+00:00',
				},
				{ api_name: 'Visits', comparator: 'not_in', value: [1, 2] },
			],
		});
	});

	it.each([
		['in', 'Müller, Abe', ['Müller', 'Abe']],
		['contains', 'ohn', ['Johnson, "Sarah"']],
		['not_equal', 'Abe', ['Johnson, "Sarah"', 'Müller']],
	])('finds the records that meet the condition %s %s', async (operator, value, names) => {
		await bigin.seed('contact', people);
		const { items, error } = await bigin.run(
			'bulkRead',
			'run',
			query(condition('Last_Name', operator, value)),
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.Last_Name)).toEqual(names);
	});

	it.each([
		['equal', '', "'Condition 1 > Value' is missing"],
		[
			'between',
			'1',
			"'Condition 1 > Value' must be two values separated by a comma for the operator 'Between' or 'Not Between'",
		],
	])(
		'asks for the value of the operator %s before it sends anything',
		async (operator, value, message) => {
			const { error } = await bigin.run(
				'bulkRead',
				'run',
				query(condition('Last_Name', operator, value)),
			);
			expect(error?.message).toBe(`${message} [item 0]`);
			expect(bigin.seen('POST', '/bulk')).toEqual([]);
		},
	);

	it("reports Bigin's refusal, and continues with the next item", async () => {
		await bigin.seed('contact', people);
		const { items, errors } = await bigin.run(
			'bulkRead',
			'run',
			query({ fields: '={{ [$json.field] }}' }),
			{ items: [{ field: 'Nonsense' }, { field: 'Email' }], onError: 'continueErrorOutput' },
		);
		expect(errors).toMatchObject([
			{
				json: { details: { code: 'INVALID_DATA', field: 'Nonsense', executed: 'no' } },
				pairedItem: { item: 0 },
			},
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 1 },
			{ item: 1 },
			{ item: 1 },
		]);
	});

	it('starts no second job after a lost reply', async () => {
		arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/bulk/v2/read' });
		const { error } = await bigin.run('bulkRead', 'run', query());
		expect(error).toMatchObject({
			message: expect.stringContaining('could not be reached'),
			context: { details: { executed: 'no' } },
		});
		expect(bigin.seen('POST', '/bulk/v2/read')).toHaveLength(1);
	});

	it('names the job that does not finish in time', async () => {
		bigin.fakeServer().vendor.bulkMillis = 60_000;
		const { error } = await bigin.run(
			'bulkRead',
			'run',
			query({ options: { completionTimeLimit: 1 } }),
		);
		expect(error?.message).toMatch(
			/^Bulk job \d+ was started, but was not complete within 1 seconds \[item 0\]$/,
		);
		expect(error?.description).toContain("use 'Get Job' and 'Download Result' of Bulk Read");
	});

	it('says that a result is not a ZIP archive', async () => {
		await bigin.seed('contact', people);
		arm({ fault: { kind: 'malformed', body: 'html' }, times: 1, path: '/result' });
		const { error } = await bigin.run('bulkRead', 'run', query());
		expect(error?.message).toBe(
			'The result that Zoho Bigin sent is not a ZIP archive, or is incomplete [item 0]',
		);
	});

	it('reads an export of 50,000 rows', async () => {
		await bigin.seed(
			'contact',
			Array.from({ length: 50_000 }, (_, index) => ({ Last_Name: `Person ${index}` })),
		);
		const { items, error } = await bigin.run('bulkRead', 'run', query());
		expect(error).toBeUndefined();
		expect(items).toHaveLength(50_000);
		expect(items[49_999]?.json.Last_Name).toBe('Person 49999');
	});
});

describe('Bulk Read, step by step', () => {
	it('creates a job, gets its status and downloads its file', async () => {
		const [id] = await bigin.seed('contact', people.slice(0, 1));
		const made = await bigin.run(
			'bulkRead',
			'createJob',
			query({ options: { callbackUrl: 'https://example.com/done', page: 1 } }),
		);
		expect(made.error).toBeUndefined();
		expect(made.items).toMatchObject([
			{
				json: { id: expect.stringMatching(/^\d+$/), state: 'ADDED', operation: 'read' },
				pairedItem: { item: 0 },
			},
		]);
		expect(asked()).toMatchObject({
			callback: { url: 'https://example.com/done', method: 'post' },
			file_type: 'csv',
		});
		const jobId = made.items[0]?.json.id;
		const job = await bigin.run('bulkRead', 'getJob', { jobId });
		expect(job.items).toMatchObject([
			{
				json: { id: jobId, state: 'COMPLETED', result: { count: 1, more_records: false } },
				pairedItem: { item: 0 },
			},
		]);
		const { items } = await bigin.run('bulkRead', 'downloadResult', {
			jobId,
			outputDataFieldName: 'export',
		});
		expect(items).toMatchObject([
			{
				json: { id: jobId, fileName: `${jobId}.csv`, mimeType: 'text/csv' },
				binary: { export: { fileName: `${jobId}.csv` } },
				pairedItem: { item: 0 },
			},
		]);
		expect(bytesOf(items[0], 'export').toString()).toBe(
			`Id,Last_Name,Email\n${id},"Johnson, ""Sarah""",a@example.com\n`,
		);
	});

	it('exports ICS for events only, and without a choice of fields', async () => {
		const ics = async (change: IDataObject) =>
			(
				await bigin.run('bulkRead', 'createJob', {
					module: 'Events',
					options: { fileType: 'ics' },
					...change,
				})
			).error?.message;
		expect(await ics({ module: 'Contacts' })).toBe("'File Type' ICS is for events only [item 0]");
		expect(await ics({ fields: ['Event_Title'] })).toBe(
			"'File Type' ICS takes no 'Field Names or IDs' [item 0]",
		);
		expect(bigin.seen('POST', '/bulk')).toEqual([]);
		await ics({});
		expect(asked()).toMatchObject({ query: { module: 'Events' }, file_type: 'ics' });
	});

	it.each(['getJob', 'downloadResult'])('%s says that the job is unknown', async (operation) => {
		const { errors } = await bigin.run(
			'bulkRead',
			operation,
			{ jobId: '404' },
			{ onError: 'continueErrorOutput' },
		);
		expect(errors).toMatchObject([
			{
				json: {
					error:
						'Zoho Bigin did not accept the request: the job id given seems to be invalid [item 0]',
					details: { id: '404', executed: 'no' },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('reports an unknown outcome if the reply to the new job is lost', async () => {
		arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/bulk/v2/read' });
		const { error } = await bigin.run('bulkRead', 'createJob', query());
		expect(error).toMatchObject({ context: { details: { executed: 'unknown' } } });
		expect(bigin.seen('POST', '/bulk/v2/read')).toHaveLength(1);
	});
});

it('Bulk Read downloads ten results per minute across all jobs, and delays no other request', async () => {
	const limiter = biginLimiter();
	const download = (job: number) => `/bigin/bulk/v2/read/${job}/result`;
	for (let job = 0; job < DOWNLOADS_PER_MINUTE; job++) (await limiter.acquire(download(job)))?.();
	expect(limiter.delay(download(10))).toBeGreaterThan(59_000);
	for (const path of ['/bigin/bulk/v2/read/11', '/bigin/v2/Contacts', '/bigin/bulk/v2/read'])
		expect(limiter.delay(path)).toBe(0);
});
