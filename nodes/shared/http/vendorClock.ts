import { textOf } from '../base/values';

/** A reply's Date header tells whole seconds. Milliseconds. */
const SECOND = 1_000;

/** The machines of a vendor that write the Date header and the time stamps may differ by so much: a guess. Milliseconds. */
const BETWEEN_MACHINES = 250;

/**
 * The vendor's clock, as far as the replies of a run tell it. Each reply was written between its request and its
 * arrival here, which bounds how far the vendor's clock is from ours; many replies bound it closely.
 */
export class VendorClock {
	/** The vendor's time minus ours lies between these. */
	private low = -Infinity;
	private high = Infinity;

	/**
	 * @param date the reply's Date header
	 * @param sent when its request left, by our clock
	 * @param received when it arrived, by our clock
	 */
	learn(date: unknown, sent: number, received: number): void {
		const told = Date.parse(textOf(date) ?? '');
		if (Number.isNaN(told)) return;
		this.low = Math.max(this.low, told - BETWEEN_MACHINES - received);
		this.high = Math.min(this.high, told + SECOND + BETWEEN_MACHINES - sent);
	}

	/** The vendor's time at a moment of ours, between two bounds; undefined where no reply told it, or the replies contradict each other. */
	at(moment: number): { earliest: number; latest: number } | undefined {
		const known = Number.isFinite(this.low) && this.low <= this.high;
		return known ? { earliest: moment + this.low, latest: moment + this.high } : undefined;
	}
}

/**
 * When a request left, to compare the vendor's time stamps with; where several are meant, the first and the last of them.
 * By our clock, in milliseconds.
 */
export class Departure {
	constructor(
		private readonly clock: VendorClock | undefined,
		readonly first: number,
		private readonly last = first,
	) {}

	/** False where no reply told the vendor's time, so that nothing can be compared. */
	get isKnown(): boolean {
		return this.clock?.at(this.first) !== undefined;
	}

	/** True where what bears this time stamp is certain to have happened after all of the requests had left. */
	isBefore(stamp: number): boolean {
		const time = this.clock?.at(this.last);
		return time !== undefined && stamp >= time.latest;
	}

	/**
	 * True where what bears this time stamp is certain to have happened before any of the requests left.
	 * @param precision milliseconds that the stamp may have been cut off by
	 */
	isAfter(stamp: number, precision = 1): boolean {
		const time = this.clock?.at(this.first);
		return time !== undefined && stamp + precision <= time.earliest;
	}

	/** True where what bears this time stamp is certain to have happened before the last of the requests left, so maybe before the one that is meant. */
	mayBeAfter(stamp: number, precision = 1): boolean {
		const time = this.clock?.at(this.last);
		return time !== undefined && stamp + precision <= time.earliest;
	}
}
