/** Counts calls in a sliding window. */
export class CallWindow {
	private times: number[] = [];
	private first = 0;

	/** @returns false where this call is one too many; it does not count then */
	take(limit: number, millis: number, now = Date.now()): boolean {
		while (this.first < this.times.length && (this.times[this.first] ?? 0) <= now - millis)
			this.first += 1;
		if (this.first > 1000) {
			this.times = this.times.slice(this.first);
			this.first = 0;
		}
		if (this.times.length - this.first >= limit) return false;
		this.times.push(now);
		return true;
	}
}
