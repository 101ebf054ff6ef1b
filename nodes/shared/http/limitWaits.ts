/** A wait long enough that a person wonders about it, in milliseconds. */
const LONG = 10_000;

/** Measures how long a run waits for a vendor's rate limit, and tells the person who wonders why it takes so long. */
export class LimitWaits {
	/** Number of requests that wait now. Time that they wait in parallel counts once. */
	private waiting = 0;
	private since = 0;
	private total = 0;
	/** The total wait at which to tell next, which doubles each time. Milliseconds. */
	private tellFrom = LONG;

	/**
	 * @param limit the limit as the start of a sentence: "ShareCRM allows 100 calls in 20 seconds"
	 * @param tell reports a long wait while it lasts
	 */
	constructor(
		private readonly limit: string,
		private readonly tell: (text: string) => void,
	) {}

	/**
	 * @param expected milliseconds that the wait will probably take
	 */
	async during<T>(expected: number, wait: () => Promise<T>): Promise<T> {
		const now = Date.now();
		if (this.waiting === 0) this.since = now;
		this.waiting += 1;
		this.check(now - this.since + expected);
		try {
			return await wait();
		} finally {
			this.waiting -= 1;
			const elapsed = Date.now() - this.since;
			this.check(elapsed);
			if (this.waiting === 0) this.total += elapsed;
		}
	}

	/** A sentence about the total wait of the run; undefined if it was not long. */
	summary(): string | undefined {
		return this.total < LONG
			? undefined
			: `${this.limit}, so this run waited ${Math.round(this.total / 1000)} seconds.`;
	}

	private check(current: number): void {
		const total = this.total + current;
		if (total < this.tellFrom) return;
		this.tellFrom = 2 * total;
		this.tell(
			`${this.limit}, so this run waits: ${Math.round(total / 1000)} seconds so far, the next wait included.`,
		);
	}
}
