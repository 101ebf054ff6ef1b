import { reactiveLimiter, type RateLimiter, windowLimiter } from '../shared/http/rateLimiter';

/** Most records of an insert (bigin 3). */
export const RECORDS_PER_CALL = 100;

/** No number is published for Bigin; bigin 9 advises to stay at or below five. */
export const PARALLEL = 5;

/** Downloads of export results in a minute (bigin 10.1). */
export const DOWNLOADS_PER_MINUTE = 10;

const MINUTE = 60_000;

const RESULT = /\/bulk\/v\d+\/read\/[^/]+\/result$/;

/** Keeps downloads of results, of whatever job, under Bigin's limit; other requests hold back only after Bigin has refused one. */
export function biginLimiter(): RateLimiter {
	const downloads = windowLimiter(DOWNLOADS_PER_MINUTE, MINUTE);
	const others = reactiveLimiter();
	const limiterOf = (path: string) => (RESULT.test(path) ? downloads : others);
	// All downloads count as one path, because they share the limit.
	return {
		acquire: async (path, waiter) => await limiterOf(path).acquire('', waiter),
		delay: (path) => limiterOf(path).delay(''),
		refusedFor: (path) => limiterOf(path).refusedFor(''),
		isIdle: () => downloads.isIdle() && others.isIdle(),
	};
}
