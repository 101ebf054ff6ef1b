import { reactiveLimiter, type RateLimiter, windowLimiter } from '../shared/http/rateLimiter';

/** Maximum records per insert (bigin 3). */
export const RECORDS_PER_CALL = 100;

/** Parallel requests. Zoho publishes no limit for Bigin; bigin 9 advises at most five. */
export const PARALLEL = 5;

/** Maximum downloads of export results per minute (bigin 10.1). */
export const DOWNLOADS_PER_MINUTE = 10;

const MINUTE = 60_000;

const RESULT = /\/bulk\/v\d+\/read\/[^/]+\/result$/;

/**
 * Keeps the result downloads of all jobs together under Bigin's limit (bigin 10.1). Other requests slow down only after
 * Bigin has refused one.
 */
export function biginLimiter(): RateLimiter {
	const downloads = windowLimiter(DOWNLOADS_PER_MINUTE, MINUTE);
	const others = reactiveLimiter();
	const limiterOf = (path: string) => (RESULT.test(path) ? downloads : others);
	// Each limiter gets one key for all paths, because the paths share its limit.
	return {
		acquire: async (path, waiter) => await limiterOf(path).acquire('', waiter),
		delay: (path) => limiterOf(path).delay(''),
		refusedFor: (path) => limiterOf(path).refusedFor(''),
		isIdle: () => downloads.isIdle() && others.isIdle(),
	};
}
