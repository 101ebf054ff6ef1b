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
	/** Wait after 14001, which stands for a full window. */
	fullWindowWait: 20_000,
	/** Wait after 30004; a guess, long enough for the default tries to reach beyond one window. */
	frequencyWait: 6_000,
};

/** Most calls under way at once; the limit per path is far below what five can send (sharecrm 11.2). */
export const PARALLEL = 5;
