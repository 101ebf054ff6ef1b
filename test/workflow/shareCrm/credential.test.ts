import { ShareCrmFakeServer } from '../../../sandbox/shareCrm/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { testCredential } from '../../harness/credentialTest';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';

const NAME = 'shareCrmApi';

describe('The credential test of ShareCRM', () => {
	let shareCrm: FakeServer<ShareCrmFakeServer>;
	beforeAll(async () => {
		shareCrm = await startFakeServer(new ShareCrmFakeServer());
	});
	afterAll(async () => await shareCrm.stop());
	beforeEach(() => shareCrm.reset());

	const verdict = async (change: Record<string, unknown> = {}) =>
		await testCredential('shareCrm', NAME, {
			...(credentialsOf(shareCrm, NAME, change)[NAME] ?? {}),
		});

	it('accepts a working credential', async () => {
		expect(await verdict()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(shareCrm.requests).toHaveLength(2);
		expect(shareCrm.requests[0]).toMatchObject({
			method: 'POST',
			path: '/oauth2.0/token',
			body: { grantType: 'app_secret' },
		});
	});

	it.each([
		[{ appSecret: 'wrong' }, 'The App Secret was not accepted'],
		[{ permanentCode: 'wrong' }, 'The Permanent Code is not right'],
		[{ appId: 'other' }, 'ShareCRM gave no token'],
	])('reports %j, although the status is 200', async (change, message) => {
		expect(await verdict(change)).toEqual({
			status: 'Error',
			message: expect.stringContaining(message),
		});
	});

	it('tries the token with the operator', async () => {
		await verdict();
		expect(shareCrm.requests[1]).toMatchObject({
			path: '/cgi/crm/v2/object/list',
			headers: { 'x-fs-ea': 'sandbox01', 'x-fs-userid': '1000' },
		});
		expect((await verdict({ operatorEmployeeId: '2000' })).message).toContain(
			"ShareCRM does not know the employee in 'Operator Employee ID'",
		);
	});

	it.each([
		['20016', 'IP white list'],
		['20021', 'developer mode'],
		['20022', 'Authorize it'],
		['30003', 'Open API pack'],
		['30002', 'used up'],
		['99999', 'refused a call with it (99999)'],
	])('tells what to do where a call is refused with %s', async (code, message) => {
		shareCrm.faults.arm({
			fault: { kind: 'status', status: 200, code },
			path: '/object/list',
		});
		const { status, message: told } = await verdict();
		expect(status).toBe('Error');
		expect(told).toContain(message);
		expect(told).not.toContain('sandbox-app-secret');
	});

	it('tells a host that does not know the path from a wrong secret', async () => {
		shareCrm.faults.arm({
			fault: {
				kind: 'status',
				status: 200,
				body: {
					errorCode: 10006,
					errorMessage: 'the request uri=[/oauth2.0/token],apiName=[null] is not exists',
				},
			},
			path: '/oauth2.0',
		});
		expect((await verdict()).message).toContain('Check Cloud or Host');
	});

	it('reports a website', async () => {
		shareCrm.faults.arm({ fault: { kind: 'malformed', body: 'html' } });
		expect((await verdict()).message).toContain('ShareCRM gave no token');
	});

	it.each([
		[
			{ cloud: 'custom', host: 'http://crm.example.com' },
			`'Host' cannot be used: "http://crm.example.com" is not encrypted. Use an address that begins with https://.`,
		],
		[{ cloud: 'open.evil.example' }, 'the cloud "open.evil.example" is not known'],
		[{ operatorEmployeeId: '' }, "'Operator Employee ID' is missing"],
	])('sends no secret for %j', async (change, message) => {
		expect((await verdict(change)).message).toContain(message);
		expect(shareCrm.requests).toEqual([]);
	});
});
