import { parse } from 'csv-parse/sync';
import { strToU8, unzipSync, zipSync } from 'fflate';

import { codeOf, useClient, type Json, type Reply } from './sandboxClient';

const client = useClient();
const { call, add } = client;
const READ = '/bigin/bulk/v2/read';
const WRITE = '/bigin/bulk/v2/write';

/** The one CSV file of a downloaded ZIP. */
async function csvAt(path: string): Promise<string[][]> {
	const reply = await call('GET', path, undefined, { responseType: 'arraybuffer' });
	expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/zip']);
	const files = Object.values(unzipSync(new Uint8Array(reply.body as unknown as ArrayBuffer)));
	expect(files).toHaveLength(1);
	return parse(Buffer.from(files[0] ?? []).toString());
}

describe("Bigin's fake server exports", () => {
	const start = async (query: Json) =>
		(await call('POST', READ, { query })).body.data[0]?.details.id ?? '';
	const job = async (id: string) => (await call('GET', `${READ}/${id}`)).body.data[0];
	const exported = async (query: Json) => {
		const id = await start(query);
		client.at('10:01:00');
		return (await csvAt(`${READ}/${id}/result`)).slice(1).map((row) => row[1]);
	};

	it('in three states, then as a ZIP with a CSV file', async () => {
		const [company = ''] = await add('Accounts', { Account_Name: 'Zylker, Inc.' });
		const [a, b] = await add(
			'Contacts',
			{
				Last_Name: 'A',
				Account_Name: { id: company },
				Customer_Since: '2026-01-02',
				Interests: ['Ski', 'Safari'],
				Newsletter: true,
			},
			{ Last_Name: 'B' },
		);
		const started = await call('POST', READ, {
			query: {
				module: { api_name: 'Contacts' },
				fields: [
					'Last_Name',
					'Account_Name',
					'Account_Name.Account_Name',
					'Customer_Since',
					'Interests',
					'Newsletter',
					'Created_Time',
				],
			},
		});
		expect([started.status, started.body.data[0]]).toMatchObject([
			201,
			{
				code: 'ADDED_SUCCESSFULLY',
				details: { operation: 'read', state: 'ADDED', created_time: '2026-03-01T10:00:00+00:00' },
			},
		]);
		const id = started.body.data[0]?.details.id ?? '';
		expect(await job(id)).toMatchObject({ state: 'ADDED', query: { module: 'Contacts', page: 1 } });
		client.at('10:00:00.030');
		expect(await job(id)).toMatchObject({ state: 'IN PROGRESS' });
		expect((await call('GET', `${READ}/${id}/result`)).status).toBe(400);
		client.at('10:00:00.050');
		expect(await job(id)).toMatchObject({
			state: 'COMPLETED',
			result: {
				page: 1,
				count: 2,
				per_page: 200_000,
				more_records: false,
				download_url: `${READ}/${id}/result`,
			},
		});
		expect(await csvAt(`${READ}/${id}/result`)).toEqual([
			[
				'Id',
				'Last_Name',
				'Account_Name',
				'Account_Name.Account_Name',
				'Customer_Since',
				'Interests',
				'Newsletter',
				'Created_Time',
			],
			[
				a,
				'A',
				company,
				'Zylker, Inc.',
				'2026-01-02',
				'Ski;Safari',
				'true',
				'2026-03-01T10:00:00+00:00',
			],
			[b, 'B', '', '', '', '', '', '2026-03-01T10:00:00+00:00'],
		]);
		expect(client.bigin.vendor.credits).toBe(57);
	});

	it('page by page', async () => {
		client.bigin.vendor.bulkReadPage = 2;
		await add('Contacts', { Last_Name: 'A' }, { Last_Name: 'B' }, { Last_Name: 'C' });
		const ids = [
			await start({ module: 'Contacts', fields: ['Last_Name'] }),
			await start({ module: 'Contacts', fields: ['Last_Name'], page: 2 }),
		];
		client.at('10:01:00');
		expect((await Promise.all(ids.map(job))).map((entry) => entry?.result)).toMatchObject([
			{ page: 1, count: 2, more_records: true },
			{ page: 2, count: 1, more_records: false },
		]);
		expect((await csvAt(`${READ}/${ids[1]}/result`)).slice(1).map((row) => row[1])).toEqual(['C']);
	});

	it.each<[Json, string[]]>([
		[{ api_name: 'Last_Name', comparator: 'equal', value: 'a' }, ['A']],
		[{ api_name: 'Email', comparator: 'equal', value: '${EMPTY}' }, ['B']],
		[{ api_name: 'Last_Name', comparator: 'not_in', value: ['A', 'C'] }, ['B']],
		[
			{
				group_operator: 'or',
				group: [
					{ api_name: 'Score', comparator: 'greater_than', value: 2 },
					{
						group_operator: 'and',
						group: [
							{ field: { api_name: 'Email' }, comparator: 'contains', value: 'example' },
							{ api_name: 'Score', comparator: 'less_equal', value: '1' },
						],
					},
				],
			},
			['A', 'C'],
		],
		[
			{
				api_name: 'Modified_Time',
				comparator: 'between',
				value: ['2026-03-01T09:00:00+00:00', '2026-03-01T09:59:59+00:00'],
			},
			[],
		],
	])('only what fits %j', async (criteria, expected) => {
		await add(
			'Contacts',
			{ Last_Name: 'A', Email: 'a@example.com', Score: 1 },
			{ Last_Name: 'B', Score: 2 },
			{ Last_Name: 'C', Email: 'c@example.org', Score: 3 },
		);
		expect(await exported({ module: 'Contacts', fields: ['Last_Name'], criteria })).toEqual(
			expected,
		);
	});

	it('nothing as a header alone', async () => {
		const id = await start({ module: 'Products', fields: ['Product_Name'] });
		client.at('10:01:00');
		expect((await job(id))?.result).toMatchObject({ count: 0, more_records: false });
		expect(await csvAt(`${READ}/${id}/result`)).toEqual([['Id', 'Product_Name']]);
	});

	it('at most ten files a minute', async () => {
		const id = await start({ module: 'Products', fields: ['Product_Name'] });
		client.at('10:01:00');
		const statuses: number[] = [];
		for (let index = 0; index < 11; index++)
			statuses.push((await call('GET', `${READ}/${id}/result`)).status);
		expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
		client.at('10:02:00');
		expect((await call('GET', `${READ}/${id}/result`)).status).toBe(200);
	});

	it.each<[Json, string]>([
		[{}, 'MANDATORY_NOT_FOUND'],
		[{ query: { module: 'Leads' } }, 'INVALID_MODULE'],
		[{ query: { module: 'Contacts', fields: ['Shoe_Size'] } }, 'INVALID_DATA'],
		[
			{
				query: {
					module: 'Contacts',
					criteria: { api_name: 'Score', comparator: 'contains', value: '1' },
				},
			},
			'INVALID_DATA',
		],
		[{ query: { module: 'Events' }, file_type: 'ics' }, 'NOT_SUPPORTED'],
	])('but refuses %j', async (body, code) => {
		const reply = await call('POST', READ, body);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
		expect(codeOf(await call('GET', `${READ}/1`))).toBe('INVALID_DATA');
	});
});

