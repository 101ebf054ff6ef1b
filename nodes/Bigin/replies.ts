import type { Failure } from '../shared/base/errors';
import { isSuccess, requestFailure, type Refusal } from '../shared/http/replies';
import type { Call } from '../shared/http/session';
import { at, textOf } from '../shared/base/values';
import { scopeHint } from './scopes';

export const VENDOR = 'Zoho Bigin';

/**
 * The failure in a reply that refuses the whole request (bigin 11.1).
 * @returns undefined for a success, and for a reply with an entry for each record
 */
export function failureOf(
	reply: { status: number; body: unknown },
	call?: Pick<Call, 'method' | 'path' | 'reads'>,
): Failure | undefined {
	const reads = call?.method === 'GET' || call?.reads === true;
	// 304 means that nothing changed since the given time (bigin 11.2). Only a read can ask for that.
	if (isSuccess(reply.status) || (reply.status === 304 && reads)) return undefined;
	// If Bigin refuses every record of a write, it may reply 400 with an entry for each (bigin 4.5). A read has no such entries.
	if (
		reply.status === 400 &&
		!reads &&
		['data', 'tags'].some((key) => Array.isArray(at(reply.body, key)))
	)
		return undefined;
	const refusal = refusalOf(at(reply.body, 'data', 0) ?? reply.body);
	return requestFailure(
		VENDOR,
		reply.status,
		call && refusal.code === 'OAUTH_SCOPE_MISMATCH'
			? { ...refusal, hint: scopeHint(call) }
			: refusal,
	);
}

/** Reads message, code, field and ID from an error object of Bigin, and adds a hint (bigin 11.1 and 11.3). */
export function refusalOf(body: unknown): Refusal {
	const code = textOf(at(body, 'code'));
	const details = at(body, 'details');
	const id = textOf(at(details, 'duplicate_record', 'id')) ?? textOf(at(details, 'id'));
	const field =
		textOf(at(details, 'api_name')) ??
		textOf(at(details, 'param_name')) ??
		textOf(at(details, 'param'));
	// The refusal of an unknown ID holds only that ID (bigin 4.3).
	const noRecord = code === 'INVALID_DATA' && field === undefined && id !== undefined;
	return {
		text: textOf(at(body, 'message')),
		code,
		field: noRecord ? 'id' : field,
		id,
		hint: noRecord
			? `No record has the ID ${id}. Check the ID; the record may already have been deleted.`
			: code === undefined
				? undefined
				: hintOf(code, details, id),
		...(code === 'DUPLICATE_DATA' ? { alreadyThere: true } : {}),
		...(code === 'INVALID_TOKEN' || code === 'AUTHENTICATION_FAILURE'
			? { cause: { cause: 'credential-invalid' } }
			: {}),
		...(code !== undefined && OF_THE_REQUEST.has(code) ? { splittable: false } : {}),
		...(code === 'TOO_MANY_REQUESTS' ? { cause: { cause: 'rate-limited' }, executed: 'no' } : {}),
	};
}

/** Codes that refuse the request itself, so sending fewer records does not help (bigin 11.3). */
const OF_THE_REQUEST = new Set([
	'INVALID_MODULE',
	'REQUIRED_PARAM_MISSING',
	'INVALID_REQUEST_METHOD',
	'NOT_SUPPORTED',
	'FEATURE_NOT_SUPPORTED',
	'PATTERN_NOT_MATCHED',
]);

/** Bigin's names of types in words, for hints (bigin 3.2). */
const TYPES: Record<string, string> = {
	double: 'a number',
	integer: 'a whole number',
	boolean: 'true or false',
	email: 'an email address',
	date: 'a date',
	datetime: 'a date and time',
	website: 'a website address',
	string: 'text',
	jsonobject: 'an object',
	jsonarray: 'a list',
};

function hintOf(code: string, details: unknown, id: string | undefined): string | undefined {
	const expected = textOf(at(details, 'expected_data_type'));
	switch (code) {
		case 'MANDATORY_NOT_FOUND':
			return "Fill in this field. A field of your account is in the form below 'Map Custom Fields'.";
		case 'INVALID_DATA':
			return expected
				? `Bigin expects ${TYPES[expected] ?? `the type ${expected}`} here.`
				: 'Correct the value.';
		case 'DUPLICATE_DATA':
			return `A record with this value already exists${id === undefined ? '' : `, with the ID ${id}`}.`;
		case 'INVALID_QUERY':
			return 'Check the fields, operators and values: a number field takes numbers, a date field takes dates, and some fields cannot be searched.';
		case 'MAPPING_MISMATCH':
			return 'Choose a stage and a sub-pipeline that belong to the team pipeline.';
		case 'OAUTH_SCOPE_MISMATCH':
			return 'Add the missing scope in the credential and connect the account again.';
		case 'INVALID_TOKEN':
		case 'AUTHENTICATION_FAILURE':
			return 'Connect the account again, and check that the data center is correct.';
		case 'NO_PERMISSION':
			return 'The profile of the connected user lacks a permission in Bigin.';
		default:
			return undefined;
	}
}

/** True if Bigin rejects the token. A missing scope also gives 401, but a new token would not have it either (bigin 11). */
export function refusesToken(status: unknown, body: unknown): boolean {
	// The reply to an upload arrives as raw bytes.
	const said = Buffer.isBuffer(body) ? body.toString('utf8') : JSON.stringify(body);
	return status === 401 && !said?.includes('OAUTH_SCOPE_MISMATCH');
}
