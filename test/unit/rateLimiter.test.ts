import fc from 'fast-check';

import { noLimiter, windowLimiter, type RateLimiter } from '../../nodes/shared/rateLimiter';

/** A clock that only moves when it is told to. */
class Clock {
	now = 0;
	private readonly sleepers: Array<{ until: number; wake: () => void }> = [];

	wait = async (millis: number) => await new Promise<void>((wake) => this.sleepers.push({ until: this.now + millis, wake }));

	/** Moves on, waking who is due, in order. */
	async advance(millis: number): Promise<void> {
		const end = this.now + millis;
		for (;;) {
			await turn();
			const next = this.sleepers.sort((a, b) => a.until - b.until)[0];
			if (!next || next.until > end) break;
			this.sleepers.shift();
			this.now = next.until;
			next.wake();
		}
		this.now = end;
	}
}

/** Lets everything run that waits for nothing but its turn. */
const turn = async () => {
	for (let step = 0; step < 20; step++) await Promise.resolve();
};

let clock: Clock;
beforeEach(() => {
	clock = new Clock();
	jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
});
afterEach(() => jest.restoreAllMocks());

/** A request that takes some time once its turn has come. */
async function request(limiter: RateLimiter, path: string, lasts: number, onStart: () => void): Promise<void> {
	const ended = await limiter.acquire(path, clock.wait);
	onStart();
	if (lasts > 0) await clock.wait(lasts);
	ended();
}

async function startsOf(limiter: RateLimiter, gaps: readonly number[], lasts = 0): Promise<number[]> {
	const starts: number[] = [];
	for (const gap of gaps) {
		await clock.advance(gap);
		void request(limiter, '/a', lasts, () => starts.push(clock.now));
	}
	await clock.advance(10_000_000);
	return starts;
}

it('lets the first calls go at once and the next ones after the window and its margin', async () => {
	expect(await startsOf(windowLimiter(2, 1000, 50), [0, 0, 0, 0, 0])).toEqual([0, 0, 1050, 1050, 2100]);
});

it('does not wait where calls are far apart', async () => {
	expect(await startsOf(windowLimiter(2, 1000, 50), [0, 600, 600, 600])).toEqual([0, 600, 1200, 1800]);
});

it('counts every path for itself', async () => {
	const limiter = windowLimiter(1, 1000, 0);
	const starts: string[] = [];
	for (const path of ['/a', '/b', '/a']) void request(limiter, path, 0, () => starts.push(`${path} ${clock.now}`));
	await clock.advance(5000);
	expect(starts).toEqual(['/a 0', '/b 0', '/a 1000']);
});

it('counts a call from its end on, because the vendor may have counted it as late as that', async () => {
	expect(await startsOf(windowLimiter(2, 1000, 50), [0, 0, 0, 0, 0], 300)).toEqual([0, 0, 1350, 1350, 2700]);
});

it('lets a call that takes long hold its own place only', async () => {
	const limiter = windowLimiter(2, 1000, 0);
	const starts: number[] = [];
	for (const lasts of [60_000, 0, 0, 0]) void request(limiter, '/a', lasts, () => starts.push(clock.now));
	await clock.advance(5_000);
	expect(starts).toEqual([0, 0, 1000, 2000]);
});

it('goes on without a turn when the wait ends early, because the execution was cancelled', async () => {
	const limiter = windowLimiter(1, 1000, 0);
	(await limiter.acquire('/a', clock.wait))();
	const ended = await limiter.acquire('/a', async () => await Promise.resolve());
	ended();
	const starts: number[] = [];
	void request(limiter, '/a', 0, () => starts.push(clock.now));
	await clock.advance(1_000);
	expect(starts).toEqual([1000]);
});

it('never has more calls in any window, wherever on their way the vendor counts them', async () => {
	const call = fc.record({ gap: fc.integer({ min: 0, max: 800 }), lasts: fc.integer({ min: 0, max: 3000 }), counted: fc.double({ min: 0, max: 1, noNaN: true }) });
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(call, { maxLength: 25 }), async (calls, made) => {
			clock = new Clock();
			const limiter = windowLimiter(calls, 1000, 0);
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
		}),
		{ numRuns: 100 },
	);
});

it('can be switched off', async () => {
	const wait = jest.fn();
	await Promise.all(Array.from({ length: 100 }, async () => await noLimiter.acquire('/a', wait)));
	expect(wait).not.toHaveBeenCalled();
});
