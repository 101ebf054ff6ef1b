/** A span of time, in milliseconds since the epoch. */
export interface Slice {
	/** The first moment, inclusive. */
	from: number;
	/** The end, exclusive; open if absent. */
	until?: number;
}

/** Maximum number of halvings in a row without a finished slice; halving the time since 1970 takes far fewer. */
const MOST_HALVINGS = 100;

/**
 * Walks through a list that can be filtered by time but returns only its first entries. A slice of time is read; if it
 * arrives whole, the next one is four times as wide. If its end is cut off, the next one starts at its last entry, provided
 * that the entries are in order; otherwise the slice is halved.
 */
export class Slices {
	/** The slice to read next. */
	slice: Slice;
	private halvings = 0;

	/**
	 * @param from the first moment that is wanted
	 * @param precision smallest difference between two moments, in milliseconds
	 * @param end the first moment that is not wanted; it may change between calls
	 */
	constructor(
		from: number,
		private readonly precision: number,
		private readonly end: () => number,
	) {
		this.slice = { from };
	}

	/** The slice arrived whole. */
	whole(): 'more' | 'done' {
		const { from, until } = this.slice;
		return until === undefined ? 'done' : this.goOn(until, 4 * (until - from));
	}

	/**
	 * The end of the slice was cut off.
	 * @param moments of the entries that arrived, in their order
	 * @param sorted true if their order can be relied on
	 * @returns `moment` if the slice is a single moment with more entries than the list returns; `stuck` if halving does not
	 * end
	 */
	cut(moments: readonly number[], sorted: boolean): 'more' | 'done' | 'moment' | 'stuck' {
		const { from, until } = this.slice;
		const first = moments[0] ?? from;
		const last = moments.at(-1) ?? from;
		if (sorted && isAscending(moments) && first >= from && last > from)
			return this.goOn(last, until === undefined ? Infinity : until - last);
		return this.halve();
	}

	/** The single moment was read as far as possible. */
	afterMoment(): 'more' | 'done' {
		return this.goOn(this.slice.from + this.precision, this.precision);
	}

	private goOn(from: number, width: number): 'more' | 'done' {
		if (from >= this.end()) return 'done';
		this.halvings = 0;
		this.slice = from + width >= this.end() ? { from } : { from, until: from + width };
		return 'more';
	}

	private halve(): 'more' | 'moment' | 'stuck' {
		const { precision } = this;
		const { from } = this.slice;
		const width = (this.slice.until ?? Math.max(this.end(), from + precision)) - from;
		if (width <= precision && this.slice.until !== undefined) return 'moment';
		this.halvings += 1;
		if (this.halvings > MOST_HALVINGS) return 'stuck';
		const half = Math.max(1, Math.floor(width / 2 / precision)) * precision;
		this.slice = { from, until: from + half };
		return 'more';
	}
}

function isAscending(moments: readonly number[]): boolean {
	return moments.every((moment, index) => moment >= (moments[index - 1] ?? -Infinity));
}
