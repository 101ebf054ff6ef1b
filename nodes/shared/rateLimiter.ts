/** Keeps requests under a vendor's limit, before the vendor has to refuse one. */
export interface RateLimiter {
	/**
	 * Returns when a request to this path may start.
	 * @returns the release, to be called when the request has ended
	 */
	acquire(path: string, wait: (millis: number) => Promise<void>): Promise<() => void>;
}

const nothing = () => undefined;

export const noLimiter: RateLimiter = { acquire: async () => await Promise.resolve(nothing) };

/** Milliseconds after which a full window of requests, all of them still under way, is looked at again. */
const ALL_UNDER_WAY = 20;

/**
 * At most `calls` requests per path in any window of `millis` milliseconds, by the vendor's clock: a request counts from its
 * end on, because the vendor has counted it at some time before that, however late it left and however long it travelled.
 * @param margin extra milliseconds, for clocks that do not run alike
 */
export function windowLimiter(calls: number, millis: number, margin = 50): RateLimiter {
	const windows = new Map<string, Window>();
	return {
		async acquire(path, wait) {
			const window = windows.get(path) ?? { underWay: 0, freeAt: [] };
			windows.set(path, window);
			for (;;) {
				const now = Date.now();
				while (window.freeAt[0] !== undefined && window.freeAt[0] <= now) window.freeAt.shift();
				if (window.underWay + window.freeAt.length < calls) break;
				const until = window.freeAt[0] ?? now + ALL_UNDER_WAY;
				await wait(until - now);
				// Woken before its time: the execution was cancelled, and nothing will be sent.
				if (Date.now() < until - 1) return nothing;
			}
			window.underWay += 1;
			return () => {
				window.underWay -= 1;
				window.freeAt.push(Date.now() + millis + margin);
			};
		},
	};
}

/** The requests that count in a window. */
interface Window {
	underWay: number;
	/** When those that have ended stop counting: milliseconds since the epoch, the earliest first. */
	freeAt: number[];
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
export function budgetLimiter(): RateLimiter & { learn(budget: Budget | undefined): void } {
	let limit = Infinity;
	let remaining = Infinity;
	let underWay = 0;
	let resetAt = 0;
	return {
		learn(budget) {
			if (budget === undefined) return;
			({ limit, remaining } = budget);
			resetAt = Date.now() + budget.resetMillis;
		},
		async acquire(_path, wait) {
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
				resetAt = Date.now() + UNTOLD_WINDOW;
			}
			underWay += 1;
			return () => {
				underWay -= 1;
			};
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
