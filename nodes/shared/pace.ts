/** Keeps a run under a vendor's limit, before the vendor has to say so. */
export interface Pace {
	/** Returns when a request to this path may start. */
	turn(path: string, wait: (millis: number) => Promise<void>): Promise<void>;
}

export const noPace: Pace = { turn: async () => await Promise.resolve() };

/**
 * At most `calls` requests per path in any window of `millis` milliseconds.
 * @param margin extra milliseconds, because the vendor's clock sees requests arrive closer together than they left
 */
export function windowPace(calls: number, millis: number, margin = 250): Pace {
	const starts = new Map<string, number[]>();
	return {
		async turn(path, wait) {
			const taken = starts.get(path) ?? [];
			starts.set(path, taken);
			const oldest = taken.length < calls ? undefined : taken[taken.length - calls];
			const now = Date.now();
			// The slot is taken before the wait, so that requests that wait side by side get different ones.
			const start = oldest === undefined ? now : Math.max(now, oldest + millis + margin);
			taken.push(start);
			if (taken.length > 2 * calls) taken.splice(0, taken.length - calls);
			if (start > now) await wait(start - now);
		},
	};
}
