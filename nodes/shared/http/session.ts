import type { IDataObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { Cancellation } from './cancellation';
import { bounded, notConnected, type Failure } from '../base/errors';
import { addHint } from './hints';
import { exchange, type Exchange, type NodeContext, type Transport } from './http';
import { LimitWaits } from './limitWaits';
import type { RunOptions } from './runOptions';
import { Progress } from './progress';
import type { RateLimiter } from './rateLimiter';
import { header } from './replies';
import { atOnce, RequestQueue } from './requestQueue';
import { cleanFailure, keepSecrets, type Secrets } from './secrets';
import { explained, headerDelay, isRateLimited, retryDelay } from './retry';
import { VendorClock } from './vendorClock';

/** One request to the vendor. */
export interface Call {
	method: IHttpRequestMethods;
	/** Path from the host on, with its parts encoded. */
	path: string;
	query?: IDataObject;
	body?: IDataObject | IDataObject[] | Buffer;
	headers?: IDataObject;
	/** True where the request may be repeated although nobody knows what became of it. */
	safe?: boolean;
	/** True where nothing is stored, whatever the method. A GET always reads, and what reads is safe. */
	reads?: boolean;
	/** True where the reply is a file: its body is a Buffer. */
	file?: boolean;
	/** Scheme and host, where it is not the one of the session. */
	baseUrl?: string;
	/** True for an address that is signed by itself, so that no secret of the session is sent there. */
	unsigned?: boolean;
	/** Told of each try when it leaves; milliseconds since the epoch. */
	onSend?(moment: number): void;
}

/** What the vendor said. */
export type Answer =
	| { ok: true; status: number; headers: IDataObject; body: unknown }
	| { ok: false; failure: Failure };

/** The connection that all requests of a run share. */
export interface Session {
	/** Scheme and host of the vendor, without a slash at the end. */
	readonly baseUrl: string;
	/** Tells one connected account from another, also behind one credential, and holds no secret. */
	readonly account?: string;
	/** The vendor's clock, as the replies so far tell it. */
	readonly clock?: VendorClock;
	/** Sends a request, repeating it only where nothing can have been stored twice. Never throws. */
	call(call: Call): Promise<Answer>;
	/**
	 * Waits; ends at once when the execution is cancelled.
	 * @param refusal given where a rate limit is waited for, so that a long wait is told
	 */
	wait(millis: number, refusal?: Failure): Promise<void>;
	cancelled(): boolean;
	/** Milliseconds to wait before something that was not carried out is sent again; undefined where it is given up. */
	retryIn(failure: Failure, tries: number, waited: number): number | undefined;
	/** What to say of something that is not sent again, after so many milliseconds of waits. */
	givenUp?(failure: Failure, waited: number): Failure;
	/** Shows a hint above the output of the execution. */
	hint(message: string): void;
	/** Called when the run is over: says what it waited for. */
	finish?(): void;
}

/** The vendor's reading of a reply: undefined where it is a success. */
export type FailureOf = (
	reply: { status: number; headers: IDataObject; body: unknown },
	call?: Call,
) => Failure | undefined;

export interface SessionSpec {
	vendor: string;
	/** Scheme and host, without a slash at the end; a new token may name another. */
	baseUrl: () => string;
	transport: Transport;
	failureOf: FailureOf;
	options: RunOptions;
	/** Gets what a request needs, such as a token, before every attempt. A failure means that nothing was sent. */
	prepare?: (cancellation: Cancellation) => Promise<Failure | undefined>;
	/** Headers of a request, fresh for every attempt. */
	headers?: () => IDataObject;
	/** Query of a request, fresh for every attempt. */
	query?: () => IDataObject;
	/**
	 * Gets a new token; called once for a request that the vendor refused for its token. May throw.
	 * @param refused headers of the refused request, which tell whether another request has renewed the token already
	 */
	renew?: (refused: IDataObject) => Promise<void>;
	/** Tells one connected account from another; holds no secret. */
	account?: string;
	/** Shared by all executions with the same account. */
	limiter: RateLimiter;
	/** What the limit is, as the start of a sentence: "ShareCRM allows 100 calls in 20 seconds". */
	limit?: string;
	/** Waits after a limit that does not say when it ends, by the number of refusals; in milliseconds. */
	limitWaits?: readonly number[];
	/** How a person finds out whether a record was stored: "search for ... by its External ID". */
	findOut: string;
	/** Texts that may never be shown, as they are now. */
	secrets: Secrets;
}

/** Opens a connection. */
export function openSession(context: NodeContext, spec: SessionSpec): Session {
	const cancellation = new Cancellation(
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
	);
	const { options, limiter } = spec;
	const clock = new VendorClock();
	const slots = new RequestQueue(atOnce(options.parallel));
	const limitWaits = new LimitWaits(
		spec.limit ?? `${spec.vendor} limits the number of requests`,
		(text) => tellNow(context, text),
	);

	/** Sends a request when the vendor's limit allows it, and again where the limit refused it: all requests hold back then, this one too. */
	const sendWithinLimit = async (call: Call, progress: Progress): Promise<Answer> => {
		const { path } = call;
		for (;;) {
			const arrived = Date.now();
			// The limit is waited for once, and not by one request after the other.
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
			// Before its first refusal a request only waits for earlier ones, which make progress.
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
				// What was refused to all for so long was refused to this one, too.
				progress.waited = Math.max(progress.waited, limiter.refusedFor(path));
				const delay = progress.delayAfter(answer.failure);
				// Where this one gives up, the others must not take its place at once.
				hold = delay ?? progress.holdAfter(answer.failure);
				if (delay === undefined) return answer;
			} finally {
				release(hold);
			}
		}
	};

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
		clock,
		wait,
		cancelled: () => cancellation.cancelled,
		retryIn: (failure, tries, waited) =>
			retryDelay(failure, { safe: false, tries, waited, options, limitWaits: spec.limitWaits }),
		givenUp: (failure, waited) =>
			isRateLimited(failure) ? explained(spec.vendor, failure, { waited, options }) : failure,
		hint: (message) => addHint(context, message),
		finish() {
			const summary = limitWaits.summary();
			if (summary !== undefined) addHint(context, summary);
		},
		async call(call) {
			const progress = new Progress(
				call.safe === true || isReading(call),
				options,
				spec.limitWaits,
			);
			let renewed = false;
			for (;;) {
				const unprepared = await spec.prepare?.(cancellation);
				const leave = unprepared
					? undefined
					: await slots.enter({ since: progress.since, cancellation });
				const answer = unprepared
					? refused(spec, unprepared)
					: await sendWithinLimit(call, progress).finally(() => leave?.());
				if (answer.ok || cancellation.cancelled) return answer;
				const { failure } = answer;
				if (!unprepared && isExpired(failure) && spec.renew && !renewed) {
					renewed = true;
					if (!(await succeeds(spec.renew, progress.headers))) return answer;
					continue;
				}
				// A limit that all share was waited for already.
				const delay =
					!unprepared && isRateLimited(failure) && !failure.ownLimit
						? undefined
						: progress.delayAfter(failure);
				if (delay === undefined)
					return isRateLimited(failure)
						? refused(spec, explained(spec.vendor, failure, progress))
						: answer;
				progress.waited += delay;
				await wait(delay, failure);
			}
		},
	};
}

