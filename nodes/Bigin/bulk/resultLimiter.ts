import { noLimiter, windowLimiter, type RateLimiter } from '../../shared/rateLimiter';

/** Downloads of export results in a minute (contract 10.1). */
export const DOWNLOADS_PER_MINUTE = 10;
const MINUTE = 60_000;

const RESULT = /\/bulk\/v\d+\/read\/[^/]+\/result$/;

/** Keeps downloads of results, of whatever job, under Bigin's limit; other requests are not held. */
export function resultLimiter(): RateLimiter {
	const downloads = windowLimiter(DOWNLOADS_PER_MINUTE, MINUTE);
	return {
		async acquire(path, wait) {
			return await (RESULT.test(path) ? downloads.acquire('results', wait) : noLimiter.acquire(path, wait));
		},
	};
}
