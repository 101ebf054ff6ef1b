import { perAccount } from '../base/perAccount';
import { RequestQueue, type Allowance, type Release, type Waiter } from './requestQueue';

/** Keeps requests below a vendor's limit, so that the vendor need not refuse any. All executions with one account share it. */
export interface RateLimiter {
	/**
	 * Waits until a request to this path may start, in the order of arrival.
	 * @returns the release, to call when the request has ended; undefined if the request must not start
	 */
	acquire(path: string, waiter?: Waiter): Promise<Release | undefined>;
	/** Milliseconds until a request to this path may start, as far as known. */
	delay(path: string): number;
	/** For how many milliseconds the vendor has been refusing every request to this path. */
	refusedFor(path: string): number;
	/** True if a new limiter would behave the same. */
	isIdle(): boolean;
}

/** Maximum number of idle paths to remember. */
const MOST_PATHS = 100;

type Pause = (millis: number) => Promise<void>;

/** A limiter that sends each path's requests through its queue. */
function queued(queueOf: (path: string) => RequestQueue, isIdle: () => boolean): RateLimiter {
	return {
		acquire: async (path, waiter) => await queueOf(path).enter(waiter),
		delay: (path) => queueOf(path).delay(),
		refusedFor: (path) => queueOf(path).refusedFor(),
		isIdle,
	};
}

const UNLIMITED: Allowance = { startsAt: () => 0, ended: () => undefined, isIdle: () => true };

/**
 * For a vendor whose limit is not known in advance: holds requests back only after the vendor has refused one.
 * @param pause replaces n8n's sleep in tests
 */
export function reactiveLimiter(pause?: Pause): RateLimiter {
	const queue = new RequestQueue(UNLIMITED, pause);
	return queued(
		() => queue,
		() => queue.isIdle(),
	);
}

/**
 * Allows at most `calls` requests per path in any window of `millis` milliseconds by the vendor's clock. The window of a
 * request starts at its end, because the vendor counted it at some time before that, however long it took.
 * @param margin extra milliseconds for clock drift
 */
export function windowLimiter(
	calls: number,
	millis: number,
	margin = 50,
	pause?: Pause,
): RateLimiter {
	const queues = new Map<string, RequestQueue>();
	const queueOf = (path: string) => {
		const known = queues.get(path);
		if (known) return known;
		if (queues.size >= MOST_PATHS)
			for (const [other, queue] of queues) if (queue.isIdle()) queues.delete(other);
		const queue = new RequestQueue(windowAllowance(calls, millis + margin), pause);
		queues.set(path, queue);
		return queue;
	};
	return queued(queueOf, () => [...queues.values()].every((queue) => queue.isIdle()));
}

function windowAllowance(calls: number, millis: number): Allowance {
	/** When ended requests stop counting, in milliseconds since the epoch, earliest first. */
	const freeAt: number[] = [];
	const forget = (now: number) => {
		while (freeAt[0] !== undefined && freeAt[0] <= now) freeAt.shift();
	};
	return {
		startsAt(now, underWay) {
			forget(now);
			return underWay + freeAt.length < calls ? now : (freeAt[0] ?? Infinity);
		},
		ended: (now) => void freeAt.push(now + millis),
		isIdle(now) {
			forget(now);
			return freeAt.length === 0;
		},
	};
}

/** A vendor's budget of calls per window, from its headers. */
export interface Budget {
	/** Calls in a whole window. */
	limit: number;
	/** Calls left in this window. */
	remaining: number;
	/** Milliseconds until the next window. */
	resetMillis: number;
}

/** Milliseconds after which to assume another window, while no reply has reported one. */
const UNTOLD_WINDOW = 1_000;
/** Window ends closer than this count as the same, in milliseconds, because headers may be in whole seconds. */
const SAME_END = 1_000;

/** A rate limiter that learns the vendor's count from its replies. */
export type BudgetLimiter = RateLimiter & {
	/** Called with the budget in each reply's headers; undefined if they state none. */
	learn(budget: Budget | undefined): void;
};

/** Waits for the vendor's next window once its headers say that no call is left in this one. */
export function budgetLimiter(pause?: Pause): BudgetLimiter {
	let limit = Infinity;
	let remaining = Infinity;
	let resetAt = 0;
	let told = true;
	const allowance: Allowance = {
		startsAt(now, underWay) {
			// Requests under way are not yet in the vendor's count.
			if (remaining - underWay > 0) return now;
			if (now < resetAt) return resetAt;
			remaining = limit;
			resetAt = now + UNTOLD_WINDOW;
			told = false;
			return remaining - underWay > 0 ? now : resetAt;
		},
		ended: () => undefined,
		isIdle: (now) => now >= resetAt,
	};
	const queue = new RequestQueue(allowance, pause);
	return {
		...queued(
			() => queue,
			() => queue.isIdle(),
		),
		learn(budget) {
			if (budget === undefined) {
				// The vendor no longer states a budget.
				if (!told) limit = remaining = Infinity;
				return;
			}
			const end = Date.now() + budget.resetMillis;
			// Replies of one window may arrive in any order.
			const sameWindow = told && Math.abs(end - resetAt) < SAME_END;
			remaining = sameWindow ? Math.min(remaining, budget.remaining) : budget.remaining;
			limit = budget.limit;
			if (!sameWindow) resetAt = end;
			told = true;
		},
	};
}

/**
 * The rate limiters of a vendor, by account: all executions of this process with one account share one.
 * @returns a function from the strings that identify an account, such as host and API key, to its limiter
 */
export function sharedLimiters<L extends RateLimiter>(
	make: () => L,
): (...account: ReadonlyArray<string | undefined>) => L {
	return perAccount(make, (limiter) => limiter.isIdle());
}
