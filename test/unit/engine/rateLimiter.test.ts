import fc from 'fast-check';

import { Cancellation } from '../../../nodes/shared/http/cancellation';
import { budgetOf } from '../../../nodes/Kustomer/replies';
import { perAccount } from '../../../nodes/shared/base/perAccount';
import {
	budgetLimiter,
	reactiveLimiter,
	sharedLimiters,
	windowLimiter,
	type RateLimiter,
} from '../../../nodes/shared/http/rateLimiter';

/** A clock that moves only on demand. */
class Clock {
	now = 0;
	private readonly sleepers: Array<{ until: number; wake: () => void }> = [];

	wait = async (millis: number) =>
		await new Promise<void>((wake) => this.sleepers.push({ until: this.now + millis, wake }));

	/** Moves on and wakes those that are due, in order. */
	async advance(millis: number): Promise<void> {
		const end = this.now + millis;
		for (;;) {
			await settled();
			const next = this.sleepers.sort((a, b) => a.until - b.until)[0];
			if (!next || next.until > end) break;
			this.sleepers.shift();
			this.now = next.until;
			next.wake();
		}
		this.now = end;
	}
}

/** Runs everything that waits only for the CPU. */
const settled = async () => {
	for (let step = 0; step < 20; step++) await Promise.resolve();
};

let clock: Clock;
const pause = async (millis: number) => await clock.wait(millis);
beforeEach(() => {
	clock = new Clock();
	jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
});
afterEach(() => jest.restoreAllMocks());

/** A request that takes some time once it may start. */
async function request(
	limiter: RateLimiter,
	path: string,
	lasts: number,
	onStart: () => void,
): Promise<void> {
	const release = await limiter.acquire(path);
	onStart();
	if (lasts > 0) await clock.wait(lasts);
	release?.();
}

async function startsOf(
	limiter: RateLimiter,
	gaps: readonly number[],
	lasts = 0,
): Promise<number[]> {
	const starts: number[] = [];
	for (const gap of gaps) {
		await clock.advance(gap);
		void request(limiter, '/a', lasts, () => starts.push(clock.now));
	}
	await clock.advance(10_000_000);
	return starts;
}

it('starts the first calls at once and the next ones after the window and its margin', async () => {
	expect(await startsOf(windowLimiter(2, 1000, 50, pause), [0, 0, 0, 0, 0])).toEqual([
		0, 0, 1050, 1050, 2100,
	]);
});

it('does not wait if calls are far apart', async () => {
	expect(await startsOf(windowLimiter(2, 1000, 50, pause), [0, 600, 600, 600])).toEqual([
		0, 600, 1200, 1800,
	]);
});

it('counts every path separately', async () => {
	const limiter = windowLimiter(1, 1000, 0, pause);
	const starts: string[] = [];
	for (const path of ['/a', '/b', '/a'])
		void request(limiter, path, 0, () => starts.push(`${path} ${clock.now}`));
	await clock.advance(5000);
	expect(starts).toEqual(['/a 0', '/b 0', '/a 1000']);
});

it('counts a call from its end, because the vendor may have counted it as late as that', async () => {
	expect(await startsOf(windowLimiter(2, 1000, 50, pause), [0, 0, 0, 0, 0], 300)).toEqual([
		0, 0, 1350, 1350, 2700,
	]);
});

it('lets a slow call hold only its own place', async () => {
	const limiter = windowLimiter(2, 1000, 0, pause);
	const starts: number[] = [];
	for (const lasts of [60_000, 0, 0, 0])
		void request(limiter, '/a', lasts, () => starts.push(clock.now));
	await clock.advance(5_000);
	expect(starts).toEqual([0, 0, 1000, 2000]);
});

it('releases a cancelled execution at once, and gives its place to the next one', async () => {
	const limiter = windowLimiter(1, 1000, 0, pause);
	(await limiter.acquire('/a'))?.();
	const controller = new AbortController();
	const cancelled = limiter.acquire('/a', { cancellation: new Cancellation(controller.signal) });
	const starts: number[] = [];
	void request(limiter, '/a', 0, () => starts.push(clock.now));
	controller.abort();
	expect(await cancelled).toBeUndefined();
	await clock.advance(1_000);
	expect(starts).toEqual([1000]);
});

