import { CLOUDS, cloudUrl } from '../../../nodes/ShareCrm/host';
import { plainNumber } from '../../../nodes/ShareCrm/fields/common';
import { failureOf, tokenFailure } from '../../../nodes/ShareCrm/replies';
import { appAccess, keepMillis, type Token } from '../../../nodes/ShareCrm/token';
import { Cancellation } from '../../../nodes/shared/http/cancellation';
import { ShareCrmApi } from '../../../credentials/ShareCrmApi.credentials';

const app = (appId: string) => ({
	baseUrl: 'https://open.fxiaoke.com',
	appId,
	appSecret: 's',
	permanentCode: 'p',
});

describe('the token of an app', () => {
	let now = 1_800_000_000_000;
	beforeEach(() => {
		jest.spyOn(Date, 'now').mockImplementation(() => now);
	});
	afterEach(() => jest.restoreAllMocks());

	it('is fetched once for callers side by side, and kept until 600 seconds before its end', async () => {
		const access = appAccess(app('once'));
		let fetched = 0;
		const fetch = async (): Promise<Token> =>
			await Promise.resolve({ accessToken: `t${++fetched}`, ea: 'e', expiresIn: 7000 });
		const tokens = await Promise.all(
			Array.from({ length: 20 }, async () => await access.token(fetch)),
		);
		expect(new Set(tokens.map((token) => (token as Token).accessToken))).toEqual(new Set(['t1']));
		now += 6_399_000;
		expect(await access.token(fetch)).toMatchObject({ accessToken: 't1' });
		now += 1_000;
		expect(await access.token(fetch)).toMatchObject({ accessToken: 't2' });
		expect(appAccess(app('once'))).toBe(access);
		expect(appAccess({ ...app('once'), appSecret: 'other' })).not.toBe(access);
	});

	it('is not kept when it was refused, and the next caller asks again', async () => {
		const access = appAccess(app('refused'));
		const failure = { failure: { message: 'no', executed: 'no' as const } };
		expect(await access.token(async () => await Promise.resolve(failure))).toBe(failure);
		expect(
			await access.token(async () => await Promise.resolve({ accessToken: 't', ea: 'e' })),
		).toMatchObject({ accessToken: 't' });
		expect(access.holds('t')).toBe(true);
		access.drop();
		expect(access.holds('t')).toBe(false);
	});

	it('is asked for ten times a minute at most', async () => {
		const access = appAccess(app('often'));
		jest.restoreAllMocks();
		jest.useFakeTimers();
		try {
			const start = Date.now();
			let asked = 0;
			const times: number[] = [];
			const asking = (async () => {
				for (; asked < 11; asked++) {
					await access.token(async () => await Promise.resolve({ accessToken: 't', ea: 'e' }));
					times.push(Date.now() - start);
					access.drop();
				}
			})();
			await jest.advanceTimersByTimeAsync(120_000);
			await asking;
			expect(times).toEqual([...Array.from({ length: 10 }, () => 0), 60_050]);
		} finally {
			jest.useRealTimers();
		}
	});

	it('still comes for one execution when another that asked first is cancelled', async () => {
		const access = appAccess(app('cancelled'));
		const controller = new AbortController();
		let reply: (token: Token) => void = () => undefined;
		const fetch = async () => await new Promise<Token>((resolve) => (reply = resolve));
		const first = access.token(fetch, new Cancellation(controller.signal));
		const second = access.token(fetch, new Cancellation());
		controller.abort();
		expect(await first).toMatchObject({ failure: { executed: 'no' } });
		reply({ accessToken: 't', ea: 'e' });
		expect(await second).toMatchObject({ accessToken: 't' });
	});

	it.each([
		[7200, 6_600_000],
		[7199.9, 6_599_900],
		[3600, 3_000_000],
		[undefined, 6_600_000],
		[100, 30_000],
		[1_700_000_000_000, 6_600_000],
	])('that lives %s seconds is used for %s milliseconds', (expiresIn, millis) => {
		expect(keepMillis(expiresIn)).toBeCloseTo(millis);
	});
});

describe('a reply', () => {
	const reply = (body: unknown, status = 200) => ({ status, headers: {}, body });

	it('is a success for errorCode 0 only', () => {
		expect(failureOf(reply({ errorCode: 0 }))).toBeUndefined();
		expect(failureOf(reply({ errorCode: 1, errorMessage: 'no' }))).toMatchObject({
			code: '1',
			executed: 'no',
			cause: undefined,
		});
		expect(failureOf(reply({ errorMessage: 'success' }))).toMatchObject({ executed: 'unknown' });
		expect(failureOf(reply({ errorCode: 0 }, 502))).toMatchObject({
			httpCode: 502,
			executed: 'unknown',
		});
	});

	it.each([
		['30004', 'rate-limited', 6_000],
		['14001', 'rate-limited', 20_000],
	])('with the code %s asks for a wait', (errorCode, cause, retryAfterMs) => {
		expect(failureOf(reply({ errorCode: Number(errorCode) }))).toMatchObject({
			executed: 'no',
			cause: { cause, retryAfterMs },
		});
	});

	it('passes on what the vendor says', () => {
		const failure = failureOf(
			reply({
				errorCode: 320,
				errorMessage: '校验失败',
				errorDescription: 'name is empty',
				traceId: 'E-O.1',
			}),
		);
		expect(failure).toMatchObject({
			message: 'ShareCRM did not accept the request: 校验失败 (name is empty)',
			code: '320',
			traceId: 'E-O.1',
		});
		expect(failure?.description).toContain('320');
		expect(failure?.description).toContain('trace id E-O.1');
	});

	it.each([
		[reply({ errorCode: 20015, errorMessage: 'wrong' }), 'credential-invalid'],
		[reply({ errorCode: 20021, errorMessage: 'off' }), 'configuration-invalid'],
		[reply({ errorCode: 14001, errorMessage: 'many' }), 'rate-limited'],
		[reply({ errorCode: -1, errorMessage: 'busy' }), 'temporarily-unavailable'],
		[reply({}, 503), 'temporarily-unavailable'],
		[reply({ errorCode: 0 }), 'credential-invalid'],
	])('of the token endpoint never stored anything: %j', (answer, cause) => {
		expect(tokenFailure(answer)).toMatchObject({ executed: 'no', cause: { cause } });
	});
});

describe('the address', () => {
	it('is that of a documented cloud, or a checked one', () => {
		expect(CLOUDS.map((cloud) => cloudUrl({ cloud }))).toEqual(
			CLOUDS.map((cloud) => `https://${cloud}`),
		);
		expect(cloudUrl({ cloud: 'custom', host: 'open-crm.example.com/' })).toBe(
			'https://open-crm.example.com',
		);
		expect(() => cloudUrl({ cloud: 'custom', host: 'http://open-crm.example.com' })).toThrow(
			'not encrypted',
		);
	});

	it('is offered by the credential for each documented cloud', () => {
		const cloud = new ShareCrmApi().properties.find(({ name }) => name === 'cloud');
		const values = (cloud?.options ?? []).map((option) =>
			'value' in option ? option.value : undefined,
		);
		expect(values.filter((value) => value !== 'custom').sort()).toEqual([...CLOUDS].sort());
	});
});

it.each([
	[100.01, '100.01'],
	[0.1, '0.1'],
	[1e-7, '0.0000001'],
	[1e21, '1000000000000000000000'],
	[-5, '-5'],
])('the number %s is sent as %s', (value, text) => {
	expect(plainNumber(value)).toBe(text);
});
