import type { IDataObject } from 'n8n-workflow';

import { refused } from './attempt';
import { isReading, type Answer, type Call } from './call';
import { Cancellation } from './cancellation';
import type { Failure } from '../base/errors';
import { addHint } from './hints';
import type { NodeContext } from './http';
import { LimitWaits } from './limitWaits';
import { Progress } from './progress';
import { atOnce, RequestQueue } from './requestQueue';
import { keepSecrets } from './secrets';
import type { SessionSpec } from './sessionSpec';
import { explained, isRateLimited, retryDelay } from './retry';
import { VendorClock } from './vendorClock';
import { withinLimit } from './withinLimit';

export type { Answer, Call } from './call';
export type { FailureOf, SessionSpec } from './sessionSpec';

/** The connection that all requests of a run share. */
export interface Session {
	/** Scheme and host of the vendor, without a trailing slash. */
	readonly baseUrl: string;
	/** Identifies the connected account, even if one credential can reach several. Holds no secret. */
	readonly account?: string;
	/** The same object for every view of this connection, as the key for what is remembered during a run. */
	readonly run: object;
	/** The vendor's clock, as far as the replies so far reveal it. */
	readonly clock?: VendorClock;
	/** Sends a request, and repeats it only if nothing can be stored twice. Never throws. */
	call(call: Call): Promise<Answer>;
	/**
	 * Waits for some milliseconds, or until the execution is cancelled.
	 * @param refusal given if a rate limit is the reason, so that a long wait is reported
	 */
	wait(millis: number, refusal?: Failure): Promise<void>;
	cancelled(): boolean;
	/** Milliseconds to wait before sending a record again that was not processed; undefined to give up. */
	retryIn(failure: Failure, tries: number, waited: number): number | undefined;
	/** The failure of a record that is given up after this many milliseconds of waiting. */
	givenUp?(failure: Failure, waited: number): Failure;
	/** Shows a hint above the output of the execution. */
	hint(message: string): void;
	/** Called when the run is over; shows what it waited for. */
	finish?(): void;
}

/** Opens a connection. Sends nothing yet. */
export function openSession(context: NodeContext, spec: SessionSpec): Session {
	const cancellation = new Cancellation(
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
	);
	const { options } = spec;
	const clock = new VendorClock();
	const slots = new RequestQueue(atOnce(options.parallel));
	const limitWaits = new LimitWaits(
		spec.limit ?? `${spec.vendor} limits the number of requests`,
		(text) => tellNow(context, text),
	);
	const sendWithinLimit = withinLimit(spec, limitWaits, cancellation, clock);

	const wait = async (millis: number, refusal?: Failure): Promise<void> =>
		await (refusal && isRateLimited(refusal)
			? limitWaits.during(millis, async () => await cancellation.sleep(millis))
			: cancellation.sleep(millis));

	keepSecrets(context, spec.secrets);
	keepSecrets(spec, spec.secrets);
	return {
		get baseUrl() {
			return spec.baseUrl();
		},
		account: spec.account,
		run: {},
		clock,
		wait,
		cancelled: () => cancellation.cancelled,
		retryIn: (failure, tries, waited) =>
			retryDelay(failure, {
				idempotent: false,
				tries,
				waited,
				options,
				limitWaits: spec.limitWaits,
			}),
		givenUp: (failure, waited) =>
			isRateLimited(failure) ? explained(spec.vendor, failure, { waited, options }) : failure,
		hint: (message) => addHint(context, message),
		finish() {
			const summary = limitWaits.summary();
			if (summary !== undefined) addHint(context, summary);
		},
		async call(call) {
			const progress = new Progress(
				call.idempotent === true || isReading(call),
				options,
				spec.limitWaits,
			);
			let renewed = false;
			/** True once a try of a write got no clear reply: whatever refuses the next try, that one may be stored. */
			let unclear = false;
			const last = (answer: Answer): Answer =>
				unclear ? maybeCarriedOut(spec, call, answer) : answer;
			for (;;) {
				const unprepared = await spec.prepare?.(cancellation);
				const leave = unprepared
					? undefined
					: await slots.enter({ since: progress.since, cancellation });
				const answer = unprepared
					? refused(spec, unprepared)
					: await sendWithinLimit(call, progress).finally(() => leave?.());
				if (answer.ok || cancellation.cancelled) return last(answer);
				const { failure } = answer;
				unclear ||= failure.executed === 'unknown';
				if (!unprepared && isExpired(failure) && spec.renew && !renewed) {
					renewed = true;
					if (!(await succeeds(spec.renew, progress.headers))) return last(answer);
					continue;
				}
				// sendWithinLimit has already waited for a limit that all requests share.
				const delay =
					!unprepared && isRateLimited(failure) && !failure.ownLimit
						? undefined
						: progress.delayAfter(failure);
				if (delay === undefined)
					return last(
						isRateLimited(failure)
							? refused(spec, explained(spec.vendor, failure, progress))
							: answer,
					);
				progress.waited += delay;
				await wait(delay, failure);
			}
		},
	};
}

/** Reports a wait while it lasts: in the log, and in the browser's console if somebody is watching. */
function tellNow(context: NodeContext, text: string): void {
	if (!('sendMessageToUI' in context)) return;
	context.logger.info(text);
	context.sendMessageToUI(text);
}

function isExpired(failure: Failure): boolean {
	return failure.cause?.cause === 'credential-invalid' && failure.executed === 'no';
}

/** A refusal of a request that was sent before without a clear reply. It says nothing about the earlier try. */
function maybeCarriedOut(spec: SessionSpec, call: Call, answer: Answer): Answer {
	if (answer.ok || answer.failure.executed !== 'no') return answer;
	const { description = '' } = answer.failure;
	return refused(
		spec,
		{
			...answer.failure,
			description:
				`The request was sent more than once. An earlier try got no clear reply and may have been carried out; the reason above is that of the last try. ${description}`.trim(),
			executed: 'unknown',
			earlierUnclear: true,
			splittable: undefined,
		},
		call.manualCheck,
	);
}

async function succeeds(
	renew: NonNullable<SessionSpec['renew']>,
	headers: IDataObject,
): Promise<boolean> {
	try {
		await renew(headers);
		return true;
	} catch {
		return false;
	}
}
