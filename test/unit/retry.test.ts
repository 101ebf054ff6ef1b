import type { Failure } from '../../nodes/shared/errors';
import { headerDelay, retryDelay, type RetryState } from '../../nodes/shared/retry';

const OPTIONS = { parallel: 1, timeout: 1000, maxTries: 5, maxWait: 300_000 };
const state = (change: Partial<RetryState> = {}): RetryState => ({ safe: false, tries: 1, waited: 0, options: OPTIONS, ...change });
const throttled = (retryAfterMs?: number): Failure => ({ message: '', executed: 'no', cause: { cause: 'rate-limited', retryAfterMs } });
const down = (executed: Failure['executed']): Failure => ({ message: '', executed, cause: { cause: 'temporarily-unavailable' } });

describe('retryDelay', () => {
	it('never repeats a write whose outcome is unknown, or one that was done', () => {
		expect([retryDelay(down('unknown'), state()), retryDelay(down('yes'), state())]).toEqual([undefined, undefined]);
		expect(retryDelay(down('unknown'), state({ safe: true }))).toBeGreaterThan(0);
		expect(retryDelay(down('no'), state())).toBeGreaterThan(0);
	});

	it.each<Failure>([{ message: '', executed: 'no' }, { message: '', executed: 'no', cause: { cause: 'credential-invalid' } }, { message: '', executed: 'no', cause: { cause: 'quota-exhausted', retryAfterMs: 5 } }, { message: '', executed: 'no', cause: { cause: 'configuration-invalid' } }])('does not repeat what will not get better: %j', (failure) => {
		expect(retryDelay(failure, state({ safe: true }))).toBeUndefined();
	});

	it('waits as long as it is asked to, but no longer than the limits', () => {
		expect(retryDelay(throttled(0), state())).toBe(0);
		expect(retryDelay(throttled(7000), state())).toBe(7000);
		expect(retryDelay(throttled(120_000), state())).toBe(120_000);
		expect(retryDelay(throttled(120_001), state())).toBeUndefined();
		expect(retryDelay(throttled(7000), state({ waited: 293_000 }))).toBe(7000);
		expect(retryDelay(throttled(7000), state({ waited: 293_001 }))).toBeUndefined();
	});

	it('waits after a limit as the vendor advises, and a little more or less', () => {
		const limitWaits = [5_000, 15_000, 30_000];
		for (const [tries, advised] of [[1, 5_000], [2, 15_000], [3, 30_000], [4, 30_000]] as const) {
			const delay = retryDelay(throttled(), state({ tries, limitWaits })) ?? 0;
			expect([delay >= advised, delay <= advised * 1.1]).toEqual([true, true]);
		}
		expect(retryDelay(throttled(7_000), state({ limitWaits }))).toBe(7_000);
		expect(retryDelay(down('no'), state({ limitWaits })) ?? 0).toBeLessThanOrEqual(1_000);
	});

	it('ends with the last try', () => {
		expect(retryDelay(throttled(1), state({ tries: 4 }))).toBe(1);
		expect(retryDelay(throttled(1), state({ tries: 5 }))).toBeUndefined();
	});

	it('waits longer with every try, never the same for all', () => {
		for (const [tries, ceiling] of [[1, 1000], [2, 2000], [4, 8000], [12, 120_000]] as const) {
			const delays = Array.from({ length: 50 }, () => retryDelay(down('no'), state({ tries, options: { ...OPTIONS, maxTries: 20 } })) ?? -1);
			expect(Math.min(...delays)).toBeGreaterThanOrEqual(ceiling / 2);
			expect(Math.max(...delays)).toBeLessThanOrEqual(ceiling);
			expect(new Set(delays).size).toBeGreaterThan(5);
		}
	});
});

describe('headerDelay', () => {
	it.each<[unknown, number | undefined]>([['3', 3000], [2, 2000], ['0', 0], ['1.5', 1500], ['-4', 0], ['', undefined], [' ', undefined], [undefined, undefined], ['soon', undefined], ['Infinity', undefined]])('reads %j as %j', (value, expected) => {
		expect(headerDelay({ 'retry-after': value as string })).toBe(expected);
	});

	it('reads a date', () => {
		jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 1, 10, 0, 0));
		expect(headerDelay({ 'retry-after': 'Thu, 01 Jan 2026 10:00:30 GMT' })).toBe(30_000);
		expect(headerDelay({ 'retry-after': 'Thu, 01 Jan 2026 09:00:00 GMT' })).toBe(0);
		jest.restoreAllMocks();
	});
});
