import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../shared/base/errors';
import {
	header,
	isSuccess,
	ofOneRecord,
	recordFailure,
	requestFailure,
	type Refusal,
} from '../shared/http/replies';
import { at, textOf } from '../shared/base/values';
import { childrenNamed, parseXml, textOfChild } from '../shared/formats/xml';
import { displayNameOf } from './fields/interaction';

export const VENDOR = 'Salesforce Engagement';

const ENGAGEMENT_HINT =
	'The org needs an industry cloud with engagement, and the user its permissions; check also that the API version is 55.0 or later.';

const PERMISSION_HINT = 'The user of the credential lacks a permission in Salesforce.';

const FIELD_HINT = 'Check the name of the field, and that the user of the credential may edit it.';

const ID_HINT = 'Give the 15 or 18 character ID of an existing record of the right kind.';

const VALUE_HINT = 'Correct the value and send this item again.';

const SESSION_HINT = 'Open the credential and connect the account again.';

const API_HINT = 'The edition of the org or the profile of the user has no access to the API.';

/** What to do about the platform's codes (salesforce-engagement 9.3); most of them are known from memory only. */
const HINTS: Record<string, string> = {
	INVALID_SESSION_ID: SESSION_HINT,
	INVALID_AUTH_HEADER: SESSION_HINT,
	API_DISABLED_FOR_ORG: API_HINT,
	API_CURRENTLY_DISABLED: API_HINT,
	FUNCTIONALITY_NOT_ENABLED: ENGAGEMENT_HINT,
	NOT_FOUND: ENGAGEMENT_HINT,
	INVALID_TYPE: ENGAGEMENT_HINT,
	INSUFFICIENT_ACCESS: PERMISSION_HINT,
	INSUFFICIENT_ACCESS_OR_READONLY: PERMISSION_HINT,
	INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: PERMISSION_HINT,
	CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY:
		'An automation of the org (trigger, flow) refused the record.',
	MALFORMED_ID: ID_HINT,
	INVALID_CROSS_REFERENCE_KEY: ID_HINT,
	FIELD_INTEGRITY_EXCEPTION:
		'Check that the IDs belong to records of the right kind, and that every attendee has one.',
	INVALID_FIELD: FIELD_HINT,
	INVALID_FIELD_FOR_INSERT_UPDATE: FIELD_HINT,
	REQUIRED_FIELD_MISSING: 'Fill in this field.',
	INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST:
		'Use a value of this picklist in your org; other values than the listed ones can be given by an expression.',
	STRING_TOO_LONG: 'Shorten the text.',
	NUMBER_OUTSIDE_VALID_RANGE: VALUE_HINT,
	INVALID_EMAIL_ADDRESS: VALUE_HINT,
	POST_BODY_PARSE_ERROR:
		'Salesforce could not read the record: check the spelling of its keys (custom fields belong to "customFieldsList") and the types of its values.',
	JSON_PARSER_ERROR: 'Salesforce could not read the record: check the types of its values.',
	FIELD_CUSTOM_VALIDATION_EXCEPTION: 'A validation rule of the org refused the record.',
	DUPLICATE_VALUE: 'A record with this value is there already.',
	DUPLICATES_DETECTED: 'A duplicate rule of the org refused the record.',
	UNABLE_TO_LOCK_ROW:
		'A related record was being changed at the same moment; send this item again, or lower the number of parallel requests.',
	BATCH_PROCESSING_HALTED: 'Nothing was stored for this item; send it again.',
};

/** The vendor's own words in a list of errors (salesforce-engagement 9.1). */
export function refusalOf(status: number, body: unknown): Refusal {
	const given = soapFault(body) ?? body;
	const entries: unknown[] = Array.isArray(given) ? given : [given];
	// An action has a list of its own inside each result.
	const errors = entries.flatMap((entry): unknown[] => {
		const inside = at(entry, 'errors');
		return Array.isArray(inside) && inside.length > 0 ? inside : [entry];
	});
	const texts = errors
		.map((error) => textOf(at(error, 'message')))
		.filter((text) => text !== undefined);
	// A record of a collection calls its code otherwise.
	const code = textOf(at(errors, 0, 'errorCode')) ?? textOf(at(errors, 0, 'statusCode'));
	const text = texts.length > 0 ? texts.join('; ') : undefined;
	return {
		text,
		code,
		field: textOf(at(errors, 0, 'fields', 0)),
		hint: code === undefined ? undefined : HINTS[code],
		...reaction(status, code, text),
	};
}

