import { perAccount } from '../base/perAccount';
import { RequestQueue, type Allowance, type Release, type Waiter } from './requestQueue';

/** Keeps requests under a vendor's limit, before the vendor has to refuse one. All executions with one account share it. */
export interface RateLimiter {
	/**
	 * Waits until a request to this path may start, in the order of arrival.
	 * @returns the release, to be called when the request has ended; undefined where it must not start any more
	 */
	acquire(path: string, waiter?: Waiter): Promise<Release | undefined>;
	/** Milliseconds until a request to this path may start, as far as is known. */
	delay(path: string): number;
	/** Milliseconds for which the vendor has refused every request to this path. */
	refusedFor(path: string): number;
	/** True where it knows nothing that a new one would not know. */
	isIdle(): boolean;
}

/** Most paths that are remembered although nothing is under way there. */
const MOST_PATHS = 100;

type Pause = (millis: number) => Promise<void>;

/** Gives each path the queue that it belongs to. */
function queued(queueOf: (path: string) => RequestQueue, isIdle: () => boolean): RateLimiter {
	return {
		acquire: async (path, waiter) => await queueOf(path).enter(waiter),
		delay: (path) => queueOf(path).delay(),
		refusedFor: (path) => queueOf(path).refusedFor(),
		isIdle,
	};
}

const UNLIMITED: Allowance = { startsAt: () => 0, ended: () => undefined, isIdle: () => true };

/** For a vendor whose limit is not known in advance: holds requests back only after the vendor has refused one. */
export function reactiveLimiter(pause?: Pause): RateLimiter {
	const queue = new RequestQueue(UNLIMITED, pause);
	return queued(
		() => queue,
		() => queue.isIdle(),
	);
}

/**
 * At most `calls` requests per path in any window of `millis` milliseconds, by the vendor's clock: a request counts from its
 * end on, because the vendor has counted it at some time before that, however late it left and however long it took.
 * @param margin extra milliseconds, for clocks that do not run alike
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
	/** When requests that have ended stop counting, the earliest first. */
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
/** Ends of windows that are closer than this are the same end, in milliseconds: headers may give full seconds. */
const SAME_END = 1_000;

/** A rate limiter that learns the vendor's count from its replies. */
export type BudgetLimiter = RateLimiter & {
	/** Told what the headers of each reply say; undefined where they say nothing. */
	learn(budget: Budget | undefined): void;
};

/** Waits for the vendor's next window when its headers say that no call is left in this one. */
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
				// The vendor counts no more.
				if (!told) limit = remaining = Infinity;
				return;
			}
			const end = Date.now() + budget.resetMillis;
			// Replies of one window may come in any order.
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
 * @returns gives the limiter of the account that these texts identify, such as host and API key
 */
export function sharedLimiters<L extends RateLimiter>(
	make: () => L,
): (...account: ReadonlyArray<string | undefined>) => L {
	return perAccount(make, (limiter) => limiter.isIdle());
}
