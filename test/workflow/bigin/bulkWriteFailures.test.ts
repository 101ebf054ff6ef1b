import { useBulkWrite } from '../../harness/biginBulkWrite';

const { bigin, arm, withoutFields, uploads, jobs, run } = useBulkWrite();

describe('Bulk Write: Run', () => {
	it('starts no second job after a lost reply, even if n8n retries the node', async () => {
		arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/bulk/v2/write' });
		const { error } = await run([{ Last_Name: 'A' }], {}, { retry: { tries: 3 } });
		expect(error).toMatchObject({ context: { details: { executed: 'unknown' } } });
		expect(jobs()).toHaveLength(1);
	});

	it('repeats an upload that did not arrive, and stores nothing twice', async () => {
		arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/bigin/v2/upload' });
		const { items } = await run([{ Last_Name: 'A' }]);
		expect(items).toMatchObject([{ json: { status: 'added' } }]);
		expect([uploads().length, jobs().length]).toEqual([2, 1]);
	});

	it('reports that nothing was stored if the upload is refused', async () => {
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

	it('splits a batch that is too large for Bigin', async () => {
		arm({ fault: { kind: 'status', status: 413 }, times: 1, path: '/bigin/v2/upload' });
		const { items } = await run([{ Last_Name: 'A' }, { Last_Name: 'B' }]);
		expect(items.map(({ json }) => json.status)).toEqual(['added', 'added']);
		expect(jobs()).toHaveLength(2);
	});

	it("reports Bigin's refusal of a job if the fields of the account cannot be read", async () => {
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

	it('names the job that does not finish in time', async () => {
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
			/could not be read: The result that Zoho Bigin sent is not a ZIP archive/,
		],
		[
			'is refused',
			{ kind: 'status', status: 403 } as const,
			/could not be read: Zoho Bigin did not accept the request/,
		],
	])('reports an unknown outcome for all items if the result %s', async (_what, fault, message) => {
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
	])('reports the right outcome for a job with %s', async (_what, job, message, executed) => {
		arm({
			fault: { kind: 'status', status: 200, body: { id: '1', ...job } },
			path: '/bulk/v2/write/',
		});
		const { error } = await run([{ Last_Name: 'A' }]);
		expect(error?.message).toContain(message);
		expect(error).toMatchObject({ context: { details: { executed } } });
	});
});