describe("Bigin's fake server imports", () => {
	const org = async () => String(((await call('GET', '/org')).body.org as Json[])[0]?.zgid);
	const upload = async (bytes: Uint8Array, headers: Record<string, string>): Promise<Reply> => {
		const form = new FormData();
		form.append(
			'file',
			new Blob([new Uint8Array(bytes)], { type: 'application/zip' }),
			'import.zip',
		);
		return await call('POST', '/upload', form, { headers });
	};
	const fileOf = async (csv: string) => {
		const reply = await upload(zipSync({ 'import.csv': strToU8(csv) }), {
			feature: 'bulk-write',
			'X-CRM-ORG': await org(),
		});
		expect([reply.status, reply.body.code]).toEqual([200, 'FILE_UPLOAD_SUCCESS']);
		return String((reply.body.details as Json).file_id);
	};
	const start = async (operation: string, csv: string, resource: Json) =>
		await call('POST', WRITE, {
			operation,
			resource: [
				{ type: 'data', module: { api_name: 'Contacts' }, file_id: await fileOf(csv), ...resource },
			],
		});
	const run = async (operation: string, csv: string, resource: Json) => {
		const started = await start(operation, csv, resource);
		expect(started.status).toBe(201);
		client.at('10:01:00');
		return (await call('GET', `${WRITE}/${String((started.body.details as Json).id)}`)).body;
	};
	const fileStateOf = (job: Json) => (job.resource as Array<{ file: Json }>)[0]?.file;
	const resultOf = async (job: Json) => await csvAt(String((job.result as Json).download_url));
	const stored = () => client.bigin.vendor.stored().Contacts as Json[];

	it('new records, and says of each row what became of it', async () => {
		const [company = ''] = await add('Accounts', { Account_Name: 'Zylker' });
		await add('Contacts', { Last_Name: 'Old', Email: 'old@example.com' });
		const csv = `Name,Mail,Points,Company,Likes\n"Lee, Ann",ann@example.com,1.5,${company},Ski;Safari\nDouble,OLD@example.com,,,\n,no@name.example,,,\nBad,b@example.com,many,,\n`;
		const job = await run('insert', csv, {
			field_mappings: [
				{ api_name: 'Last_Name', index: 0 },
				{ api_name: 'Email', index: 1 },
				{ api_name: 'Score', index: 2 },
				{ api_name: 'Account_Name.id', index: 3 },
				{ api_name: 'Interests', index: 4 },
				{ api_name: 'Title', default_value: { value: 'Imported' } },
			],
		});
		expect(job).toMatchObject({ status: 'COMPLETED', operation: 'insert' });
		expect(fileStateOf(job)).toEqual({
			status: 'COMPLETED',
			name: 'import.csv',
			added_count: 1,
			updated_count: 0,
			skipped_count: 3,
			total_count: 4,
		});
		expect(stored()[1]).toMatchObject({
			Last_Name: 'Lee, Ann',
			Email: 'ann@example.com',
			Score: 1.5,
			Account_Name: { id: company },
			Interests: ['Ski', 'Safari'],
			Title: 'Imported',
		});
		const rows = await resultOf(job);
		expect(rows[0]).toEqual([
			'Name',
			'Mail',
			'Points',
			'Company',
			'Likes',
			'STATUS',
			'RECORD_ID',
			'ERRORS',
		]);
		expect(rows.slice(1).map((row) => row.slice(5))).toEqual([
			['ADDED', stored()[1]?.id, ''],
			['SKIPPED', '', 'DUPLICATE_DATA:Email'],
			['SKIPPED', '', 'MANDATORY_NOT_FOUND:Last_Name'],
			['SKIPPED', '', 'INVALID_DATA:Score'],
		]);
	});

	it('changes, where empty cells clear fields unless they are ignored', async () => {
		const [a, b] = await add(
			'Contacts',
			{ Last_Name: 'A', Title: 'T', Mobile: '1' },
			{ Last_Name: 'B', Title: 'T' },
		);
		const mappings = {
			find_by: 'id',
			field_mappings: [
				{ api_name: 'id', index: 0 },
				{ api_name: 'Title', index: 1 },
			],
		};
		const job = await run('update', `Id;Title\n${a};\n${b};New\n2034020000000999999;X\n`, mappings);
		expect((await resultOf(job)).slice(1).map((row) => row.slice(2))).toEqual([
			['UPDATED', a, ''],
			['UPDATED', b, ''],
			['SKIPPED', '', 'INVALID_DATA:id'],
		]);
		expect(stored()).toMatchObject([{ Title: null, Mobile: '1' }, { Title: 'New' }]);
		client.at('10:00:00');
		await run('update', `Id;Title\n${b};\n`, { ...mappings, ignore_empty: true });
		expect(stored()[1]).toMatchObject({ Title: 'New' });
	});

	it('both by upsert', async () => {
		const [a] = await add('Contacts', { Last_Name: 'A', Email: 'a@example.com' });
		const job = await run('upsert', 'Last_Name,Email\nA2,a@example.com\nB,b@example.com\n', {
			find_by: 'Email',
		});
		expect(fileStateOf(job)).toMatchObject({ added_count: 1, updated_count: 1, skipped_count: 0 });
		expect(stored()).toMatchObject([{ id: a, Last_Name: 'A2' }, { Last_Name: 'B' }]);
	});

	it('by the clock, whether the job is asked for or not', async () => {
		const started = await start('insert', 'Last_Name\nA\n', {});
		const path = `${WRITE}/${String((started.body.details as Json).id)}`;
		expect((await call('GET', path)).body).toMatchObject({ status: 'ADDED' });
		expect(stored()).toBeUndefined();
		client.at('10:00:00.020');
		expect((await call('GET', path)).body).toMatchObject({ status: 'IN PROGRESS' });
		client.at('10:00:01');
		expect(stored()).toMatchObject([{ Last_Name: 'A' }]);
	});

	it.each([
		['no headers', {}, 'REQUIRED_PARAM_MISSING'],
		['another organization', { feature: 'bulk-write', 'X-CRM-ORG': '1' }, 'INVALID_DATA'],
	])('but takes no file with %s', async (_what, headers, code) => {
		const reply = await upload(zipSync({ 'a.csv': strToU8('A\n1\n') }), headers);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
	});

	it.each([
		['that is no ZIP', () => strToU8('Last_Name\nA\n')],
		[
			'with two CSV files',
			() => zipSync({ 'a.csv': strToU8('A\n1\n'), 'b.csv': strToU8('A\n1\n') }),
		],
	])('but takes no file %s', async (_what, bytes) => {
		const reply = await upload(bytes(), { feature: 'bulk-write', 'X-CRM-ORG': await org() });
		expect([reply.status, codeOf(reply)]).toEqual([400, 'INVALID_DATA']);
	});

	it.each<[string, Json, string]>([
		['delete', {}, 'INVALID_DATA'],
		['insert', { module: 'Tasks' }, 'NOT_SUPPORTED'],
		['insert', { file_id: '1' }, 'INVALID_DATA'],
		['insert', { field_mappings: [{ api_name: 'Shoe_Size', index: 0 }] }, 'INVALID_DATA'],
		['insert', { field_mappings: [{ api_name: 'Last_Name', index: 1 }] }, 'INVALID_DATA'],
		['update', {}, 'MANDATORY_NOT_FOUND'],
		['upsert', { find_by: 'Title' }, 'INVALID_DATA'],
	])('but refuses %s with %j', async (operation, resource, code) => {
		const reply = await start(operation, 'Last_Name\nA\n', resource);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
	});

	it('but not more than 25,000 rows', async () => {
		const rows = (count: number) => `Last_Name\n${'A\n'.repeat(count)}`;
		expect(codeOf(await start('insert', rows(25_001), {}))).toBe('LIMIT_EXCEEDED');
		expect(codeOf(await start('insert', rows(25_000), {}))).toBe('SUCCESS');
	});
});
