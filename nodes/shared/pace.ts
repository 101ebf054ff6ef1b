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

/** What a vendor's headers say about the calls that are left. */
export interface Budget {
	/** Calls that may still be sent. */
	remaining: number;
	/** Milliseconds until there are more. */
	resetMillis: number;
}

/** Waits for the vendor's next window when its headers say that no call is left in this one. */
export function budgetPace(): Pace & { learn(budget: Budget | undefined): void } {
	let remaining = Infinity;
	let underWay = 0;
	let resetAt = 0;
	return {
		learn(budget) {
			if (underWay > 0) underWay -= 1;
			if (budget === undefined) return;
			remaining = budget.remaining;
			resetAt = Date.now() + budget.resetMillis;
		},
		async turn(_path, wait) {
			// Requests under way are not yet in the vendor's count.
			if (remaining - underWay <= 0 && resetAt > Date.now()) {
				await wait(resetAt - Date.now());
				remaining = Infinity;
				underWay = 0;
			}
			underWay += 1;
		},
	};
}
