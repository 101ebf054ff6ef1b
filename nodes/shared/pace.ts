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

/** What a vendor's headers say about its calls per window. */
export interface Budget {
	/** Calls of a whole window. */
	limit: number;
	/** Calls that are left in this one. */
	remaining: number;
	/** Milliseconds until the next one. */
	resetMillis: number;
}

/** Milliseconds after which a new window is looked at again, while no reply has told of it. */
const UNTOLD_WINDOW = 1_000;

/** Waits for the vendor's next window when its headers say that no call is left in this one. */
export function budgetPace(): Pace & { learn(budget: Budget | undefined): void } {
	let limit = Infinity;
	let remaining = Infinity;
	let underWay = 0;
	let resetAt = 0;
	return {
		learn(budget) {
			if (underWay > 0) underWay -= 1;
			if (budget === undefined) return;
			({ limit, remaining } = budget);
			resetAt = Date.now() + budget.resetMillis;
		},
		async turn(_path, wait) {
			// Requests under way are not yet in the vendor's count.
			while (remaining - underWay <= 0) {
				const left = resetAt - Date.now();
				if (left > 0) {
					await wait(left);
					// Woken before its time: the execution was cancelled.
					if (Date.now() < resetAt - 1) break;
				}
				if (Date.now() < resetAt || remaining - underWay > 0) continue;
				remaining = limit;
				underWay = 0;
				resetAt = Date.now() + UNTOLD_WINDOW;
			}
			underWay += 1;
		},
	};
}

/**
 * Lets at most `most` pieces of work run at once; the others start in the order in which they came.
 * @returns a function that runs a piece of work when its turn has come
 */
export function slots(most: number): <T>(work: () => Promise<T>) => Promise<T> {
	const waiting: Array<() => void> = [];
	let taken = 0;
	return async (work) => {
		if (taken >= most) await new Promise<void>((resolve) => waiting.push(resolve));
		else taken += 1;
		try {
			return await work();
		} finally {
			// A slot that somebody waits for is handed over, not given back.
			const next = waiting.shift();
			if (next) next();
			else taken -= 1;
		}
	};
}
