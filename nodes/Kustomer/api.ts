import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Failure, FailureCause } from '../shared/errors';
import { plainTransport } from '../shared/http';
import type { RunOptions } from '../shared/options';
import { budgetPace, type Budget } from '../shared/pace';
import { header, isPath, isSuccess, requestFailure, type Refusal } from '../shared/replies';
import { openSession, type FailureOf, type Session } from '../shared/session';
import { at, isObject, textOf } from '../shared/values';
import { baseUrl } from './connection';

export const VENDOR = 'Kustomer';
export const CREDENTIAL = 'kustomerApi';

/** Most conversations of a bulk request (contract 2.1). */
export const RECORDS_PER_CALL = 100;
/** Contract 8 advises at most 95,000 bytes a body; the mark that each record gets takes up to 18 bytes of them. */
export const BYTES_PER_CALL = 95_000 - RECORDS_PER_CALL * 18;
/** A guess: no number is published, only a budget of requests per minute (contract 7). */
export const PARALLEL = 5;

/** Waits after a limit of one object or customer, which has no reset time (contract 7). Milliseconds. */
const LIMIT_WAITS = [5_000, 15_000, 30_000];

/** Opens the connection to the host of the credential. */
export async function connect(context: IExecuteFunctions, options: RunOptions): Promise<Session> {
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL);
	const pace = budgetPace();
	return openSession(context, {
		vendor: VENDOR,
		baseUrl: baseUrl(credential),
		// Signed here: n8n's own signing decrypts the credential for every request.
		transport: plainTransport(context),
		headers: () => ({ Authorization: `Bearer ${String(credential.apiKey)}` }),
		failureOf(reply) {
			pace.learn(budgetOf(reply.headers));
			return failureOf(reply);
		},
		options,
		pace,
		limitWaits: LIMIT_WAITS,
		findOut: 'search for the conversation in Kustomer by its External ID',
		secrets: () => [textOf(credential.apiKey)],
	});
}

/** What a reply of Kustomer says when the whole request was refused (contract 8). */
export const failureOf: FailureOf = ({ status, headers, body }): Failure | undefined => {
	if (isSuccess(status)) return undefined;
	const refusal = refusalOf(body);
	return requestFailure(VENDOR, status, {
		...refusal,
		...(status === 429 ? { cause: { cause: 'rate-limited', retryAfterMs: resetDelay(headers) } satisfies FailureCause } : {}),
		...(isWrongRegion(refusal.text) ? { cause: { cause: 'credential-invalid' }, executed: 'no' } : {}),
		hint: hintOf(status, refusal.text),
	});
};

/** The vendor's own words in all three shapes of a refusal, every entry of it (contract 8, shapes A, B and C). */
export function refusalOf(body: unknown): Refusal {
	const errors = at(body, 'errors');
	const entries = Array.isArray(errors) ? errors : isObject(body) ? [body] : [];
	const texts = entries.flatMap((entry) => entryText(entry) ?? []);
	const codes = new Set(entries.flatMap((entry) => textOf(at(entry, 'code')) ?? []));
	const [place] = entries.flatMap((entry) => placeOf(entry) ?? []);
	return {
		text: texts.length > 0 ? texts.join('; ') : undefined,
		code: codes.size > 0 ? [...codes].join(', ') : undefined,
		// An entry among several that names no place may be about something else.
		field: entries.length === 1 ? fieldAt(place) : undefined,
	};
}

function entryText(entry: unknown): string | undefined {
	if (typeof entry === 'string') return entry;
	const texts = ['message', 'detail', 'title', 'error'].flatMap((key) => textOf(at(entry, key)) ?? []);
	// `detail` may be a path into the schema beside a title that says what is wrong (contract 11, row 8).
	const text = texts.find((found) => !isPath(found)) ?? texts[0];
	const place = placeOf(entry);
	return text === undefined || place === undefined ? text : `${text} (at ${place})`;
}

/** Where in the request an entry points to; one variant had `parameters` (contract 8). */
function placeOf(entry: unknown): string | undefined {
	const source = at(entry, 'source');
	return textOf(at(source, 'pointer')) ?? textOf(at(source, 'parameter')) ?? textOf(at(source, 'parameters'));
}

/** The field that a place names: `/0/assignedUsers/1` is one of assignedUsers, of the first record. */
function fieldAt(place: string | undefined): string | undefined {
	return place?.split('/').find((part) => part !== '' && !/^\d+$/.test(part));
}

/** A guess at the wording: contract 1.2 says that the text names the token's pod and the one that handles the request. */
function isWrongRegion(text: string | undefined): boolean {
	return text !== undefined && /\btoken\b/i.test(text) && /\bpods?\b|\bprod\d.*\bprod\d/i.test(text);
}

function hintOf(status: number, text: string | undefined): string | undefined {
	if (isWrongRegion(text)) return 'The API key belongs to another region: check organisation or region in the credential.';
	switch (status) {
		case 400:
			return 'Correct the value and send this item again.';
		case 401:
		case 403:
			return 'Check the API key in the credential and its expiry. Its roles must hold org.permission.conversation.create and, to wait for results, org.permission.bulk.read; roles of a key cannot be edited, so create a new one.';
		default:
			return undefined;
	}
}

/** Longest wait for the next window of the rate limit, in milliseconds (contract 7). */
const WINDOW = 60_000;

/** The calls left in this window (contract 7); undefined where the headers are missing. */
export function budgetOf(headers: IDataObject, now = Date.now()): Budget | undefined {
	const remaining = Number(header(headers, 'x-ratelimit-remaining') ?? NaN);
	const resetMillis = untilReset(headers, now);
	const limit = Number(header(headers, 'x-ratelimit-limit') ?? NaN);
	return limit > 0 && Number.isFinite(remaining) && resetMillis !== undefined ? { limit, remaining, resetMillis } : undefined;
}

/**
 * Milliseconds until the rate limit is reset (contract 7): `x-ratelimit-reset` is epoch milliseconds, epoch seconds
 * or a number of seconds, by its size. A limit of one object or customer, with budget left, has no reset time.
 */
export function resetDelay(headers: IDataObject, now = Date.now()): number | undefined {
	return Number(header(headers, 'x-ratelimit-remaining') ?? 0) > 0 ? undefined : untilReset(headers, now);
}

function untilReset(headers: IDataObject, now: number): number | undefined {
	const reset = Number(header(headers, 'x-ratelimit-reset') ?? NaN);
	if (!Number.isFinite(reset)) return undefined;
	const delay = reset > 1e12 ? reset - now : reset > 1e9 ? reset * 1000 - now : reset * 1000;
	// Never at once: the vendor's clock may be behind.
	return Math.min(WINDOW, Math.max(1_000, delay));
}