/** Tells about a wait while it lasts: in the log, and in the browser's console where somebody watches. */
function tellNow(context: NodeContext, text: string): void {
	if (!('sendMessageToUI' in context)) return;
	context.logger.info(text);
	context.sendMessageToUI(text);
}

/** What is known of a request that was not sent, because the vendor is to be left alone for longer than it may wait. */
function heldBack(spec: SessionSpec, millis: number): Failure {
	return {
		message: `${spec.vendor} takes no requests at the moment, because its rate limit is used up`,
		executed: 'no',
		cause: { cause: 'rate-limited', retryAfterMs: millis },
	};
}

const CANCELLED: Answer = {
	ok: false,
	failure: { message: 'The execution was cancelled before this request was sent', executed: 'no' },
};

/** The answer to a request that was not accepted. Its texts hold no secret and are short, wherever they are quoted later on. */
function refused(spec: SessionSpec, failure: Failure): Answer {
	const description =
		failure.executed === 'unknown'
			? `${failure.description ?? ''} To find out, ${spec.findOut}.`.trim()
			: failure.description;
	return { ok: false, failure: bounded(cleanFailure(spec, { ...failure, description })) };
}

function requestOf(spec: SessionSpec, call: Call): IHttpRequestOptions {
	return {
		method: call.method,
		url: `${call.baseUrl ?? spec.baseUrl()}${call.path}`,
		qs: { ...(call.unsigned ? {} : spec.query?.()), ...call.query },
		headers: { ...(call.unsigned ? {} : spec.headers?.()), ...call.headers },
		body: call.body,
		...(call.file ? { encoding: 'arraybuffer' as const } : {}),
		timeout: spec.options.timeout,
	};
}

