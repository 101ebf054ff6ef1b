import { sleep } from 'n8n-workflow';

import { autoMap, create, LIMITS, sessions, source, useShareCrm } from '../../harness/sharecrm';
import type { RunSpec } from '../../harness/workflow';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('ShareCRM', () => {
	const { appId, bodies, calls, run, fakeServer, stored, tokenCalls } = useShareCrm();

	describe('a record', () => {
		it('is created with the three headers, and of the options only those that the form shows', async () => {
			const result = await run({
				parameters: {
					...create,
					inputMode: 'define',
					name: '={{ $json.title }}',
					additionalFields: { owner: '1000' },
				},
				items: [{ title: 'Chat 42' }],
			});
			expect(result.error).toBeUndefined();
			expect(bodies()).toEqual([
				{
					triggerApprovalFlow: true,
					triggerWorkFlow: true,
					data: {
						object_data: {
							dataObjectApiName: 'CustomerServiceSessionObj',
							object_describe_api_name: 'CustomerServiceSessionObj',
							name: 'Chat 42',
							owner: ['1000'],
						},
					},
				},
			]);
			const { headers, query } = calls()[0]!;
			expect(headers).toMatchObject({ 'x-fs-ea': 'sandbox01', 'x-fs-userid': '1000' });
			expect(headers.authorization).toMatch(/^Bearer [0-9A-F]{32}$/);
			expect(query.thirdTraceId).toMatch(UUID_V4);
			expect(tokenCalls()[0]?.body).toEqual({
				appId: appId(),
				appSecret: 'sandbox-app-secret',
				permanentCode: 'sandbox-permanent-code',
				grantType: 'app_secret',
			});
			const id = stored()[0]?._id;
			expect(result.items[0]).toEqual(
				expect.objectContaining({
					pairedItem: { item: 0 },
					json: { id, name: 'Chat 42', traceId: expect.stringContaining('E-O.') },
				}),
			);
		});

		it('is the same request in each input mode', async () => {
			const json = {
				name: 'Chat 1',
				owner: ['1001'],
				record_type: 'default__c',
				create_time: 1767261600000,
				created_by: ['1002'],
				field_price__c: '100.01',
				details: { LineObj: [{ name: 'a' }] },
			};
			await run({ parameters: autoMap, items: [json] });
			await run({
				parameters: { ...create, inputMode: 'json', jsonRecord: '={{ $json }}' },
				items: [json],
			});
			await run({
				parameters: {
					...create,
					inputMode: 'define',
					name: '={{ $json.name }}',
					additionalFields: {
						owner: '1001',
						record_type: 'default__c',
						create_time: '2026-01-01T11:00:00',
						created_by: '={{ ["1002"] }}',
						customFields: { values: [{ key: 'field_price__c', kind: 'number', number: 100.01 }] },
						details: { values: [{ apiName: 'LineObj', records: '[{ "name": "a" }]' }] },
					},
				},
				items: [json],
			});
			const [first, ...others] = bodies();
			expect(first).toEqual({
				triggerApprovalFlow: true,
				triggerWorkFlow: true,
				hasSpecifyTime: true,
				hasSpecifyCreatedBy: true,
				data: {
					object_data: {
						dataObjectApiName: 'CustomerServiceSessionObj',
						object_describe_api_name: 'CustomerServiceSessionObj',
						name: 'Chat 1',
						owner: ['1001'],
						record_type: 'default__c',
						create_time: 1767261600000,
						created_by: ['1002'],
						field_price__c: '100.01',
					},
					details: { LineObj: [{ name: 'a' }] },
				},
			});
			expect(others).toEqual([first, first]);
			expect(stored()[0]).toMatchObject({ create_time: 1767261600000, created_by: ['1002'] });
		});

		it('carries custom fields in the form of their kind', async () => {
			const value = (kind: string, entry: unknown) => ({ key: `${kind}__c`, kind, [kind]: entry });
			const values = [
				value('text', 'x'),
				value('number', '1200.5'),
				value('boolean', 'true'),
				value('date', '2026-03-01'),
				value('dateTime', '2026-03-01T10:00:00+08:00'),
				value('list', '1000, 1001'),
				value('lookup', '68fa00000000000000000001'),
				value('json', '[{ "name": "a.png", "path": "N_1" }]'),
			];
			const result = await run({
				parameters: {
					...create,
					inputMode: 'define',
					name: 'Chat',
					additionalFields: { customFields: { values } },
				} as RunSpec['parameters'],
				items: [{}],
			});
			expect(result.error).toBeUndefined();
			expect(bodies()[0]?.data.object_data).toMatchObject({
				text__c: 'x',
				number__c: '1200.5',
				boolean__c: true,
				date__c: Date.parse('2026-03-01T00:00:00+01:00'),
				dateTime__c: Date.parse('2026-03-01T10:00:00+08:00'),
				list__c: ['1000', '1001'],
				lookup__c: '68fa00000000000000000001',
				json__c: [{ name: 'a.png', path: 'N_1' }],
			});
		});

		it('takes options, and another operator for this operation', async () => {
			const triggers = { triggerApprovalFlow: false, triggerWorkFlow: false };
			const options = {
				hasSpecifyTime: false,
				includeDetailIds: true,
				isDuplicateSearch: true,
				skipFuncValidate: false,
				operatorEmployeeId: '={{ $json.operator }}',
			};
			const items = [
				{
					name: 'A',
					operator: '1007',
					create_time: 1767261600000,
					details: { LineObj: [{ name: 'a' }, { name: 'b' }] },
				},
			];
			const result = await run({
				parameters: { ...autoMap, ...triggers, options },
				items,
			});
			expect(bodies()[0]).toMatchObject({
				triggerApprovalFlow: false,
				triggerWorkFlow: false,
				hasSpecifyTime: false,
				includeDetailIds: true,
			});
			expect(bodies()[0]?.data.optionInfo).toEqual({
				isDuplicateSearch: true,
				skipFuncValidate: false,
			});
			expect(calls()[0]?.headers['x-fs-userid']).toBe('1007');
			expect(stored()[0]?.create_time).not.toBe(1767261600000);
			expect((result.items[0]?.json.detailIds as { LineObj: string[] }).LineObj).toHaveLength(2);
		});

		it('may have no id in its reply', async () => {
			fakeServer().faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: { errorCode: 0, errorMessage: 'OK', traceId: 't' },
				},
				path: '/create',
				times: 1,
			});
			fakeServer().faults.arm({
				fault: { kind: 'status', status: 200, body: { errorCode: 0, data: { _id: 'abc' } } },
				path: '/create',
				times: 1,
				skip: 1,
			});
			const result = await run({
				parameters: { ...autoMap, requestOptions: { parallelRequests: 1 } },
				items: sessions(2),
			});
			expect(result.items.map(({ json }) => json)).toEqual([
				{ name: 'Chat 0', traceId: 't' },
				{ id: 'abc', name: 'Chat 1' },
			]);
		});
	});

	describe('many records', () => {
		it('need one token call for 20 at once, and another run needs none', async () => {
			const parameters = { ...autoMap, requestOptions: { parallelRequests: 20 } };
			const result = await run({ parameters, items: sessions(20) });
			await run({ parameters, items: sessions(3) });
			expect(result.items).toHaveLength(20);
			expect(tokenCalls()).toHaveLength(1);
			expect(calls()).toHaveLength(23);
			for (const item of result.items) {
				expect(stored().find(({ _id }) => _id === item.json.id)?.name).toBe(`Chat ${source(item)}`);
			}
			expect(result.items.map(source)).toEqual(Array.from({ length: 20 }, (_, index) => index));
		});

		it('stay below the limit by themselves, while two runs share it', async () => {
			fakeServer().vendor.limit = { calls: 10, millis: 300 };
			Object.assign(LIMITS, { calls: 10, window: 300, margin: 5 });
			const [first, second] = await Promise.all([
				run({ parameters: autoMap, items: sessions(25) }),
				run({ parameters: autoMap, items: sessions(25) }),
			]);
			expect([first.items.length, second.items.length]).toEqual([25, 25]);
			expect(fakeServer().vendor.throttled).toBe(0);
			expect(calls()).toHaveLength(50);
			expect(calls().at(-1)!.at - calls()[0]!.at).toBeGreaterThanOrEqual(4 * 300);
		});

		it('all arrive where another process uses the same limit, although each request may be tried once only', async () => {
			fakeServer().vendor.limit = { calls: 10, millis: 300 };
			Object.assign(LIMITS, { calls: 10, window: 300, margin: 5 });
			const parameters = { ...autoMap, requestOptions: { maxTries: 1 } };
			// By another name of the host, the other executions share nothing with the first but the vendor.
			const other = { host: fakeServer().url.replace('127.0.0.1', 'localhost') };
			const results = await Promise.all([
				run({ parameters, items: sessions(40) }),
				run({ parameters, items: sessions(40), change: other }),
				run({ parameters, items: sessions(40), change: other }),
			]);
			expect(results.map(({ error, items }) => error?.message ?? items.length)).toEqual([
				40, 40, 40,
			]);
			expect(fakeServer().vendor.throttled).toBeGreaterThan(0);
			expect(stored()).toHaveLength(120);
		});

		it('stay below the limit also when the first calls wait for a slow token', async () => {
			fakeServer().vendor.limit = { calls: 5, millis: 400 };
			Object.assign(LIMITS, { calls: 5, window: 400, margin: 5 });
			fakeServer().faults.arm({
				fault: { kind: 'latency', millis: 300 },
				path: '/oauth2.0',
				times: 1,
			});
			const result = await run({ parameters: autoMap, items: sessions(15) });
			expect(result.items).toHaveLength(15);
			expect(fakeServer().vendor.throttled).toBe(0);
		});

		it('stop at once when the execution is cancelled while they wait for their turn', async () => {
			Object.assign(LIMITS, { calls: 5, window: 60_000 });
			let cancelled = 0;
			const cancelInTheMiddle = async (cancel: () => void) => {
				while (calls().length < 5) await sleep(20);
				await sleep(200);
				cancelled = Date.now();
				cancel();
			};
			await run({
				parameters: autoMap,
				items: sessions(20),
				onStart: ({ cancel }) => void cancelInTheMiddle(cancel),
			});
			expect(Date.now() - cancelled).toBeLessThan(5_000);
			expect(calls()).toHaveLength(5);
		});

		it('renew a token once when it is refused in the middle, with a new trace id for every attempt', async () => {
			fakeServer().faults.arm({
				fault: { kind: 'expireTokens' },
				path: '/create',
				times: 1,
				skip: 12,
			});
			const result = await run({ parameters: autoMap, items: sessions(30) });
			expect(result.items).toHaveLength(30);
			expect(stored()).toHaveLength(30);
			expect(tokenCalls()).toHaveLength(2);
			expect(calls().length).toBeGreaterThan(30);
			const traces = [...calls(), ...tokenCalls()].map(({ query }) => String(query.thirdTraceId));
			expect(new Set(traces).size).toBe(traces.length);
			expect(traces.every((trace) => UUID_V4.test(trace))).toBe(true);
		});

		it('wait when the service says so, and send again', async () => {
			fakeServer().faults.arm({ fault: { kind: 'throttle' }, path: '/create', times: 2 });
			fakeServer().faults.arm({
				fault: { kind: 'status', status: 200, code: '14001' },
				path: '/create',
				times: 1,
				skip: 4,
			});
			fakeServer().faults.arm({ fault: { kind: 'throttle' }, path: '/oauth2.0', times: 1 });
			const result = await run({ parameters: autoMap, items: sessions(6) });
			expect(result.items).toHaveLength(6);
			expect(stored()).toHaveLength(6);
			expect(calls()).toHaveLength(9);
			expect(tokenCalls()).toHaveLength(2);
		});

		it('say on the execution how long they waited for a limit', async () => {
			Object.assign(LIMITS, { frequencyWait: 10_000 });
			fakeServer().faults.arm({ fault: { kind: 'throttle' }, path: '/create', times: 1 });
			const { run: done } = await run({ parameters: autoMap, items: sessions(2) });
			expect(done.data.resultData.runData.Node?.[0]?.hints).toEqual([
				{
					message: expect.stringMatching(
						/^ShareCRM allows 100 calls in 20 seconds, so this run waited 1\d seconds\.$/,
					) as string,
					location: 'outputPane',
				},
			]);
		});

		it('do not renew a token for every item that is refused', async () => {
			fakeServer().faults.arm({
				fault: { kind: 'status', status: 200, code: '20016' },
				path: '/create',
			});
			const result = await run({
				parameters: autoMap,
				items: sessions(8),
				onError: 'continueErrorOutput',
			});
			expect(result.errors).toHaveLength(8);
			expect(result.errors[7]?.json.details).toMatchObject({ code: '20016', executed: 'no' });
			expect(result.errors[7]?.json.message).toContain('IP white list');
			expect(tokenCalls()).toHaveLength(2);
		});
	});
});
