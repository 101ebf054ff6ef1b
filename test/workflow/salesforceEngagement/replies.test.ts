import type { IDataObject } from 'n8n-workflow';

import { N8N_1 } from '../../harness/version';
import { autoMap, BATCH, DIRECT, Org, records, unnamed } from '../../harness/salesforceEngagement';

describe('Salesforce Engagement', () => {
	const org = new Org();

	describe('what Salesforce refuses', () => {
		it('fails one bad interaction of 60 alone', async () => {
			const result = await org.run({
				parameters: autoMap,
				items: records(60, { 33: { communicationChannel: 'Pigeon' } }),
				onError: 'continueErrorOutput',
			});
			expect(org.fakeServer.seen(BATCH)).toHaveLength(3);
			expect(result.items).toHaveLength(59);
			org.expectLinks(result);
			expect(result.errors).toHaveLength(1);
			expect(result.errors[0]).toMatchObject({
				pairedItem: { item: 33 },
				json: {
					externalIdentifierId: 'call-33',
					details: {
						httpCode: 400,
						code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
						field: 'communicationChannel',
						executed: 'no',
					},
				},
			});
			expect(result.errors[0]?.json.error).toContain("did not accept 'Communication Channel'");
		});

		it('keeps the items in order where the run continues', async () => {
			org.fakeServer.faults.arm({
				fault: { kind: 'partial', positions: [2] },
				path: BATCH,
				times: 1,
			});
			const result = await org.run({
				parameters: autoMap,
				items: records(4),
				onError: 'continueRegularOutput',
			});
			expect(result.items.map(({ json }) => 'error' in json)).toEqual([false, false, true, false]);
			expect(result.items[2]?.json).toMatchObject({
				error: expect.stringContaining('[item 2]'),
				details: { field: 'CommunicationChannel', executed: 'no' },
			});
		});

		it('names what is written when it stops, and a retry sends only the rest', async () => {
			org.fakeServer.faults.arm({
				fault: { kind: 'partial', positions: [1] },
				path: BATCH,
				times: 1,
			});
			const stopped = await org.run({ parameters: autoMap, items: records(3) });
			expect(stopped.error?.message).toContain('[item 1]');
			expect(stopped.error?.description).toContain(
				`Already written: item 0 (id ${String(org.stored()[0]?.id)}), item 2`,
			);
			org.fakeServer.reset();
			org.fakeServer.faults.arm({
				fault: { kind: 'partial', positions: [1] },
				path: BATCH,
				times: 1,
			});
			const retried = await org.run({
				parameters: autoMap,
				items: records(3),
				retry: { tries: 2 },
			});
			expect(retried.error).toBeUndefined();
			expect(org.stored().map(({ externalIdentifierId }) => externalIdentifierId)).toEqual([
				'call-0',
				'call-2',
				'call-1',
			]);
			org.expectLinks(retried);
		});

		it('takes a 2xx whose body reports a refusal for one, alone and in a batch', async () => {
			org.fakeServer.vendor.bodyStatus = 400;
			const one = await org.run({
				parameters: autoMap,
				items: records(1),
				onError: 'continueErrorOutput',
			});
			const many = await org.run({
				parameters: autoMap,
				items: records(2),
				onError: 'continueErrorOutput',
			});
			for (const { json } of [...one.errors, ...many.errors]) {
				expect(json).toMatchObject({
					error: expect.stringContaining('The interaction could not be created'),
					details: { httpCode: 201, code: '400', executed: 'unknown' },
				});
			}
			expect([...one.errors, ...many.errors]).toHaveLength(3);
			org.fakeServer.vendor.bodyStatus = 200;
			const idless = await org.run({
				parameters: autoMap,
				items: records(1),
				onError: 'continueErrorOutput',
			});
			expect(idless.errors[0]?.json).toMatchObject({
				error: expect.stringContaining('without the ID'),
				details: { executed: 'unknown' },
			});
		});

		it('reports the items that a batch did not process', async () => {
			org.fakeServer.vendor.stopAfter = 2;
			const short = await org.run({
				parameters: autoMap,
				items: records(3),
				onError: 'continueErrorOutput',
			});
			expect(short.items).toHaveLength(2);
			expect(short.errors[0]).toMatchObject({
				pairedItem: { item: 2 },
				json: {
					error: expect.stringContaining('probably not run'),
					details: { executed: 'unknown' },
				},
			});
			const halted = {
				hasErrors: true,
				results: [
					{
						statusCode: 400,
						result: [{ errorCode: 'REQUIRED_FIELD_MISSING', message: 'm', fields: ['Name'] }],
					},
					{
						statusCode: 412,
						result: [
							{
								errorCode: 'BATCH_PROCESSING_HALTED',
								message: 'Batch processing halted per request',
							},
						],
					},
				],
			};
			org.fakeServer.faults.arm({ fault: { kind: 'status', status: 200, body: halted }, times: 1 });
			const stopped = await org.run({
				parameters: autoMap,
				items: records(2),
				onError: 'continueErrorOutput',
			});
			expect(stopped.errors[1]?.json).toMatchObject({
				error: expect.stringContaining('did not run this item'),
				details: { httpCode: 412, code: 'BATCH_PROCESSING_HALTED', executed: 'no' },
			});
		});

		it('hints at the option where the batch itself is refused', async () => {
			org.fakeServer.faults.arm({
				fault: { kind: 'status', status: 404, code: 'NOT_FOUND' },
				path: BATCH,
			});
			const result = await org.run({ parameters: autoMap, items: records(2) });
			expect(result.error?.description).toContain("switch off 'Send in Batches'");
			expect(result.error?.description).toContain('NOT_FOUND');
		});

		it('waits for concurrent calls and an overloaded server, but not for the calls of an hour or a day', async () => {
			org.fakeServer.faults.arm({ fault: { kind: 'throttle' }, path: BATCH, times: 1 });
			const busy = await org.run({ parameters: autoMap, items: records(2) });
			expect(busy.items).toHaveLength(2);
			expect(org.fakeServer.seen(BATCH)).toHaveLength(2);
			org.fakeServer.reset();
			org.fakeServer.faults.arm({
				fault: { kind: 'status', status: 503, code: 'SERVER_UNAVAILABLE' },
				path: BATCH,
				times: 1,
			});
			expect((await org.run({ parameters: autoMap, items: records(2) })).items).toHaveLength(2);
			org.fakeServer.reset();
			org.fakeServer.faults.arm({
				fault: {
					kind: 'status',
					status: 503,
					body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'The hourly limit is reached' }],
				},
				path: BATCH,
			});
			expect((await org.run({ parameters: autoMap, items: records(2) })).error).toMatchObject({
				description: expect.stringContaining('for one hour'),
			});
			expect(org.fakeServer.seen(BATCH)).toHaveLength(1);
			org.fakeServer.reset();
			org.fakeServer.faults.arm({
				fault: { kind: 'status', status: 400, code: 'UNABLE_TO_LOCK_ROW' },
				path: DIRECT,
				times: 1,
			});
			expect((await org.run({ parameters: autoMap, items: records(1) })).items).toHaveLength(1);
			org.fakeServer.reset();
			org.fakeServer.faults.arm({
				fault: {
					kind: 'status',
					status: 403,
					body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
				},
			});
			const spent = await org.run({ parameters: autoMap, items: records(2) });
			expect(org.fakeServer.seen(BATCH)).toHaveLength(1);
			expect(spent.error).toMatchObject({
				...(N8N_1 ? {} : { failure: { cause: 'quota-exhausted' } }),
				description: expect.stringContaining('24 hours'),
			});
		});

		it('does not repeat what may have been stored', async () => {
			org.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, path: BATCH, times: 1 });
			const result = await org.run({
				parameters: autoMap,
				items: unnamed(2),
				onError: 'continueErrorOutput',
			});
			expect(org.stored()).toHaveLength(2);
			expect(result.errors.map(({ json }) => (json.details as IDataObject).executed)).toEqual([
				'unknown',
				'unknown',
			]);
			org.fakeServer.faults.arm({ fault: { kind: 'status', status: 503 }, path: BATCH });
			await org.run({ parameters: autoMap, items: unnamed(2), onError: 'continueErrorOutput' });
			expect(org.fakeServer.seen(BATCH)).toHaveLength(2);
		});

		it.each([
			['html', 'an HTML page'],
			['empty', 'an empty reply'],
			['wrongLength', 'does not match the interactions'],
			['withoutStatus', 'no result'],
		] as const)('loses nothing over a reply that is %s', async (body, message) => {
			org.fakeServer.faults.arm({
				fault: { kind: 'malformed', body },
				path: BATCH,
				skip: 1,
				times: 1,
			});
			const result = await org.run({
				parameters: { ...autoMap, requestOptions: { parallelRequests: 1 } },
				items: unnamed(30),
				onError: 'continueErrorOutput',
			});
			expect(result.items).toHaveLength(25);
			expect(result.errors).toHaveLength(5);
			for (const { json } of result.errors)
				expect(json).toMatchObject({
					error: expect.stringContaining(message),
					details: { executed: 'unknown' },
				});
		});
	});
});