/** A fault of the SOAP API, in the form of the other refusals (salesforce-engagement 16). */
function soapFault(body: unknown): { errorCode: string; message: string } | undefined {
	if (typeof body !== 'string' || !body.includes('faultstring')) return undefined;
	try {
		const [content] = childrenNamed(parseXml(body), 'Body');
		const [fault] = content ? childrenNamed(content, 'Fault') : [];
		const code = fault && textOfChild(fault, 'faultcode')?.replace(/^\w+:/, '');
		const message = fault && textOfChild(fault, 'faultstring');
		return code === undefined || message === undefined
			? undefined
			: { errorCode: code, message: message.replace(`${code}: `, '') };
	} catch {
		return undefined;
	}
}

/** True where the token is refused: the SOAP API does so with HTTP 500 (salesforce-engagement 16). */
export function refusesSession(status: unknown, body: unknown): boolean {
	return (
		status === 401 ||
		(status === 500 && soapFault(String(body))?.errorCode === 'INVALID_SESSION_ID')
	);
}

/** Cause and certainty where the status alone does not tell them (salesforce-engagement 5, 7 and 9.3). */
function reaction(
	status: number,
	code: string | undefined,
	text: string | undefined,
): Partial<Refusal> {
	switch (code) {
		case 'INVALID_SESSION_ID':
		case 'INVALID_AUTH_HEADER':
			return { executed: 'no', cause: { cause: 'credential-invalid' } };
		case 'REQUEST_LIMIT_EXCEEDED':
			return { executed: 'no', ...limitOf(text ?? '') };
		case 'SERVER_UNAVAILABLE':
			// Overload or maintenance; that nothing was carried out is inferred (salesforce-engagement 5 and 9.3).
			return status === 503
				? { executed: 'no', cause: { cause: 'temporarily-unavailable' } }
				: { executed: 'unknown' };
		case 'DUPLICATE_VALUE':
			return { alreadyThere: true };
		case 'UNABLE_TO_LOCK_ROW':
			// A 400 rolls the request back; that this holds for a nested create too is a guess.
			return { cause: { cause: 'temporarily-unavailable' } };
		default:
			return status >= 500 ? { executed: 'unknown' } : {};
	}
}

/** Which limit is reached. The allocations of a day and of an hour do not come back within a run; the texts that tell them apart are from memory (salesforce-engagement 7). */
function limitOf(text: string): Pick<Refusal, 'cause' | 'hint'> {
	if (/TotalRequests/i.test(text))
		return {
			cause: { cause: 'quota-exhausted' },
			hint: 'The calls of the org for 24 hours are used up; send this item again later.',
		};
	if (/\bhour/i.test(text))
		return {
			cause: { cause: 'quota-exhausted' },
			hint: 'The calls of this app and user for one hour are used up (the hourly limit of the Connect API); send this item again in the next hour.',
		};
	return {
		cause: { cause: 'rate-limited' },
		hint: 'Too many requests at once; lower the number of parallel requests or try again later.',
	};
}

/** Salesforce's own mark of a request, by which its support finds it (salesforce-engagement 14). */
export function traceIdOf(headers: IDataObject): string | undefined {
	return header(headers, 'x-sfdc-request-id');
}

/** Outcomes whose failures bear the mark of their request. */
export function traced(outcomes: Outcome[], headers: IDataObject): Outcome[] {
	const traceId = traceIdOf(headers);
	return outcomes.map((outcome) =>
		outcome.ok || traceId === undefined || outcome.failure.traceId !== undefined
			? outcome
			: failed({ ...outcome.failure, traceId }),
	);
}

/** The refusal of a whole request. */
export function failureOf({
	status,
	body,
}: {
	status: number;
	body: unknown;
}): Failure | undefined {
	if (isSuccess(status)) return undefined;
	const refusal = refusalOf(status, body);
	return refusal.field === undefined
		? requestFailure(VENDOR, status, refusal)
		: recordFailure(VENDOR, status, refusal, displayNameOf(refusal.field));
}

/** The failure of one subrequest of a batch. */
export function subrequestFailure(status: number, body: unknown): Failure {
	const refusal = refusalOf(status, body);
	const failure = ofOneRecord(
		recordFailure(VENDOR, status, refusal, refusal.field && displayNameOf(refusal.field)),
	);
	if (refusal.code !== 'BATCH_PROCESSING_HALTED') return failure;
	return {
		...failure,
		message: `${VENDOR} did not run this item, because it stopped the batch before it`,
	};
}
