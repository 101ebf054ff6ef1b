import type { IHttpRequestOptions } from 'n8n-workflow';

import { isReading, type Answer, type Call } from './call';
import type { Cancellation } from './cancellation';
import { bounded, notConnected, type Failure } from '../base/errors';
import { exchange, type Exchange } from './http';
import { header } from './replies';
import { headerDelay } from './retry';
import { cleanFailure } from './secrets';
import type { SessionSpec } from './sessionSpec';
import type { VendorClock } from './vendorClock';

/** The answer to a request that was not sent because the execution was cancelled. */
export const CANCELLED: Answer = {
	ok: false,
	failure: { message: 'The execution was cancelled before this request was sent', executed: 'no' },
};

/** The answer to a request that was not accepted. Its texts are short and hold no secret, so they can be quoted anywhere. */
export function refused(
	spec: SessionSpec,
	failure: Failure,
	manualCheck = spec.manualCheck,
): Answer {
	const description =
		failure.executed === 'unknown'
			? `${failure.description ?? ''} To find out, ${manualCheck}.`.trim()
			: failure.description;
	return { ok: false, failure: bounded(cleanFailure(spec, { ...failure, description })) };
}

/** The request as n8n's HTTP helper expects it. */
export function requestOf(spec: SessionSpec, call: Call): IHttpRequestOptions {
	return {
		method: call.method,
		url: `${call.baseUrl ?? spec.baseUrl()}${call.path}`,
		qs: { ...(call.unsigned ? {} : spec.query?.()), ...call.query },
		headers: { ...(call.unsigned ? {} : spec.headers?.()), ...call.headers },
		// A parameter with several values is repeated, as in a browser's address.
		arrayFormat: 'repeat',
		body: call.bodyAt?.(Date.now()) ?? call.body,
		...(call.file ? { encoding: 'arraybuffer' as const } : {}),
		timeout: spec.options.timeout,
	};
}

/** Sends a request once, without retries. */
export async function attempt(
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
	if (failure) return refused(spec, failure, call.manualCheck);
	return { ok: true, ...(result as Extract<Exchange, { kind: 'reply' }>) };
}

function failureOfReply(
	spec: SessionSpec,
	call: Call,
	reply: Extract<Exchange, { kind: 'reply' }>,
): Failure | undefined {
	const said = spec.failureOf(reply, call) ?? unreadable(spec, reply, call);
	// A read stores nothing, whatever its status.
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

/** The failure for a success status whose body is not JSON: there is no way to tell what was done. */
function unreadable(
	spec: SessionSpec,
	reply: { status: number; body: unknown },
	{ anyReply }: Call,
): Failure | undefined {
	// 204 and 304 (not modified since the requested time) have no body.
	if (
		reply.status === 204 ||
		reply.status === 304 ||
		(typeof reply.body === 'object' && reply.body !== null)
	)
		return undefined;
	const html = typeof reply.body === 'string' && /^\s*</.test(reply.body);
	if (anyReply === true && !html) return undefined;
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
				? `The request may have arrived, so check in ${spec.vendor} whether the record exists before you send it again.`
				: 'Check the host in the credential and the network.',
		executed,
		...(silence.cancelled ? {} : { cause: { cause: 'temporarily-unavailable' } }),
	};
}
