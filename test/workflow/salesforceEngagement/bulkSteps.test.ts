import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Org } from '../../harness/salesforceEngagement';

const CONTACT = { __rl: true, mode: 'name', value: 'Contact' };

describe("The single steps of Salesforce's bulk jobs", () => {
	const org = new Org();
	const contacts = () => org.fakeServer.vendor.state.rows('Contact');
	const run = async (operation: string, parameters: INodeParameters = {}, spec: IDataObject = {}) =>
		await org.run({
			parameters: { resource: 'bulk', operation, ...parameters },
			items: [{}],
			...spec,
		});
	const json = async (operation: string, parameters: INodeParameters = {}, spec = {}) => {
		const { error, items } = await run(operation, parameters, spec);
		expect(error).toBeUndefined();
		return items.map((item) => item.json);
	};
	const opened = async (bulkOperation = 'insert') => {
		const [job] = await json('createJob', { object: CONTACT, bulkOperation });
		return String(job?.id);
	};
	const csv = (...lines: string[]) => ({
		files: [
			{
				data: {
					name: 'people.csv',
					mimeType: 'text/csv',
					bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')),
				},
			},
		],
	});
	const uploaded = async (jobId: string, ...lines: string[]) =>
		await json('uploadJobData', { jobId, inputDataFieldName: 'data' }, csv(...lines));

	it('write the records of a file, and tell what became of each', async () => {
		const jobId = await opened();
		expect(await uploaded(jobId, 'LastName,Score__c', 'Bell,1', ',2')).toEqual([
			{ id: jobId, fileName: 'people.csv', bytes: 28 },
		]);
		expect((await json('closeJob', { jobId }))[0]).toMatchObject({
			id: jobId,
			state: 'UploadComplete',
		});
		await json('getJob', { jobId, jobKind: 'ingest' });
		expect((await json('getJob', { jobId, jobKind: 'ingest' }))[0]?.state).toBe('JobComplete');
		expect(await json('getJobResults', { jobId, results: 'successfulResults' })).toEqual([
			{
				sf__Id: contacts()[0]?.Id,
				sf__Created: 'true',
				LastName: 'Bell',
				Score__c: '1',
			},
		]);
		expect((await json('getJobResults', { jobId, results: 'failedResults' }))[0]).toMatchObject({
			sf__Error: expect.stringContaining('REQUIRED_FIELD_MISSING'),
		});
		expect(await json('deleteJob', { jobId, jobKind: 'ingest' })).toEqual([
			{ id: jobId, deleted: true },
		]);
		const { error } = await run('getJob', { jobId, jobKind: 'ingest' });
		expect(error?.message).toContain(`No job with the ID ${jobId} was found`);
	});

	it('read the rows of a query', async () => {
		for (let index = 0; index < 2_500; index++)
			org.fakeServer.vendor.state.insert('Contact', { LastName: `N${index}` });
		const [job] = await json('createQueryJob', { query: 'SELECT LastName FROM Contact' });
		const jobId = String(job?.id);
		await json('getJob', { jobId, jobKind: 'query' });
		await json('getJob', { jobId, jobKind: 'query' });
		const rows = await json('getJobResults', { jobId, results: 'query' });
		expect(rows.map(({ LastName }) => LastName)).toEqual(
			contacts().map(({ LastName }) => LastName),
		);
	});

	it('abort a job, which then writes nothing', async () => {
		const jobId = await opened();
		await uploaded(jobId, 'LastName', 'Bell');
		expect((await json('abortJob', { jobId, jobKind: 'ingest' }))[0]?.state).toBe('Aborted');
		const { error } = await run('closeJob', { jobId });
		expect(error?.message).toContain('cannot become UploadComplete');
		expect(contacts()).toEqual([]);
	});

	it('list the jobs of a kind, page by page', async () => {
		org.fakeServer.vendor.bulk.jobsPerPage = 2;
		const ids = [];
		for (let index = 0; index < 5; index++) ids.push(await opened());
		const list = async (more: INodeParameters) =>
			(await json('getJobs', { jobKind: 'ingest', ...more })).map(({ id }) => id);
		expect(await list({ returnAll: true })).toEqual([...ids].reverse());
		expect(await list({ returnAll: false, limit: 3 })).toHaveLength(3);
		expect(await json('getJobs', { jobKind: 'query', returnAll: true })).toEqual([]);
	});

	it('want an external ID for an upsert', async () => {
		const { error } = await run('createJob', { object: CONTACT, bulkOperation: 'upsert' });
		expect(error?.message).toContain("'Match On Name or ID' is missing");
		const [job] = await json('createJob', {
			object: CONTACT,
			bulkOperation: 'upsert',
			matchField: 'Ext__c',
		});
		expect(job).toMatchObject({ externalIdFieldName: 'Ext__c', state: 'Open' });
	});

	it.each(['createJob', 'createQueryJob', 'uploadJobData'])(
		'say under Bulk Data Load Jobs what became of %s where its reply is lost',
		async (operation) => {
			const jobId = await opened();
			org.fakeServer.faults.arm({ path: '/jobs/', fault: { kind: 'dropAfter' }, times: 1 });
			const { items } = await run(
				operation,
				{
					object: CONTACT,
					bulkOperation: 'insert',
					query: 'SELECT Id FROM Contact',
					jobId,
					inputDataFieldName: 'data',
				},
				{ onError: 'continueRegularOutput', ...csv('LastName', 'Bell') },
			);
			expect(items[0]?.json).toMatchObject({
				message: expect.stringContaining('look under Setup > Bulk Data Load Jobs') as unknown,
				details: { executed: 'unknown' },
			});
			expect(JSON.stringify(items)).not.toContain('External Identifier');
		},
	);

	it.each(['dropAfter', 'dropBefore'] as const)(
		'look at the job where the reply to its closing is lost (%s)',
		async (kind) => {
			const jobId = await opened();
			await uploaded(jobId, 'LastName', 'Bell');
			org.fakeServer.faults.arm({ path: jobId, fault: { kind }, times: 1 });
			const { items } = await run('closeJob', { jobId }, { onError: 'continueRegularOutput' });
			const closings = org.fakeServer.seen(jobId).filter(({ method }) => method === 'PATCH');
			expect(closings.length).toBeLessThanOrEqual(1);
			if (kind === 'dropAfter') expect(items[0]?.json.id).toBe(jobId);
			else expect(items[0]?.json.details).toMatchObject({ executed: 'unknown' });
			expect(contacts()).toHaveLength(kind === 'dropAfter' ? 1 : 0);
		},
	);

	const openedAndAborted = async () => {
		const jobId = await opened();
		await json('abortJob', { jobId, jobKind: 'ingest' });
		return jobId;
	};

	it.each(['dropAfter', 'dropBefore'] as const)(
		'say that a job is deleted only where it is gone (%s)',
		async (kind) => {
			const jobId = await openedAndAborted();
			org.fakeServer.faults.arm({ path: jobId, fault: { kind }, skip: 1, times: 1 });
			const { items } = await run(
				'deleteJob',
				{ jobId, jobKind: 'ingest' },
				{ onError: 'continueRegularOutput' },
			);
			if (kind === 'dropAfter') expect(items[0]?.json).toEqual({ id: jobId, deleted: true });
			else expect(items[0]?.json.details).toMatchObject({ executed: 'unknown' });
		},
	);

	it('do not take an unclear reply about a job for its deletion', async () => {
		const jobId = await openedAndAborted();
		org.fakeServer.faults.arm(
			{ path: jobId, fault: { kind: 'dropBefore' }, skip: 1, times: 1 },
			{ path: jobId, fault: { kind: 'status', status: 200, body: {} }, skip: 2 },
		);
		const { items } = await run(
			'deleteJob',
			{ jobId, jobKind: 'ingest' },
			{ onError: 'continueRegularOutput' },
		);
		expect(items[0]?.json.details).toMatchObject({ executed: 'unknown' });
	});

	it('do not take a job for deleted that never existed', async () => {
		const jobId = '750000000000999AAA';
		org.fakeServer.faults.arm({ path: jobId, fault: { kind: 'dropAfter' }, skip: 1, times: 1 });
		const { error } = await run('deleteJob', { jobId, jobKind: 'ingest' });
		expect(error?.message).toContain(`No job with the ID ${jobId} was found`);
	});

	it.each(['getJob', 'deleteJob'])(
		'name the API version where the org does not know it (%s)',
		async (operation) => {
			const { error } = await run(operation, {
				jobId: '750000000000999AAA',
				jobKind: 'ingest',
				options: { apiVersion: '99.0' },
			});
			expect(error?.message).toContain('has no API version 99.0');
		},
	);

	it('never upload a second time where the reply is lost', async () => {
		const jobId = await opened();
		org.fakeServer.faults.arm({ path: '/batches', fault: { kind: 'dropAfter' }, times: 1 });
		const { items } = await run(
			'uploadJobData',
			{ jobId, inputDataFieldName: 'data' },
			{ ...csv('LastName', 'Bell'), onError: 'continueRegularOutput' },
		);
		expect(items[0]?.json.details).toMatchObject({ executed: 'unknown' });
		expect(org.fakeServer.seen('/batches')).toHaveLength(1);
	});
});