it('starts requests in the order of their arrival, including one that is sent again', async () => {
	const limiter = windowLimiter(1, 1000, 0, pause);
	const starts: string[] = [];
	(await limiter.acquire('/a'))?.();
	for (const [name, since] of [
		['long 1', 0],
		['long 2', 0],
		['short', 5],
		['long 3', 6],
		['refused before', 1],
	] as const) {
		void limiter.acquire('/a', { since }).then((release) => {
			starts.push(name);
			release?.();
		});
	}
	await clock.advance(10_000);
	expect(starts).toEqual(['long 1', 'long 2', 'refused before', 'short', 'long 3']);
});

it('never has more calls in any window, wherever between start and end the vendor counts them', async () => {
	const call = fc.record({
		gap: fc.integer({ min: 0, max: 800 }),
		lasts: fc.integer({ min: 0, max: 3000 }),
		counted: fc.double({ min: 0, max: 1, noNaN: true }),
	});
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 4 }),
			fc.array(call, { maxLength: 25 }),
			async (calls, made) => {
				clock = new Clock();
				const limiter = windowLimiter(calls, 1000, 0, pause);
				const counted: number[] = [];
				for (const { gap, lasts, counted: part } of made) {
					await clock.advance(gap);
					void request(limiter, '/a', lasts, () => counted.push(clock.now + part * lasts));
				}
				await clock.advance(10_000_000);
				expect(counted).toHaveLength(made.length);
				counted.sort((a, b) => a - b);
				for (const [index, time] of counted.entries()) {
					const before = counted[index - calls];
					if (before !== undefined) expect(time - before).toBeGreaterThanOrEqual(1000);
				}
			},
		),
		{ numRuns: 100 },
	);
});

describe('after a refusal', () => {
	it('all requests hold back, and then start one by one until one is accepted', async () => {
		const limiter = reactiveLimiter(pause);
		const starts: number[] = [];
		const refused = await limiter.acquire('/a');
		refused?.(2_000);
		for (let count = 0; count < 5; count++) {
			void limiter.acquire('/a').then(async (release) => {
				starts.push(clock.now);
				await clock.wait(100);
				// The first one is refused again.
				release?.(starts.length === 1 ? 3_000 : undefined);
			});
		}
		await clock.advance(20_000);
		expect(starts).toEqual([2_000, 5_100, 5_200, 5_200, 5_200]);
	});

	it('a request that may not wait that long is refused at once', async () => {
		const limiter = reactiveLimiter(pause);
		const refused = await limiter.acquire('/a');
		const other = await limiter.acquire('/a');
		refused?.(2_000);
		const waiting = limiter.acquire('/a', { patience: 3_000 });
		expect(await limiter.acquire('/a', { patience: 1_000 })).toBeUndefined();
		other?.(60_000);
		expect(await waiting).toBeUndefined();
	});

	it('the time of refusals is measured until a request is accepted', async () => {
		const limiter = reactiveLimiter(pause);
		for (let count = 0; count < 3; count++) {
			(await limiter.acquire('/a'))?.(0);
			await clock.advance(30_000);
		}
		expect(limiter.refusedFor('/a')).toBe(60_000);
		(await limiter.acquire('/a'))?.();
		expect(limiter.refusedFor('/a')).toBe(0);
	});
});

