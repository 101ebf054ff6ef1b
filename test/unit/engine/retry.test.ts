import type { Failure } from '../../../nodes/shared/base/errors';
import {
	headerDelay,
	reasonToStop,
	retryDelay,
	type RetryState,
} from '../../../nodes/shared/http/retry';

const OPTIONS = { parallel: 1, timeout: 1000, maxTries: 5, maxWait: 300_000 };
const state = (change: Partial<RetryState> = {}): RetryState => ({
	idempotent: false,
	tries: 1,
	waited: 0,
	options: OPTIONS,
	...change,
});
const throttled = (retryAfterMs?: number): Failure => ({
	message: '',
	executed: 'no',
	cause: { cause: 'rate-limited', retryAfterMs },
});
const down = (executed: Failure['executed']): Failure => ({
	message: '',
	executed,
	cause: { cause: 'temporarily-unavailable' },
});

describe('retryDelay', () => {
	it('never repeats a write whose outcome is unknown, or one that was carried out', () => {
		expect([retryDelay(down('unknown'), state()), retryDelay(down('yes'), state())]).toEqual([
			undefined,
			undefined,
		]);
		expect(retryDelay(down('unknown'), state({ idempotent: true }))).toBeGreaterThan(0);
		expect(retryDelay(down('no'), state())).toBeGreaterThan(0);
	});

	it.each<Failure>([
		{ message: '', executed: 'no' },
		{ message: '', executed: 'no', cause: { cause: 'credential-invalid' } },
		{ message: '', executed: 'no', cause: { cause: 'quota-exhausted', retryAfterMs: 5 } },
		{ message: '', executed: 'no', cause: { cause: 'configuration-invalid' } },
	])('does not repeat what will not get better: %j', (failure) => {
		expect(retryDelay(failure, state({ idempotent: true }))).toBeUndefined();
	});

	it('waits as long as the vendor asks plus up to a tenth, but no longer than the limits', () => {
		expect(retryDelay(throttled(0), state())).toBe(0);
		const delays = Array.from({ length: 50 }, () => retryDelay(throttled(7000), state()) ?? -1);
		expect(Math.min(...delays)).toBeGreaterThanOrEqual(7000);
		expect(Math.max(...delays)).toBeLessThanOrEqual(7700);
		expect(new Set(delays).size).toBeGreaterThan(5);
		expect(retryDelay(throttled(120_000), state())).toBeGreaterThanOrEqual(120_000);
		expect(retryDelay(throttled(120_001), state())).toBeUndefined();
		expect(retryDelay(throttled(7000), state({ waited: 292_300 }))).toBeGreaterThanOrEqual(7000);
		expect(retryDelay(throttled(7000), state({ waited: 293_001 }))).toBeUndefined();
		const outage: Failure = {
			...down('no'),
			cause: { cause: 'temporarily-unavailable', retryAfterMs: 7000 },
		};
		expect(retryDelay(outage, state())).toBe(7000);
	});

	it('waits after a limit as the vendor advises, plus a little more', () => {
		const limitWaits = [5_000, 15_000, 30_000];
		for (const [refusals, advised] of [
			[1, 5_000],
			[2, 15_000],
			[3, 30_000],
			[4, 30_000],
		] as const) {
			const delay = retryDelay(throttled(), state({ tries: 7, refusals, limitWaits })) ?? 0;
			expect([delay >= advised, delay <= advised * 1.1]).toEqual([true, true]);
		}
		expect(retryDelay(throttled(7_000), state({ limitWaits })) ?? 0).toBeGreaterThanOrEqual(7_000);
		expect(retryDelay(down('no'), state({ limitWaits })) ?? 0).toBeLessThanOrEqual(1_000);
	});

	it('does not count refusals by a rate limit as tries, because nothing was carried out', () => {
		expect(retryDelay(throttled(1), state({ tries: 500, refusals: 500 }))).toBeGreaterThan(0);
		expect(retryDelay(throttled(1), state({ tries: 500 }))).toBeGreaterThan(0);
		expect(retryDelay(down('no'), state({ tries: 12, refusals: 8 }))).toBeGreaterThan(0);
		expect(retryDelay(down('no'), state({ tries: 12, refusals: 7 }))).toBeUndefined();
		// A request that may have been carried out is not repeated forever.
		expect(
			retryDelay({ ...throttled(1), executed: 'unknown' }, state({ idempotent: true, tries: 5 })),
		).toBeUndefined();
	});

	it('pauses from the second refusal on, even if the vendor says that it is ready', () => {
		expect(retryDelay(throttled(0), state({ tries: 2 }))).toBeGreaterThanOrEqual(500);
	});

	it('waits at most half a minute for a limit that does not say when it ends', () => {
		expect(retryDelay(throttled(), state({ tries: 12 }))).toBeLessThanOrEqual(30_000);
	});

	it('ends with the last try', () => {
		expect(retryDelay(down('no'), state({ tries: 4 }))).toBeGreaterThan(0);
		expect(retryDelay(down('no'), state({ tries: 5 }))).toBeUndefined();
	});

	it('waits longer with every try, never the same for all', () => {
		for (const [tries, ceiling] of [
			[1, 1000],
			[2, 2000],
			[4, 8000],
			[12, 120_000],
		] as const) {
			const delays = Array.from(
				{ length: 50 },
				() => retryDelay(down('no'), state({ tries, options: { ...OPTIONS, maxTries: 20 } })) ?? -1,
			);
			expect(Math.min(...delays)).toBeGreaterThanOrEqual(ceiling / 2);
			expect(Math.max(...delays)).toBeLessThanOrEqual(ceiling);
			expect(new Set(delays).size).toBeGreaterThan(5);
		}
	});
});

describe('reasonToStop', () => {
	it('says that the requested wait is longer than a request waits', () => {
		expect(reasonToStop('Kustomer', throttled(600_000), { waited: 0, options: OPTIONS })).toBe(
			'Kustomer asks for a wait of 600 seconds, but a request waits at most 120 seconds at a time. Send this item again after that.',
		);
	});

	it('says how long a request has waited, and which option allows more', () => {
		expect(reasonToStop('Kustomer', throttled(5_000), { waited: 297_000, options: OPTIONS })).toBe(
			"The request waited 297 seconds for the limit of Kustomer, and 'Max Wait (Seconds)' is 300. Raise it, or send this item again later.",
		);
	});

	it('says how long others waited if the request itself was never sent', () => {
		expect(
			reasonToStop('Kustomer', throttled(20_000), {
				waited: 290_000,
				options: OPTIONS,
				refusals: 0,
			}),
		).toBe(
			"Other requests waited 290 seconds for the limit of Kustomer, the next one may start in 20 seconds, and 'Max Wait (Seconds)' is 300. Raise it, or send this item again later.",
		);
	});
});

describe('headerDelay', () => {
	it.each<[unknown, number | undefined]>([
		['3', 3000],
		[2, 2000],
		['0', 0],
		['1.5', 1500],
		['-4', 0],
		['', undefined],
		[' ', undefined],
		[undefined, undefined],
		['soon', undefined],
		['Infinity', undefined],
	])('reads %j as %j', (value, expected) => {
		expect(headerDelay({ 'retry-after': value as string })).toBe(expected);
	});

	it('reads a date', () => {
		jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 1, 10, 0, 0));
		expect(headerDelay({ 'retry-after': 'Thu, 01 Jan 2026 10:00:30 GMT' })).toBe(30_000);
		expect(headerDelay({ 'retry-after': 'Thu, 01 Jan 2026 09:00:00 GMT' })).toBe(0);
		jest.restoreAllMocks();
	});
});
