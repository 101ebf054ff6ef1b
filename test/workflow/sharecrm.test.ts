/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:net';

import { ShareCrmStandIn } from '../../sandbox/shareCrm/standIn';
import type { StandIn } from '../../sandbox/core/standIn';
import type * as Limits from '../../nodes/ShareCrm/limits';
import { credentialsOf, startStandIn } from '../harness/sandbox';
import { runNode, type RunSpec } from '../harness/workflow';

const create = { resource: 'customerServiceSession', operation: 'create' };
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

// The built module, which is the one that runs.
const { LIMITS } = jest.requireActual<typeof Limits>('../../dist/nodes/ShareCrm/limits.js');
const usual = { ...LIMITS };

type Body = { data: { object_data: Record<string, unknown>; details?: unknown; optionInfo?: unknown } } & Record<string, unknown>;

describe('ShareCRM', () => {
	let shareCrm: StandIn<ShareCrmStandIn>;
	let tests = 0;
	beforeAll(async () => {
		shareCrm = await startStandIn(new ShareCrmStandIn());
	});
	afterAll(async () => await shareCrm.stop());
	beforeEach(() => {
		shareCrm.reset();
		Object.assign(LIMITS, usual, { frequencyWait: 50, fullWindowWait: 50 });
		tests += 1;
	});

	// Each test has an app of its own, because tokens outlive a run.
	const run = async ({ change = {}, ...spec }: Omit<RunSpec, 'node' | 'credentials'> & { change?: Record<string, unknown> }) =>
		await runNode({ node: 'shareCrm', credentials: credentialsOf(shareCrm, 'shareCrmApi', { appId: `FSAID_sandbox_${tests}`, ...change }), ...spec });
	const calls = () => shareCrm.seen('/data/create');
	const bodies = () => calls().map((call) => call.body as Body);
	const records = () => bodies().map(({ data }) => data.object_data);
	const tokenCalls = () => shareCrm.seen('/oauth2.0/token');
	const stored = () => shareCrm.vendor.stored().CustomerServiceSessionObj as Array<Record<string, unknown>>;
	const sessions = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `Chat ${index}` }));
	const autoMap = { ...create, inputMode: 'autoMap' };

	describe('a record', () => {
		it('is created with the three headers, and the settings that were not touched stay out', async () => {
			const result = await run({ parameters: { ...create, inputMode: 'define', name: '={{ $json.title }}', additionalFields: { owner: '1000' } }, items: [{ title: 'Chat 42' }] });
			expect(result.error).toBeUndefined();
			expect(bodies()).toEqual([
				{ data: { object_data: { dataObjectApiName: 'CustomerServiceSessionObj', object_describe_api_name: 'CustomerServiceSessionObj', name: 'Chat 42', owner: ['1000'] } } },
			]);
			const { headers, query } = calls()[0]!;
			expect(headers).toMatchObject({ 'x-fs-ea': 'sandbox01', 'x-fs-userid': '1000' });
			expect(headers.authorization).toMatch(/^Bearer [0-9A-F]{32}$/);
			expect(query.thirdTraceId).toMatch(UUID_V4);
			expect(tokenCalls()[0]?.body).toEqual({ appId: `FSAID_sandbox_${tests}`, appSecret: 'sandbox-app-secret', permanentCode: 'sandbox-permanent-code', grantType: 'app_secret' });
			const id = stored()[0]?._id;
			expect(result.items[0]).toEqual(
				expect.objectContaining({ pairedItem: { item: 0 }, json: { id, dataId: id, errorCode: 0, errorMessage: 'OK', errorDescription: 'success', traceId: expect.stringContaining('E-O.') } }),
			);
		});

		it('is the same request in each input mode', async () => {
			const json = { name: 'Chat 1', owner: ['1001'], record_type: 'default__c', create_time: 1767261600000, created_by: ['1002'], field_price__c: '100.01', details: { LineObj: [{ name: 'a' }] } };
			await run({ parameters: autoMap, items: [json] });
			await run({ parameters: { ...create, inputMode: 'json', jsonRecord: '={{ $json }}' }, items: [json] });
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
				hasSpecifyTime: true,
				hasSpecifyCreatedBy: true,
				data: {
					object_data: {
						dataObjectApiName: 'CustomerServiceSessionObj', object_describe_api_name: 'CustomerServiceSessionObj', name: 'Chat 1', owner: ['1001'],
						record_type: 'default__c', create_time: 1767261600000, created_by: ['1002'], field_price__c: '100.01',
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
				value('text', 'x'), value('number', '1200.5'), value('boolean', 'true'), value('date', '2026-03-01'), value('dateTime', '2026-03-01T10:00:00+08:00'),
				value('list', '1000, 1001'), value('lookup', '68fa00000000000000000001'), value('json', '[{ "name": "a.png", "path": "N_1" }]'),
			];
			const result = await run({ parameters: { ...create, inputMode: 'define', name: 'Chat', additionalFields: { customFields: { values } } } as RunSpec['parameters'], items: [{}] });
			expect(result.error).toBeUndefined();
			expect(records()[0]).toMatchObject({
				text__c: 'x', number__c: '1200.5', boolean__c: true, date__c: Date.parse('2026-03-01T00:00:00+01:00'), dateTime__c: Date.parse('2026-03-01T10:00:00+08:00'),
				list__c: ['1000', '1001'], lookup__c: '68fa00000000000000000001', json__c: [{ name: 'a.png', path: 'N_1' }],
			});
		});

		it('takes settings, and another operator for this operation', async () => {
			const options = {
				triggerApprovalFlow: false, triggerWorkFlow: false, hasSpecifyTime: false, includeDetailIds: true, isDuplicateSearch: true, skipFuncValidate: false,
				operatorEmployeeId: '={{ $json.operator }}',
			};
			const items = [{ name: 'A', operator: '1007', create_time: 1, details: { LineObj: [{ name: 'a' }, { name: 'b' }] } }];
			const result = await run({ parameters: { ...autoMap, options }, items });
			expect(bodies()[0]).toMatchObject({ triggerApprovalFlow: false, triggerWorkFlow: false, hasSpecifyTime: false, includeDetailIds: true });
			expect(bodies()[0]?.data.optionInfo).toEqual({ isDuplicateSearch: true, skipFuncValidate: false });
			expect(calls()[0]?.headers['x-fs-userid']).toBe('1007');
			expect(stored()[0]?.create_time).not.toBe(1);
			expect((result.items[0]?.json.detailIds as { LineObj: string[] }).LineObj).toHaveLength(2);
		});

		it('may have no id in its reply', async () => {
			shareCrm.faults.arm({ fault: { kind: 'status', status: 200, body: { errorCode: 0, errorMessage: 'OK', traceId: 't' } }, path: '/create', times: 1 });
			shareCrm.faults.arm({ fault: { kind: 'status', status: 200, body: { errorCode: 0, data: { _id: 'abc' } } }, path: '/create', times: 1, skip: 1 });
			const result = await run({ parameters: { ...autoMap, options: { parallelRequests: 1 } }, items: sessions(2) });
			expect(result.items.map(({ json }) => json)).toEqual([{ errorCode: 0, errorMessage: 'OK', traceId: 't' }, { id: 'abc', errorCode: 0, data: { _id: 'abc' } }]);
		});
	});

	describe('many records', () => {
		it('need one token call for 20 at once, and another run needs none', async () => {
			const parameters = { ...autoMap, options: { parallelRequests: 20 } };
			const result = await run({ parameters, items: sessions(20) });
			await run({ parameters, items: sessions(3) });
			expect(result.items).toHaveLength(20);
			expect(tokenCalls()).toHaveLength(1);
			expect(calls()).toHaveLength(23);
			for (const item of result.items) {
				expect(stored().find(({ _id }) => _id === item.json.id)?.name).toBe(`Chat ${(item.pairedItem as { item: number }).item}`);
			}
			expect(result.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(Array.from({ length: 20 }, (_, index) => index));
		});

		it('stay below the limit by themselves, while two runs share it', async () => {
			shareCrm.vendor.limit = { calls: 10, millis: 300 };
			Object.assign(LIMITS, { calls: 10, window: 300, margin: 60 });
			const [first, second] = await Promise.all([run({ parameters: autoMap, items: sessions(25) }), run({ parameters: autoMap, items: sessions(25) })]);
			expect([first.items.length, second.items.length]).toEqual([25, 25]);
			expect(shareCrm.vendor.throttled).toBe(0);
			expect(calls()).toHaveLength(50);
			expect(calls().at(-1)!.at - calls()[0]!.at).toBeGreaterThanOrEqual(4 * 300);
		});

		it('renew a token once when it is refused in the middle, with a new trace id for every attempt', async () => {
			shareCrm.faults.arm({ fault: { kind: 'expireTokens' }, path: '/create', times: 1, skip: 12 });
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
			shareCrm.faults.arm({ fault: { kind: 'throttle' }, path: '/create', times: 2 });
			shareCrm.faults.arm({ fault: { kind: 'status', status: 200, code: '14001' }, path: '/create', times: 1, skip: 4 });
			shareCrm.faults.arm({ fault: { kind: 'throttle' }, path: '/oauth2.0', times: 1 });
			const result = await run({ parameters: autoMap, items: sessions(6) });
			expect(result.items).toHaveLength(6);
			expect(stored()).toHaveLength(6);
			expect(calls()).toHaveLength(9);
			expect(tokenCalls()).toHaveLength(2);
		});

		it('do not renew a token for every item that is refused', async () => {
			shareCrm.faults.arm({ fault: { kind: 'status', status: 200, code: '20016' }, path: '/create' });
			const result = await run({ parameters: autoMap, items: sessions(8), onError: 'continueErrorOutput' });
			expect(result.errors).toHaveLength(8);
			expect(result.errors[7]?.json.details).toMatchObject({ code: '20016', executed: 'no' });
			expect(result.errors[7]?.json.message).toContain('IP white list');
			expect(tokenCalls()).toHaveLength(2);
		});
	});

	describe('a failure', () => {
		it('is on its own item, with the code and the trace id, in every On Error mode', async () => {
			const parameters = { ...autoMap, options: { parallelRequests: 1 } };
			shareCrm.faults.arm({ fault: { kind: 'partial', positions: [0] }, path: '/create', times: 1, skip: 3 });
			const branch = await run({ parameters, items: sessions(6), onError: 'continueErrorOutput' });
			expect(branch.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([0, 1, 2, 4, 5]);
			expect(branch.errors).toHaveLength(1);
			expect(branch.errors[0]).toMatchObject({ pairedItem: { item: 3 }, json: { name: 'Chat 3', details: { code: '201112008', executed: 'no', traceId: expect.stringContaining('E-O.') } } });
			expect(branch.errors[0]?.json.error).toBe('ShareCRM did not accept the request: the validation rule was not met (validation) [item 3]');

			shareCrm.faults.arm({ fault: { kind: 'partial', positions: [0] }, path: '/create', times: 1, skip: 3 });
			const carryOn = await run({ parameters, items: sessions(6), onError: 'continueRegularOutput' });
			expect(carryOn.items.map(({ json }) => 'error' in json)).toEqual([false, false, false, true, false, false]);

			shareCrm.faults.arm({ fault: { kind: 'partial', positions: [0] }, path: '/create', times: 1, skip: 3 });
			const stop = await run({ parameters, items: sessions(6) });
			expect(stop.error?.message).toContain('[item 3]');
			const written = stored().slice(-3).map(({ _id }) => _id);
			expect(stop.error?.description).toContain(`Already written: item 0 (id ${written[0]}), item 1 (id ${written[1]}), item 2 (id ${written[2]}).`);
		});

		it.each([
			['-1', 'unknown', 'busy'],
			['-2', 'unknown', 'system fault'],
			['50009', 'unknown', 'too long'],
			['30002', 'no', 'midnight'],
			['30003', 'no', 'Open API pack'],
			['20021', 'no', 'Enable it'],
			['20022', 'no', 'Authorise it'],
			['10006', 'no', 'Check App ID'],
			['30027', 'no', "'Operator Employee ID'"],
			['40010', 'no', 'Correct the input'],
		])('with the code %s says executed %s and what to do, and is not sent again', async (code, executed, hint) => {
			shareCrm.faults.arm({ fault: { kind: 'status', status: 200, code }, path: '/create' });
			const { errors } = await run({ parameters: autoMap, items: sessions(1), onError: 'continueErrorOutput' });
			expect(errors[0]?.json.details).toMatchObject({ code, executed });
			expect(errors[0]?.json.message).toContain(hint);
			expect(calls()).toHaveLength(1);
		});

		it.each([
			['html', 'an HTML page'],
			['empty', 'an empty reply'],
			['truncated', 'not JSON'],
			['withoutStatus', 'without an errorCode'],
		] as const)('of a reply that is %s leaves open whether the record is there', async (body, text) => {
			shareCrm.faults.arm({ fault: { kind: 'malformed', body }, path: '/create', times: 1 });
			const { errors } = await run({ parameters: autoMap, items: sessions(1), onError: 'continueErrorOutput' });
			expect(errors[0]?.json.error).toContain(text);
			expect(errors[0]?.json.details).toMatchObject({ executed: 'unknown' });
			expect(stored()).toHaveLength(1);
		});

		it('of a lost reply is not repeated, also not by Retry On Fail', async () => {
			shareCrm.faults.arm({ fault: { kind: 'dropAfter' }, path: '/create', times: 1 });
			const result = await run({ parameters: autoMap, items: sessions(3), onError: 'continueErrorOutput', retry: { tries: 3 } });
			expect(result.errors).toHaveLength(1);
			expect(result.errors[0]?.json.details).toMatchObject({ executed: 'unknown' });
			expect(stored()).toHaveLength(3);
		});

		it('of a 302 names the host, and nothing follows it', async () => {
			shareCrm.faults.arm({ fault: { kind: 'status', status: 302, headers: { location: `${shareCrm.url}/login` }, body: '' }, path: '/create', times: 1 });
			const { errors } = await run({ parameters: autoMap, items: sessions(1), onError: 'continueErrorOutput' });
			expect(errors[0]?.json).toMatchObject({ error: expect.stringContaining('redirect'), message: expect.stringContaining('Check the host'), details: { httpCode: 302 } });
			expect(shareCrm.seen('/login')).toHaveLength(0);
		});
	});

	describe('a credential', () => {
		it('that is refused is tried once for all items, and its secrets are not shown', async () => {
			const change = { appSecret: 'a-wrong-secret' };
			shareCrm.faults.arm({ fault: { kind: 'status', status: 200, body: { errorCode: 10006, errorMessage: 'appSecret a-wrong-secret is illegal', traceId: 'T' } }, path: '/oauth2.0', times: 1 });
			const { errors } = await run({ parameters: autoMap, items: sessions(4), onError: 'continueErrorOutput', change });
			expect(errors).toHaveLength(4);
			expect(errors[3]?.json.error).toBe('ShareCRM gave no token: appSecret *** is illegal [item 3]');
			expect(errors[3]?.json.details).toMatchObject({ code: '10006', traceId: 'T', executed: 'no' });
			expect(errors[3]?.json.message).toContain('Check App ID, App Secret');
			expect(tokenCalls()).toHaveLength(1);
			expect(calls()).toHaveLength(0);
		});

		it('is told from its reply when the host is a website', async () => {
			shareCrm.faults.arm({ fault: { kind: 'malformed', body: 'html' }, path: '/oauth2.0' });
			const result = await run({ parameters: autoMap, items: sessions(1) });
			expect(result.error?.message).toBe('ShareCRM gave no token: the host answered with an HTML page [item 0]');
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
			expect(shareCrm.requests).toHaveLength(0);
		});

		it('for a host that does not answer stores nothing', async () => {
			const port = await freePort();
			const { errors } = await run({ parameters: { ...autoMap, options: { maxTries: 1 } }, items: sessions(1), onError: 'continueErrorOutput', change: { host: `http://127.0.0.1:${port}` } });
			expect(errors[0]?.json).toMatchObject({ error: expect.stringContaining('the host refused the connection'), details: { executed: 'no' } });
		});
	});

	it.each([
		['owner', { owner: '1000, 1001' }, "'Owner Employee ID' has 2 entries"],
		['an id with a slash', { owner: '10/00' }, "'Owner Employee ID' must be an id without blanks and slashes"],
		['an id with a line break', { created_by: '1000\n1' }, "'Creator Employee ID' must be"],
		['create_time', { create_time: 'soon' }, "'Create Time' must be a date"],
		['name', { name: { first: 'x' } }, "'Name' must be text"],
		['details', { details: 'x' }, "'Detail Records' must be an object"],
		['details', { details: { LineObj: ['x'] } }, "'Detail Records > LineObj 1' must be an object"],
		['dataObjectApiName', { dataObjectApiName: 'AccountObj' }, "'dataObjectApiName' must be CustomerServiceSessionObj"],
	])('refuses a bad %s on its own item, before it is sent', async (_name, bad, text) => {
		const items = [{ name: 'Chat 0' }, { name: 'Chat 1', ...bad }, { name: 'Chat 2' }];
		const result = await run({ parameters: autoMap, items, onError: 'continueErrorOutput' });
		expect(result.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([0, 2]);
		expect(result.errors[0]?.json.error).toContain(text);
		expect(result.errors[0]?.json.error).toContain('[item 1]');
		expect(calls()).toHaveLength(2);
	});

	it.each([
		[{ additionalFields: { details: { values: [{ apiName: '', records: '[]' }] } } }, "'Detail 1 > Detail Object API Name' is missing"],
		[{ additionalFields: { details: { values: [{ apiName: 'LineObj', records: '{ "a": ' }] } } }, "'Detail 1 > Records' must be a JSON list"],
		[{ additionalFields: { customFields: { values: [{ key: '', kind: 'text', text: 'x' }] } } }, "'Custom Fields 1' has no API name"],
		[{ additionalFields: { customFields: { values: [{ key: 'a__c', kind: 'number', number: 'many' }] } } }, "'a__c' must be a number"],
		[{ options: { operatorEmployeeId: '10/00' } }, "'Operator Employee ID' must be an employee ID"],
	])('refuses %j', async (parameters, text) => {
		const result = await run({ parameters: { ...create, inputMode: 'define', name: 'Chat', ...parameters } as RunSpec['parameters'], items: [{}] });
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