describe('a budget that the replies state', () => {
	const told = (headers: Record<string, string>) => budgetOf(headers, clock.now);
	const startsAfter = async (...replies: Array<Record<string, string>>): Promise<number[]> => {
		const limiter = budgetLimiter(pause);
		for (const headers of replies) limiter.learn(told(headers));
		return await startsOf(limiter, [0, 0, 0], 500);
	};

	it('counts for 60 seconds if Kustomer does not say when a used-up budget is reset', async () => {
		expect(await startsAfter({ 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '0' })).toEqual(
			[60_000, 60_000, 60_000],
		);
		expect(await startsAfter({ 'x-ratelimit-remaining': '0' })).toHaveLength(3);
	});

	it('is waited for until its reset', async () => {
		expect(
			await startsAfter({
				'x-ratelimit-limit': '2',
				'x-ratelimit-remaining': '0',
				'x-ratelimit-reset': '20',
			}),
		).toEqual([20_000, 20_000, 20_500]);
	});

	it('is the smallest of one window, because replies may arrive in any order', async () => {
		const reset = { 'x-ratelimit-limit': '300', 'x-ratelimit-reset': '20' };
		expect(
			await startsAfter(
				{ ...reset, 'x-ratelimit-remaining': '0' },
				{ ...reset, 'x-ratelimit-remaining': '1' },
			),
		).toEqual([20_000, 20_000, 20_000]);
	});

	it('is forgotten if replies no longer state it', async () => {
		const limiter = budgetLimiter(pause);
		limiter.learn(
			told({ 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }),
		);
		await clock.advance(1_000);
		(await limiter.acquire('/a'))?.();
		limiter.learn(undefined);
		expect(await startsOf(limiter, [0, 0, 0])).toEqual([1_000, 1_000, 1_000]);
	});
});

it('starts every request once, or reports that it does not start, whatever is refused or cancelled meanwhile', async () => {
	const call = fc.record({
		gap: fc.integer({ min: 0, max: 500 }),
		lasts: fc.integer({ min: 0, max: 2_000 }),
		hold: fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined }),
		patience: fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: undefined }),
		cancelledAfter: fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined }),
	});
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 3 }),
			fc.array(call, { maxLength: 25 }),
			async (calls, made) => {
				clock = new Clock();
				const limiter = windowLimiter(calls, 1000, 0, pause);
				const wrong: string[] = [];
				let told = 0;
				let heldUntil = 0;
				let underWay = 0;
				for (const { gap, lasts, hold, patience, cancelledAfter } of made) {
					await clock.advance(gap);
					const controller = new AbortController();
					if (cancelledAfter !== undefined)
						void clock.wait(cancelledAfter).then(() => controller.abort());
					void limiter
						.acquire('/a', { patience, cancellation: new Cancellation(controller.signal) })
						.then(async (release) => {
							told += 1;
							if (!release) {
								if (patience === undefined && cancelledAfter === undefined)
									wrong.push('a request that waits for ever was turned away');
								return;
							}
							underWay += 1;
							if (clock.now < heldUntil)
								wrong.push(`a request started at ${clock.now}, but was to wait until ${heldUntil}`);
							if (underWay > calls) wrong.push(`${underWay} requests at once`);
							await clock.wait(lasts);
							underWay -= 1;
							if (hold !== undefined) heldUntil = Math.max(heldUntil, clock.now + hold);
							release(hold);
						});
				}
				await clock.advance(10_000_000);
				expect(wrong).toEqual([]);
				expect(told).toBe(made.length);
				expect(limiter.isIdle()).toBe(true);
			},
		),
		{ numRuns: 100 },
	);
});

describe('what executions with one account share', () => {
	it('is one limiter per account', () => {
		const limiters = sharedLimiters(() => reactiveLimiter());
		expect(limiters('host', 'key')).toBe(limiters('host', 'key'));
		expect(limiters('host', 'key')).not.toBe(limiters('host', 'other'));
		expect(limiters('host', 'key')).not.toBe(limiters('hostkey', undefined));
	});

	it('is dropped for idle accounts beyond a hundred, but never for one that is in use', () => {
		let made = 0;
		const values = perAccount(
			() => ({ made: ++made, busy: made === 1 }),
			({ busy }) => !busy,
		);
		for (let account = 0; account < 1_000; account++) values(String(account));
		expect(values('0').made).toBe(1);
		expect(values('999').made).toBe(1_000);
		expect(values('1').made).toBe(1_001);
	});
});
