import type { IDataObject } from 'n8n-workflow';
import { isRefused, type Failure, type FailureCause } from '../shared/base/errors';
import type { Budget } from '../shared/http/rateLimiter';
import { header, isPath, isSuccess, requestFailure, type Refusal } from '../shared/http/replies';
import type { FailureOf } from '../shared/http/session';
import { at, isObject, textOf } from '../shared/base/values';
import { roleFor } from './scopes';

export const VENDOR = 'Kustomer';

/** Code of a failure where another object has the ID or a key of a new one; Kustomer's own code is in the description. */
export const DUPLICATE = 'duplicate';

/** True for the words of such a refusal: "duplicate detected" is shown in kustomer 2.2, the others are a guess. */
export function isDuplicateText(text: string): boolean {
	return /duplicate|already (exists|in use)/i.test(text);
}

/** True for the refusal of an object whose ID or key another one has; that 409 is its status is a guess (kustomer 3.3). */
export function isDuplicate(failure: Failure): boolean {
	return isRefused(failure) && (failure.httpCode === 409 || isDuplicateText(failure.message));
}

/** True for the refusal of a change because somebody else has changed the object in between; the words are a guess (kustomer 6). */
export function isStale(failure: Failure): boolean {
	const { httpCode, message } = failure;
	return (
		isRefused(failure) &&
		!isDuplicateText(message) &&
		(httpCode === 409 || /\b(rev|revision|stale|conflict)\b/i.test(message))
	);
}

/**
 * What a reply of Kustomer says when the whole request was refused (kustomer 8).
 * @param byPerson true where a person has connected the account instead of an API key
 */
export const failureOf = (
	{ status, headers, body }: Parameters<FailureOf>[0],
	call?: Parameters<FailureOf>[1],
	byPerson = false,
): Failure | undefined => {
	if (isSuccess(status)) return undefined;
	const refusal = refusalOf(body);
	const failure = requestFailure(VENDOR, status, {
		...refusal,
		...(status === 429
			? {
					cause: {
						cause: 'rate-limited',
						retryAfterMs: resetDelay(headers),
					} satisfies FailureCause,
				}
			: {}),
		...(isWrongRegion(refusal.text)
			? { cause: { cause: 'credential-invalid' }, executed: 'no' }
			: {}),
		hint: hintOf(status, refusal.text, call && roleFor(call.method, call.path), byPerson),
	});
	// The budget is not used up: it is the limit of one object or customer (kustomer 7).
	return status === 429 && remainingOf(headers) > 0 ? { ...failure, ownLimit: true } : failure;
};

/** The vendor's own words in all three shapes of a refusal, every entry of it (kustomer 8, shapes A, B and C). */
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
	const texts = ['message', 'detail', 'title', 'error'].flatMap(
		(key) => textOf(at(entry, key)) ?? [],
	);
	// `detail` may be a path into the schema beside a title that says what is wrong (kustomer 11, row 8).
	const text = texts.find((found) => !isPath(found)) ?? texts[0];
	const place = placeOf(entry);
	return text === undefined || place === undefined ? text : `${text} (at ${place})`;
}

/** The place in the request that an entry points to; one variant had `parameters` (kustomer 8). */
function placeOf(entry: unknown): string | undefined {
	const source = at(entry, 'source');
	return (
		textOf(at(source, 'pointer')) ??
		textOf(at(source, 'parameter')) ??
		textOf(at(source, 'parameters'))
	);
}

/** The field that a place names: `/0/assignedUsers/1` is one of assignedUsers, of the first record. */
function fieldAt(place: string | undefined): string | undefined {
	return place?.split('/').find((part) => part !== '' && !/^\d+$/.test(part));
}

/** A guess at the wording: kustomer 1.2 says that the text names the token's pod and the one that handles the request. */
function isWrongRegion(text: string | undefined): boolean {
	return (
		text !== undefined && /\btoken\b/i.test(text) && /\bpods?\b|\bprod\d.*\bprod\d/i.test(text)
	);
}

function hintOf(
	status: number,
	text: string | undefined,
	role: string | undefined,
	byPerson: boolean,
): string | undefined {
	if (isWrongRegion(text))
		return `The ${byPerson ? 'token' : 'API key'} belongs to another region: check ${byPerson ? 'the organization' : 'organization or region'} in the credential.`;
	switch (status) {
		case 400:
			return 'Correct the value and send this item again.';
		case 413:
			return 'Kustomer takes about 100 KB in one request: shorten the longest texts of this item, or send them in parts.';
		case 401:
		case 403:
			if (byPerson)
				return `Check that ${role === undefined ? "the role is among 'Scopes'" : `'Scopes'`} of the credential${role === undefined ? '' : ` hold ${role} or one that includes it`} and that you have it in Kustomer, then connect the account again.`;
			return `Check the API key in the credential and its expiry.${role === undefined ? '' : ` Its roles must hold ${role} or one that includes it;`} ${role === undefined ? 'Roles' : 'roles'} of a key cannot be edited, so create a new one if a role is missing.`;
		default:
			return undefined;
	}
}

/** A window of the rate limit in milliseconds (kustomer 7): the longest wait for the next one, and how long one counts that has no end. */
const WINDOW = 60_000;

/** The calls left in this window (kustomer 7); undefined where the headers are missing. */
export function budgetOf(headers: IDataObject, now = Date.now()): Budget | undefined {
	const remaining = remainingOf(headers);
	if (Number.isNaN(remaining)) return undefined;
	const limit = Number(header(headers, 'x-ratelimit-limit') ?? NaN);
	return {
		limit: limit > 0 ? limit : Infinity,
		remaining,
		resetMillis: untilReset(headers, now) ?? WINDOW,
	};
}

/**
 * Milliseconds until the rate limit is reset (kustomer 7): `x-ratelimit-reset` is epoch milliseconds, epoch seconds
 * or a number of seconds, by its size; without it a used up budget counts for a whole window.
 * @returns undefined for a limit of one object or customer, with budget left, and where no header tells of a limit
 */
export function resetDelay(headers: IDataObject, now = Date.now()): number | undefined {
	const remaining = remainingOf(headers);
	if (remaining > 0) return undefined;
	return untilReset(headers, now) ?? (remaining <= 0 ? WINDOW : undefined);
}

/** Calls that are left in this window; NaN where the header is missing. */
function remainingOf(headers: IDataObject): number {
	return Number(header(headers, 'x-ratelimit-remaining') ?? NaN);
}

function untilReset(headers: IDataObject, now: number): number | undefined {
	const reset = Number(header(headers, 'x-ratelimit-reset') ?? NaN);
	if (!Number.isFinite(reset)) return undefined;
	const delay = reset > 1e12 ? reset - now : reset > 1e9 ? reset * 1000 - now : reset * 1000;
	// Never at once: the vendor's clock may be behind.
	return Math.min(WINDOW, Math.max(1_000, delay));
}
