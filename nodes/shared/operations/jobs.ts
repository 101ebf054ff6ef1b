import type { Failure, Outcome } from '../base/errors';
import { failed } from '../base/errors';
import type { Result } from '../base/result';
import { textOf } from '../base/values';
import { number, type Field } from '../form/fields';
import type { Call, Session } from '../http/session';
import { waitFor } from '../http/waitFor';

/**
 * The option for how long to wait for a job. Not named "Max Wait", which is an option for single requests.
 * @param seconds the default
 */
export function completionTimeLimit(seconds: number): {
	field: Field<'completionTimeLimit', number, false>;
	/** How many milliseconds the user is willing to wait for a job. */
	of(options: { completionTimeLimit?: number }): number;
} {
	return {
		field: number('completionTimeLimit', 'Completion Time Limit (Seconds)', {
			min: 1,
			default: seconds,
			description: 'How long to wait for a bulk job to complete',
		}),
		of: ({ completionTimeLimit: given = seconds }) => given * 1000,
	};
}

/** A job that a service runs while the node waits. Times in milliseconds. */
export interface StartedJob {
	/** Included in every failure, so that a person can find the job. */
	id: string;
	/** What is certain, as the start of a sentence: "Bulk job 42 was started". */
	started: string;
	/** How a person can see the result later, as a sentence. */
	later: string;
	/** The request that returns its progress. */
	look: Call;
	isOver(body: unknown): boolean;
	/** Wait before the first request; each further wait is twice as long. */
	first: number;
	/** Longest wait between two requests. */
	longest: number;
	/** The node stops waiting after this time. */
	limit: number;
	/** An alternative to a longer wait, if the form has one, as a clause after "Raise ...". */
	otherwise?: string;
}

/**
 * Waits until a job is over. The job may complete whatever goes wrong here, so every failure is `unknown`.
 * @returns the body of the reply that says that the job is over
 */
export async function followJob(session: Session, job: StartedJob): Promise<Result<unknown>> {
	const { look, isOver, first, longest, limit, otherwise = '' } = job;
	const waited = await waitFor(session, { call: look, isDone: isOver, first, longest, limit });
	if (waited.done) return { ok: true, value: waited.body };
	if (waited.failure !== undefined) return notSeen(session, job, waited.failure);
	if (session.cancelled()) return notSeen(session, job);
	return {
		ok: false,
		failure: {
			traceId: job.id,
			executed: 'unknown',
			message: `${job.started}, but was not complete within ${limit / 1000} seconds`,
			description: `${job.later} Raise 'Completion Time Limit (Seconds)' to wait longer${otherwise}.`,
		},
	};
}

/** The failure of a started job whose end or result could not be read. */
export function notSeen(
	session: Session,
	{ id, started, later }: Pick<StartedJob, 'id' | 'started' | 'later'>,
	failure?: Failure,
): Extract<Result<never>, { ok: false }> {
	const known = { traceId: id, executed: 'unknown' } as const;
	if (failure === undefined || session.cancelled())
		return {
			ok: false,
			failure: {
				...known,
				message: `${started}, but the execution was cancelled before the result was available`,
				description: later,
			},
		};
	const { message, description = '', httpCode, code, cause } = failure;
	return {
		ok: false,
		failure: {
			...known,
			httpCode,
			code,
			cause,
			message: `${started}, but the result could not be read: ${message}`,
			description: `${later} ${description}`.trim(),
		},
	};
}

/**
 * Indexes the results of a job by the mark that ties each to a record; a mark with contradictory results is left out.
 * @param markOf the mark of a result
 * @param isSame true if two results say the same
 */
export function resultsByMark<T>(
	results: readonly T[],
	markOf: (result: T) => unknown,
	isSame: (one: T, other: T) => boolean,
): Map<string, T> {
	const found = new Map<string, T>();
	const contradictory = new Set<string>();
	for (const result of results) {
		const mark = textOf(markOf(result));
		if (mark === undefined) continue;
		const known = found.get(mark);
		if (known !== undefined && !isSame(known, result)) contradictory.add(mark);
		found.set(mark, result);
	}
	for (const mark of contradictory) found.delete(mark);
	return found;
}

/** The same failure for each record of a batch. */
export function allFailed(count: number, failure: Failure): Outcome[] {
	return Array.from({ length: count }, () => failed(failure));
}
