import type { Failure } from '../base/errors';
import { attempt, CANCELLED, refused, requestOf } from './attempt';
import type { Answer, Call } from './call';
import type { Cancellation } from './cancellation';
import type { LimitWaits } from './limitWaits';
import type { Progress } from './progress';
import { isRateLimited } from './retry';
import type { SessionSpec } from './sessionSpec';
import type { VendorClock } from './vendorClock';

/** Sends a request when the vendor's limit allows it, and again if the limit refused it; meanwhile all requests hold back. */
export function withinLimit(
	spec: SessionSpec,
	limitWaits: LimitWaits,
	cancellation: Cancellation,
	clock: VendorClock,
): (call: Call, progress: Progress) => Promise<Answer> {
	const { options, limiter } = spec;
	return async (call, progress) => {
		const { path } = call;
		for (;;) {
			const arrived = Date.now();
			// Count the time for which the vendor has been refusing once, not anew for every request.
			const waited = Math.max(progress.waited, limiter.refusedFor(path));
			const waiter = {
				since: progress.since,
				patience: Math.max(0, options.maxWait - waited),
				cancellation,
			};
			const release = await limitWaits.during(
				limiter.delay(path),
				async () => await limiter.acquire(path, waiter),
			);
			// Waiting before the first refusal does not count: the request only waits for earlier ones, which make progress.
			if (progress.refusals > 0) progress.waited += Date.now() - arrived;
			if (!release) {
				progress.waited = Math.max(progress.waited, limiter.refusedFor(path));
				return cancellation.cancelled
					? CANCELLED
					: refused(spec, progress.refusal ?? heldBack(spec, limiter.delay(path)));
			}
			let hold: number | undefined;
			try {
				const request = requestOf(spec, call);
				progress.headers = request.headers ?? {};
				const answer = await attempt(spec, call, request, cancellation, clock);
				if (
					answer.ok ||
					cancellation.cancelled ||
					!isRateLimited(answer.failure) ||
					answer.failure.ownLimit
				)
					return answer;
				// The time for which all requests were refused counts for this one, too.
				progress.waited = Math.max(progress.waited, limiter.refusedFor(path));
				const delay = progress.delayAfter(answer.failure);
				// If this request gives up, the others must not try at once in its place.
				hold = delay ?? progress.holdAfter(answer.failure);
				if (delay === undefined) return answer;
			} finally {
				release(hold);
			}
		}
	};
}

/** The failure of a request that was not sent because requests are held back for longer than it may wait. */
function heldBack(spec: SessionSpec, millis: number): Failure {
	return {
		message: `${spec.vendor} accepts no requests at the moment, because its rate limit is used up`,
		executed: 'no',
		cause: { cause: 'rate-limited', retryAfterMs: millis },
	};
}
