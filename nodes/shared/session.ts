import { sleep, type IDataObject, type IHttpRequestMethods, type IHttpRequestOptions } from 'n8n-workflow';

import { notConnected, type Failure } from './errors';
import { addHint } from './hints';
import { exchange, type Exchange, type NodeContext, type Transport } from './http';
import type { RunOptions } from './options';
import { noPace, slots, type Pace } from './pace';
import { keepSecrets, type Secrets } from './secrets';
import { headerDelay, retryDelay } from './retry';

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
}

/** What the vendor said. */
export type Answer =
	| { ok: true; status: number; headers: IDataObject; body: unknown }
	| { ok: false; failure: Failure };

/** The connection that all requests of a run share. */
export interface Session {
	/** Scheme and host of the vendor, without a slash at the end. */
	readonly baseUrl: string;
	/** Sends a request, repeating it only where nothing can have been stored twice. Never throws. */
	call(call: Call): Promise<Answer>;
	/** Waits; ends at once when the execution is cancelled. Milliseconds. */
	wait(millis: number): Promise<void>;
	cancelled(): boolean;
	/** Shows a hint above the output of the execution. */
	hint(message: string): void;
}

/** The vendor's reading of a reply: undefined where it is a success. */
export type FailureOf = (reply: { status: number; headers: IDataObject; body: unknown }, call?: Call) => Failure | undefined;

export interface SessionSpec {
	vendor: string;
	/** Scheme and host, without a slash at the end; a new token may name another. */
	baseUrl: () => string;
	transport: Transport;
	failureOf: FailureOf;
	options: RunOptions;
	/** Gets what a request needs, such as a token, before every attempt. A failure means that nothing was sent. */
	prepare?: () => Promise<Failure | undefined>;
	/** Headers of a request, fresh for every attempt. */
	headers?: () => IDataObject;
	/** Query of a request, fresh for every attempt. */
	query?: () => IDataObject;
	/**
	 * Gets a new token; called once for a request that the vendor refused for its token. May throw.
	 * @param refused headers of the refused request, which tell whether another request has renewed the token already
	 */
	renew?: (refused: IDataObject) => Promise<void>;
	pace?: Pace;
	/** Waits after a limit that does not say when it ends, by the number of tries; in milliseconds. */
	limitWaits?: readonly number[];
	/** How a person finds out whether a record was stored: "search for ... by its External ID". */
	findOut: string;
	/** Texts that may never be shown, as they are now. */
	secrets: Secrets;
}

/** Opens a connection. */
export function openSession(context: NodeContext, spec: SessionSpec): Session {
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const pace = spec.pace ?? noPace;
	const inSlot = slots(spec.options.parallel);
	const wait = async (millis: number) => await cancellableSleep(millis, signal);
	keepSecrets(context, spec.secrets);
	return {
		get baseUrl() {
			return spec.baseUrl();
		},
		wait,
		cancelled: () => signal?.aborted ?? false,
		hint: (message) => addHint(context, message),
		async call(call) {
			let renewed = false;
			let waited = 0;
			for (let tries = 1; ; tries++) {
				const unprepared = await spec.prepare?.();
				// After the preparation: a slow one would push requests of different windows together.
				const ended = unprepared ? undefined : await pace.turn(call.path, wait);
				const request = requestOf(spec, call, signal);
				const answer = unprepared ? refused(spec, unprepared) : await inSlot(async () => await attempt(spec, call, request, ended));
				if (answer.ok) return answer;
				if (signal?.aborted) return answer;
				if (!unprepared && isExpired(answer.failure) && spec.renew && !renewed) {
					renewed = true;
					if (await succeeds(spec.renew, request.headers ?? {})) continue;
					return answer;
				}
				const delay = retryDelay(answer.failure, { safe: call.safe === true || isReading(call), tries, waited, options: spec.options, limitWaits: spec.limitWaits });
				if (delay === undefined) return answer;
				waited += delay;
				await wait(delay);
			}
		},
	};
}

