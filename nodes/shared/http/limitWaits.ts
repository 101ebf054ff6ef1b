/** A wait that a person asks about, in milliseconds. */
const LONG = 10_000;

/** Counts how long a run waits at a vendor's limit, for the person who wonders why it takes so long. */
export class LimitWaits {
	/** Requests that wait now; side by side they wait once. */
	private waiting = 0;
	private since = 0;
	private total = 0;
	/** The total from which on it is told next, each time twice as long. */
	private tellFrom = LONG;

	/**
	 * @param limit what the limit is: "ShareCRM allows 100 calls in 20 seconds"
	 * @param tell tells about a long wait while it lasts
	 */
	constructor(
		private readonly limit: string,
		private readonly tell: (text: string) => void,
	) {}

	/** @param expected milliseconds that the wait will take, as far as is known */
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

	/** What the run waited in all; undefined where it was not long. */
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
