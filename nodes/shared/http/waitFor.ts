import type { Failure } from '../base/errors';
import type { Call, Session } from './session';

/** How to wait for something at the vendor. Times in milliseconds. */
export interface Wait {
	call: Call;
	isDone(body: unknown): boolean;
	/** Wait before the first request; each further wait is twice as long. */
	first: number;
	/** Longest wait between two requests. */
	longest: number;
	/** The wait ends after this time. */
	limit: number;
}

/** How the wait ended. Neither done nor a failure means that the time ran out or the execution was cancelled. */
export type Waited = { done: true; body: unknown } | { done: false; failure?: Failure };

/** Asks the vendor repeatedly, after growing waits, until something is done there. */
export async function waitFor(
	session: Session,
	{ call, isDone, first, longest, limit }: Wait,
): Promise<Waited> {
	const end = Date.now() + limit;
	for (let delay = first; ; delay = Math.min(2 * delay, longest)) {
		const left = end - Date.now();
		if (left <= 0) return { done: false };
		await session.wait(Math.min(delay, left));
		if (session.cancelled()) return { done: false };
		const answer = await session.call(call);
		if (!answer.ok) return { done: false, failure: answer.failure };
		if (isDone(answer.body)) return { done: true, body: answer.body };
	}
}
