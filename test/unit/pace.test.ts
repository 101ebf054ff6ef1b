import fc from 'fast-check';

import { noPace, windowPace } from '../../nodes/shared/pace';

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

async function startsOf(pace: ReturnType<typeof windowPace>, gaps: readonly number[], path = '/a'): Promise<number[]> {
	const starts: number[] = [];
	for (const gap of gaps) {
		await clock.advance(gap);
		void pace.turn(path, clock.wait).then(() => starts.push(clock.now));
	}
	await clock.advance(10_000_000);
	return starts;
}

it('lets the first calls go at once and the next ones after the window and its margin', async () => {
	expect(await startsOf(windowPace(2, 1000, 50), [0, 0, 0, 0, 0])).toEqual([0, 0, 1050, 1050, 2100]);
});

it('does not wait where calls are far apart', async () => {
	expect(await startsOf(windowPace(2, 1000, 50), [0, 600, 600, 600])).toEqual([0, 600, 1200, 1800]);
});

it('counts every path for itself', async () => {
	const pace = windowPace(1, 1000, 0);
	const starts: string[] = [];
	for (const path of ['/a', '/b', '/a']) void pace.turn(path, clock.wait).then(() => starts.push(`${path} ${clock.now}`));
	await clock.advance(5000);
	expect(starts).toEqual(['/a 0', '/b 0', '/a 1000']);
});

it('never has more calls in any window, and keeps their order', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 25 }), async (calls, gaps) => {
			clock = new Clock();
			const starts = await startsOf(windowPace(calls, 1000, 10), gaps);
			expect(starts).toHaveLength(gaps.length);
			for (const [index, start] of starts.entries()) {
				const before = starts[index - calls];
				if (before !== undefined) expect(start - before).toBeGreaterThanOrEqual(1010);
			}
		}),
		{ numRuns: 40 },
	);
});

it('can be switched off', async () => {
	const wait = jest.fn();
	await Promise.all(Array.from({ length: 100 }, async () => await noPace.turn('/a', wait)));
	expect(wait).not.toHaveBeenCalled();
});
