/** The vendor's published limits (sharecrm 2.2 and 11.2) and the waits that follow from them. Times in milliseconds. */
export const LIMITS = {
	/** Calls per path in any window. */
	calls: 100,
	window: 20_000,
	/** Added to a window, for clocks that do not run alike. */
	margin: 50,
	/** Token calls per app in any window. */
	tokenCalls: 10,
	tokenWindow: 60_000,
	/** Wait after 14001, which ShareCRM sends when the window is full. */
	fullWindowWait: 20_000,
	/** Wait after 30004; a guess, long enough for the default tries to reach beyond one window. */
	frequencyWait: 6_000,
};

/** Most calls under way at once; the limit per path is far below what five can send (sharecrm 11.2). */
export const PARALLEL = 5;

/** Zone of the midnight at which the vendor counts anew: a guess, the zone of its samples (sharecrm 6.2 and 11.2). Milliseconds ahead of UTC. */
const ZONE = 8 * 3_600_000;
const DAY = 86_400_000;

/** Counts the calls of a day, for those who have said how many there are. */
export class DailyCalls {
	private day = 0;
	private calls = 0;

	/** @returns false where this call would be beyond the limit; it does not count then */
	take(limit: number, now = Date.now()): boolean {
		if (limit === Infinity) return true;
		const today = Math.floor((now + ZONE) / DAY);
		if (today !== this.day) {
			this.day = today;
			this.calls = 0;
		}
		if (this.calls >= limit) return false;
		this.calls += 1;
		return true;
	}

	/** True where nothing of this day would be forgotten. */
	isIdle(now = Date.now()): boolean {
		return this.calls === 0 || Math.floor((now + ZONE) / DAY) !== this.day;
	}
}
