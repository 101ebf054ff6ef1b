import { textOf } from '../base/values';

/** The precision of a reply's Date header, in milliseconds. */
const SECOND = 1_000;

/** How far the clocks of a vendor's machines may differ that write Date headers and timestamps, in milliseconds: a guess. */
const BETWEEN_MACHINES = 250;

/**
 * The vendor's clock, as far as the replies of a run reveal it. Each reply was written between the request and its arrival
 * here, which bounds the difference between the vendor's clock and ours; many replies bound it closely.
 */
export class VendorClock {
	/** Bounds of the vendor's time minus ours, in milliseconds. */
	private low = -Infinity;
	private high = Infinity;

	/**
	 * @param date the reply's Date header; ignored if it is not a date
	 * @param sent when the request left, in milliseconds by our clock
	 * @param received when the reply arrived, in milliseconds by our clock
	 */
	learn(date: unknown, sent: number, received: number): void {
		const told = Date.parse(textOf(date) ?? '');
		if (Number.isNaN(told)) return;
		this.low = Math.max(this.low, told - BETWEEN_MACHINES - received);
		this.high = Math.min(this.high, told + SECOND + BETWEEN_MACHINES - sent);
	}

	/** The bounds of the vendor's time at a moment of ours, in milliseconds; undefined if no reply revealed it or the replies contradict each other. */
	at(moment: number): { earliest: number; latest: number } | undefined {
		const known = Number.isFinite(this.low) && this.low <= this.high;
		return known ? { earliest: moment + this.low, latest: moment + this.high } : undefined;
	}
}

/**
 * The moment at which a request left, to compare with the vendor's timestamps; if there were several requests, the moments
 * of the first and the last. In milliseconds by our clock.
 */
export class Departure {
	constructor(
		private readonly clock: VendorClock | undefined,
		readonly first: number,
		private readonly last = first,
	) {}

	/** False if no reply revealed the vendor's time, so nothing can be compared. */
	get isKnown(): boolean {
		return this.clock?.at(this.first) !== undefined;
	}

	/** True if what has this timestamp certainly happened after all of the requests had left. */
	isBefore(stamp: number): boolean {
		const time = this.clock?.at(this.last);
		return time !== undefined && stamp >= time.latest;
	}

	/**
	 * True if what has this timestamp certainly happened before any of the requests left.
	 * @param precision milliseconds by which the timestamp may have been truncated
	 */
	isAfter(stamp: number, precision = 1): boolean {
		const time = this.clock?.at(this.first);
		return time !== undefined && stamp + precision <= time.earliest;
	}

	/** True if what has this timestamp certainly happened before the last of the requests left, so possibly before the one in question. */
	mayBeAfter(stamp: number, precision = 1): boolean {
		const time = this.clock?.at(this.last);
		return time !== undefined && stamp + precision <= time.earliest;
	}
}