async function attempt(
	spec: SessionSpec,
	call: Call,
	request: IHttpRequestOptions,
	cancellation: Cancellation,
	clock: VendorClock,
): Promise<Answer> {
	if (cancellation.cancelled) return CANCELLED;
	const sent = Date.now();
	call.onSend?.(sent);
	const result = await cancellation.withSignal(
		async (abortSignal) => await exchange(spec.transport, { ...request, abortSignal }),
	);
	if (result.kind === 'reply') clock.learn(header(result.headers, 'date'), sent, Date.now());
	const failure =
		result.kind === 'reply'
			? failureOfReply(spec, call, result)
			: failureOfSilence(spec, call, result);
	if (failure) return refused(spec, failure);
	return { ok: true, ...(result as Extract<Exchange, { kind: 'reply' }>) };
}

function failureOfReply(
	spec: SessionSpec,
	call: Call,
	reply: Extract<Exchange, { kind: 'reply' }>,
): Failure | undefined {
	const said = spec.failureOf(reply, call) ?? unreadable(spec, reply);
	// What only reads has stored nothing, whatever its status.
	const failure = said && isReading(call) ? { ...said, executed: 'no' as const } : said;
	const retryAfterMs = headerDelay(reply.headers);
	if (
		failure &&
		retryAfterMs !== undefined &&
		failure.cause &&
		(failure.cause.cause === 'rate-limited' || failure.cause.cause === 'temporarily-unavailable')
	) {
		return {
			...failure,
			cause: { ...failure.cause, retryAfterMs: failure.cause.retryAfterMs ?? retryAfterMs },
		};
	}
	return failure;
}

/** A success status whose body is not JSON: nobody can tell what was done. */
function unreadable(
	spec: SessionSpec,
	reply: { status: number; body: unknown },
): Failure | undefined {
	// 304: nothing has changed since the time that was asked for.
	if (
		reply.status === 204 ||
		reply.status === 304 ||
		(typeof reply.body === 'object' && reply.body !== null)
	)
		return undefined;
	const html = typeof reply.body === 'string' && /^\s*</.test(reply.body);
	const what = html
		? 'an HTML page'
		: reply.body === '' || reply.body === undefined || reply.body === null
			? 'an empty reply'
			: 'a reply that is not JSON';
	return {
		message: `${spec.vendor} sent ${what} instead of data`,
		description: html
			? 'The host in the credential may belong to a website or a proxy. Check it.'
			: 'Try again later.',
		httpCode: reply.status,
		executed: 'unknown',
	};
}

function failureOfSilence(
	spec: SessionSpec,
	call: Call,
	silence: Extract<Exchange, { kind: 'none' }>,
): Failure {
	if (silence.unsigned) {
		return {
			message: `${spec.vendor} gave no access token: ${silence.reason}`,
			description: 'Open the credential, check its values and connect the account again.',
			executed: 'no',
			cause: { cause: 'credential-invalid' },
		};
	}
	if (silence.misdirected)
		return notConnected(spec.vendor, silence.misdirected, 'Check the credential of this node.');
	const executed = isReading(call) ? 'no' : silence.executed;
	return {
		message: `${spec.vendor} could not be reached: ${silence.reason}`,
		description:
			executed === 'unknown'
				? `The request was on its way, so look in ${spec.vendor} whether the record is there before you send it again.`
				: 'Check the host in the credential and the network.',
		executed,
		...(silence.cancelled ? {} : { cause: { cause: 'temporarily-unavailable' } }),
	};
}

function isReading({ method, reads }: Call): boolean {
	return reads ?? method === 'GET';
}

function isExpired(failure: Failure): boolean {
	return failure.cause?.cause === 'credential-invalid' && failure.executed === 'no';
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
