import { strToU8, zipSync } from 'fflate';
import { bytesOf } from '../../harness/workflow';
import { useBulkWrite } from '../../harness/biginBulkWrite';

const { bigin, arm, jobs, csv } = useBulkWrite();

describe('Bulk Write, step by step', () => {
	const TEXT = 'Last_Name,Email\nAbe,a@example.com\nBea,b@example.com\n';
	it.each([
		['a CSV file', 'people.csv', Buffer.from(TEXT)],
		['a ZIP file', 'people.zip', Buffer.from(zipSync({ 'people.csv': strToU8(TEXT) }))],
		['a CSV file with another ending', 'people.txt', Buffer.from(TEXT)],
	])(
		'uploads %s, creates a job, gets its status and downloads its result',
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

	it('accepts lookups in the columns of a job', async () => {
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
		['text', 'Last_Name, , Phone'],
		['a list', "={{ ['Last_Name', '', 'Phone'] }}"],
		['a list with null', "={{ ['Last_Name', null, 'Phone'] }}"],
	])('skips a column without a name, from %s', async (_what, columns) => {
		await bigin.run('bulkWrite', 'createJob', {
			module: 'Contacts',
			writeMode: 'insert',
			fileId: '1',
			columns,
		});
		expect(jobs()[0]?.resource[0]?.field_mappings).toEqual([
			{ api_name: 'Last_Name', index: 0 },
			{ api_name: 'Phone', index: 2 },
		]);
	});

	it.each([400, 202, 200])(
		'reports a refusal in a list (HTTP %i), and takes no ID in it for that of a job',
		async (status) => {
			const entry = {
				status: 'error',
				code: 'INVALID_DATA',
				details: { id: '2034020000000457001' },
				message: 'invalid data',
			};
			arm({ fault: { kind: 'status', status, body: { data: [entry] } }, path: '/bulk/v2/write' });
			const { errors, items } = await bigin.run(
				'bulkWrite',
				'createJob',
				{ module: 'Contacts', writeMode: 'insert', fileId: '1', columns: 'Last_Name' },
				{ onError: 'continueErrorOutput' },
			);
			expect(items).toEqual([]);
			expect(errors).toMatchObject([
				{ json: { details: { code: 'INVALID_DATA', executed: 'no' } } },
			]);
		},
	);

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
	])(
		'%s reports what is wrong, with every setting of On Error',
		async (operation, parameters, details) => {
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
		},
	);

	it('reports an unknown outcome if the reply to the new job is lost', async () => {
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