const CANCELLED: Answer = { ok: false, failure: { message: 'The execution was cancelled before this request was sent', executed: 'no' } };

function refused(spec: SessionSpec, failure: Failure): Answer {
	const description = failure.executed === 'unknown' ? `${failure.description ?? ''} To find out, ${spec.findOut}.`.trim() : failure.description;
	return { ok: false, failure: { ...failure, description } };
}

function requestOf(spec: SessionSpec, call: Call, signal: AbortSignal | undefined): IHttpRequestOptions {
	return {
		method: call.method,
		url: `${call.baseUrl ?? spec.baseUrl()}${call.path}`,
		qs: { ...spec.query?.(), ...call.query },
		headers: { ...spec.headers?.(), ...call.headers },
		body: call.body,
		...(call.file ? { encoding: 'arraybuffer' as const } : {}),
		timeout: spec.options.timeout,
		abortSignal: signal,
	};
}

async function attempt(spec: SessionSpec, call: Call, request: IHttpRequestOptions, ended: (() => void) | undefined): Promise<Answer> {
	const result = request.abortSignal?.aborted ? undefined : await exchange(spec.transport, request);
	ended?.();
	if (!result) return CANCELLED;
	const failure = result.kind === 'reply' ? failureOfReply(spec, call, result) : failureOfSilence(spec, call, result);
	if (failure) return refused(spec, failure);
	return { ok: true, ...(result as Extract<Exchange, { kind: 'reply' }>) };
}

function failureOfReply(spec: SessionSpec, call: Call, reply: Extract<Exchange, { kind: 'reply' }>): Failure | undefined {
	const said = spec.failureOf(reply, call) ?? unreadable(spec, reply);
	// What only reads has stored nothing, whatever its status.
	const failure = said && isReading(call) ? { ...said, executed: 'no' as const } : said;
	const retryAfterMs = headerDelay(reply.headers);
	if (failure && retryAfterMs !== undefined && failure.cause && (failure.cause.cause === 'rate-limited' || failure.cause.cause === 'temporarily-unavailable')) {
		return { ...failure, cause: { ...failure.cause, retryAfterMs: failure.cause.retryAfterMs ?? retryAfterMs } };
	}
	return failure;
}

/** A success status whose body is not JSON: nobody can tell what was done. */
function unreadable(spec: SessionSpec, reply: { status: number; body: unknown }): Failure | undefined {
	// 304: nothing has changed since the time that was asked for.
	if (reply.status === 204 || reply.status === 304 || (typeof reply.body === 'object' && reply.body !== null)) return undefined;
	const html = typeof reply.body === 'string' && /^\s*</.test(reply.body);
	const what = html ? 'an HTML page' : reply.body === '' || reply.body === undefined || reply.body === null ? 'an empty reply' : 'a reply that is not JSON';
	return {
		message: `${spec.vendor} sent ${what} instead of data`,
		description: html ? 'The host in the credential may belong to a website or a proxy. Check it.' : 'Try again later.',
		httpCode: reply.status,
		executed: 'unknown',
	};
}

function failureOfSilence(spec: SessionSpec, call: Call, silence: Extract<Exchange, { kind: 'none' }>): Failure {
	if (silence.unsigned) {
		return {
			message: `${spec.vendor} gave no access token: ${silence.reason}`,
			description: 'Open the credential, check its values and connect the account again.',
			executed: 'no',
			cause: { cause: 'credential-invalid' },
		};
	}
	if (silence.misdirected) return notConnected(spec.vendor, silence.misdirected, 'Check the credential of this node.');
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

async function succeeds(renew: NonNullable<SessionSpec['renew']>, headers: IDataObject): Promise<boolean> {
	try {
		await renew(headers);
		return true;
	} catch {
		return false;
	}
}

async function cancellableSleep(millis: number, signal: AbortSignal | undefined): Promise<void> {
	if (signal?.aborted) return;
	const cancelled = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
	await Promise.race([sleep(millis), cancelled]);
}
