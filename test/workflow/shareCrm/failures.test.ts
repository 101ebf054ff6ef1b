/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:net';

import { autoMap, create, sessions, source, useShareCrm } from '../../harness/sharecrm';
import type { RunSpec } from '../../harness/workflow';

describe('ShareCRM', () => {
	const { calls, run, fakeServer, stored, tokenCalls } = useShareCrm();

	describe('a failure', () => {
		it('is on its own item, with the code and the trace id, in every On Error mode', async () => {
			const parameters = { ...autoMap, requestOptions: { parallelRequests: 1 } };
			fakeServer().faults.arm({
				fault: { kind: 'partial', positions: [0] },
				path: '/create',
				times: 1,
				skip: 3,
			});
			const branch = await run({ parameters, items: sessions(6), onError: 'continueErrorOutput' });
			expect(branch.items.map(source)).toEqual([0, 1, 2, 4, 5]);
			expect(branch.errors).toHaveLength(1);
			expect(branch.errors[0]).toMatchObject({
				pairedItem: { item: 3 },
				json: {
					name: 'Chat 3',
					details: { code: '201112008', executed: 'no', traceId: expect.stringContaining('E-O.') },
				},
			});
			expect(branch.errors[0]?.json.error).toBe(
				'ShareCRM did not accept the request: the validation rule was not met (validation) [item 3]',
			);

			fakeServer().faults.arm({
				fault: { kind: 'partial', positions: [0] },
				path: '/create',
				times: 1,
				skip: 3,
			});
			const carryOn = await run({
				parameters,
				items: sessions(6),
				onError: 'continueRegularOutput',
			});
			expect(carryOn.items.map(({ json }) => 'error' in json)).toEqual([
				false,
				false,
				false,
				true,
				false,
				false,
			]);

			fakeServer().faults.arm({
				fault: { kind: 'partial', positions: [0] },
				path: '/create',
				times: 1,
				skip: 3,
			});
			const stop = await run({ parameters, items: sessions(6) });
			expect(stop.error?.message).toContain('[item 3]');
			const written = stored()
				.slice(-3)
				.map(({ _id }) => _id);
			expect(stop.error?.description).toContain(
				`Already written: item 0 (id ${written[0]}), item 1 (id ${written[1]}), item 2 (id ${written[2]}).`,
			);
		});

		it('ends a run at the number of calls that the credential allows, and another run of the day makes none', async () => {
			const parameters = { ...autoMap, requestOptions: { parallelRequests: 3 } };
			const change = { dailyCalls: 4 };
			const spec = { parameters, change, onError: 'continueErrorOutput' as const };
			const first = await run({ ...spec, items: sessions(10) });
			expect(first.items).toHaveLength(4);
			expect(first.errors).toHaveLength(6);
			expect(first.errors[0]?.json.error).toContain("'Calls per Day'");
			expect(first.errors[0]?.json.details).toMatchObject({ executed: 'no' });
			const second = await run({ ...spec, items: sessions(2) });
			expect(second.errors).toHaveLength(2);
			expect(calls()).toHaveLength(4);
		});

		it.each([
			['-1', 'unknown', 'busy'],
			['-2', 'unknown', 'system fault'],
			['50009', 'unknown', 'too long'],
			['30002', 'no', 'midnight'],
			['30003', 'no', 'Open API pack'],
			['20021', 'no', 'Enable it'],
			['20022', 'no', 'Authorize it'],
			['10006', 'no', 'Check App ID'],
			['30027', 'no', "'Operator Employee ID'"],
			['40010', 'no', 'Correct the input'],
		])(
			'with the code %s says executed %s and what to do, and is not sent again',
			async (code, executed, hint) => {
				fakeServer().faults.arm({ fault: { kind: 'status', status: 200, code }, path: '/create' });
				const { errors } = await run({
					parameters: autoMap,
					items: sessions(1),
					onError: 'continueErrorOutput',
				});
				expect(errors[0]?.json.details).toMatchObject({ code, executed });
				expect(errors[0]?.json.message).toContain(hint);
				expect(calls()).toHaveLength(1);
			},
		);

		it.each([
			['html', 'an HTML page'],
			['empty', 'an empty reply'],
			['truncated', 'not JSON'],
			['withoutStatus', 'without an errorCode'],
		] as const)(
			'of a reply that is %s leaves open whether the record is there',
			async (body, text) => {
				fakeServer().faults.arm({ fault: { kind: 'malformed', body }, path: '/create', times: 1 });
				const { errors } = await run({
					parameters: autoMap,
					items: sessions(1),
					onError: 'continueErrorOutput',
				});
				expect(errors[0]?.json.error).toContain(text);
				expect(errors[0]?.json.details).toMatchObject({ executed: 'unknown' });
				expect(stored()).toHaveLength(1);
			},
		);

		it('of a lost reply is not repeated, also not by Retry On Fail', async () => {
			fakeServer().faults.arm({ fault: { kind: 'dropAfter' }, path: '/create', times: 1 });
			const result = await run({
				parameters: autoMap,
				items: sessions(3),
				onError: 'continueErrorOutput',
				retry: { tries: 3 },
			});
			expect(result.errors).toHaveLength(1);
			expect(result.errors[0]?.json.details).toMatchObject({ executed: 'unknown' });
			expect(stored()).toHaveLength(3);
		});

		it('of a 302 names the host, and nothing follows it', async () => {
			fakeServer().faults.arm({
				fault: {
					kind: 'status',
					status: 302,
					headers: { location: `${fakeServer().url}/login` },
					body: '',
				},
				path: '/create',
				times: 1,
			});
			const { errors } = await run({
				parameters: autoMap,
				items: sessions(1),
				onError: 'continueErrorOutput',
			});
			expect(errors[0]?.json).toMatchObject({
				error: expect.stringContaining('redirect'),
				message: expect.stringContaining('Check the host'),
				details: { httpCode: 302 },
			});
			expect(fakeServer().seen('/login')).toHaveLength(0);
		});
	});

	describe('a credential', () => {
		it('that is refused is tried once for all items, and its secrets are not shown', async () => {
			const change = { appSecret: 'a-wrong-secret' };
			fakeServer().faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: {
						errorCode: 10006,
						errorMessage: 'appSecret a-wrong-secret is illegal',
						traceId: 'T',
					},
				},
				path: '/oauth2.0',
				times: 1,
			});
			const { errors } = await run({
				parameters: autoMap,
				items: sessions(4),
				onError: 'continueErrorOutput',
				change,
			});
			expect(errors).toHaveLength(4);
			expect(errors[3]?.json.error).toBe(
				'ShareCRM gave no token: appSecret *** is illegal [item 3]',
			);
			expect(errors[3]?.json.details).toMatchObject({
				code: '10006',
				traceId: 'T',
				executed: 'no',
			});
			expect(errors[3]?.json.message).toContain('Check App ID, App Secret');
			expect(tokenCalls()).toHaveLength(1);
			expect(calls()).toHaveLength(0);
		});

		it('is told from its reply when the host is a website', async () => {
			fakeServer().faults.arm({ fault: { kind: 'malformed', body: 'html' }, path: '/oauth2.0' });
			const result = await run({ parameters: autoMap, items: sessions(1) });
			expect(result.error?.message).toBe(
				'ShareCRM gave no token: the host answered with an HTML page [item 0]',
			);
			expect(result.error?.description).toContain('Check the cloud or host');
		});

		it.each([
			[{ host: 'http://crm.example.com' }, "'Host' cannot be used"],
			[{ host: '' }, "'Host' is missing"],
			[{ cloud: 'evil.example.com' }, 'the cloud "evil.example.com" is not known'],
			[{ operatorEmployeeId: '1000\r\nx-evil: 1' }, "'Operator Employee ID' is missing"],
		])('with %j is not used', async (change, text) => {
			const result = await run({ parameters: autoMap, items: sessions(1), change });
			expect(result.error?.message).toContain(text);
			expect(fakeServer().requests).toHaveLength(0);
		});

		it('for a host that does not answer stores nothing', async () => {
			const port = await freePort();
			const { errors } = await run({
				parameters: { ...autoMap, requestOptions: { maxTries: 1 } },
				items: sessions(1),
				onError: 'continueErrorOutput',
				change: { host: `http://127.0.0.1:${port}` },
			});
			expect(errors[0]?.json).toMatchObject({
				error: expect.stringContaining('the host refused the connection'),
				details: { executed: 'no' },
			});
		});
	});

	it.each([
		['owner', { owner: '1000, 1001' }, "'Owner Employee ID' has 2 entries"],
		[
			'an id with a slash',
			{ owner: '10/00' },
			"'Owner Employee ID' must be an ID without spaces or slashes",
		],
		['an id with a line break', { created_by: '1000\n1' }, "'Creator Employee ID' must be"],
		['create_time', { create_time: 'soon' }, "'Create Time' must be a date"],
		['name', { name: { first: 'x' } }, "'Name' must be text"],
		['details', { details: 'x' }, "'Detail Records' must be an object"],
		['details', { details: { LineObj: ['x'] } }, "'Detail Records > LineObj 1' must be an object"],
		[
			'dataObjectApiName',
			{ dataObjectApiName: 'AccountObj' },
			"'dataObjectApiName' must be CustomerServiceSessionObj",
		],
	])('refuses a bad %s on its own item, before it is sent', async (_name, bad, text) => {
		const items = [{ name: 'Chat 0' }, { name: 'Chat 1', ...bad }, { name: 'Chat 2' }];
		const result = await run({ parameters: autoMap, items, onError: 'continueErrorOutput' });
		expect(result.items.map(source)).toEqual([0, 2]);
		expect(result.errors[0]?.json.error).toContain(text);
		expect(result.errors[0]?.json.error).toContain('[item 1]');
		expect(calls()).toHaveLength(2);
	});

	it.each([
		[
			{ additionalFields: { details: { values: [{ apiName: '', records: '[]' }] } } },
			"'Detail 1 > Detail Object' is missing",
		],
		[
			{ additionalFields: { details: { values: [{ apiName: 'LineObj', records: '{ "a": ' }] } } },
			"'Detail 1 > Records' must be a JSON list",
		],
		[
			{ additionalFields: { customFields: { values: [{ key: '', kind: 'text', text: 'x' }] } } },
			"'Custom Fields 1' has no API name",
		],
		[
			{
				additionalFields: {
					customFields: { values: [{ key: 'a__c', kind: 'number', number: 'many' }] },
				},
			},
			"'a__c' must be a number",
		],
		[{ options: { operatorEmployeeId: '10/00' } }, "'Operator Employee ID' must be an employee ID"],
	])('refuses %j', async (parameters, text) => {
		const result = await run({
			parameters: {
				...create,
				inputMode: 'define',
				name: 'Chat',
				...parameters,
			} as RunSpec['parameters'],
			items: [{}],
		});
		expect(result.error?.message).toContain(text);
		expect(calls()).toHaveLength(0);
	});
});

async function freePort(): Promise<number> {
	return await new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
