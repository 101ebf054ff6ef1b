import type { IDataObject } from 'n8n-workflow';

import type { Failure, FailureCause } from '../base/errors';

/** What a vendor's reply says about a refusal. */
export interface Refusal {
	/** The vendor's own text. */
	text?: string;
	code?: string;
	field?: string;
	id?: string;
	traceId?: string;
	/** What to do now, if the vendor's documentation says more than the status does. */
	hint?: string;
	cause?: FailureCause;
	executed?: Failure['executed'];
	/** True if a record with the same key already exists. */
	alreadyThere?: boolean;
	/** False if a 400 is about the request and not about one of its records. */
	splittable?: boolean;
}

/**
 * The failure of a whole request, from its HTTP status and the vendor's refusal. A 4xx refuses the request; after a 5xx, a
 * 408 or a redirect there is no way to tell what was done.
 */
export function requestFailure(vendor: string, status: number, refusal: Refusal): Failure {
	const said = reason(refusal) ?? statusText(status);
	const cause = refusal.cause ?? statusCause(status);
	return {
		message: `${vendor} did not accept the request: ${said}`,
		description: describe(refusal.hint ?? statusHint(status), refusal, status),
		httpCode: status,
		code: refusal.code,
		field: refusal.field,
		id: refusal.id,
		traceId: refusal.traceId,
		executed: refusal.executed ?? (isUnclear(status) ? 'unknown' : 'no'),
		cause,
		...(refusal.alreadyThere ? { alreadyThere: true } : {}),
		...(cause === undefined && refusal.splittable !== false && OF_ITS_RECORDS.has(status)
			? { splittable: true }
			: {}),
	};
}

/** Statuses that refuse a whole request because of one invalid record, or because the records are too large together. */
const OF_ITS_RECORDS = new Set([400, 413, 422]);

/** True for a path into a schema or a request, which some services send instead of a sentence: `/properties/custom`, `#/0/name`, `$.name`. */
export function isPath(text: string): boolean {
	return /^(#?\/|\$[.[])\S*$/.test(text);
}

/** The vendor's sentence, or its code if it sent only a path. */
function reason({ text, code }: Refusal): string | undefined {
	return text !== undefined && isPath(text)
		? `${code ?? 'a value is not valid'} (at ${text})`
		: text;
}

// Many servers answer a successful write with a redirect to its result.
function isUnclear(status: number): boolean {
	return status >= 500 || status === 408 || (status >= 301 && status <= 303);
}

/** The failure of one record of a request, or of the field that the vendor names. */
export function recordFailure(
	vendor: string,
	status: number,
	refusal: Refusal,
	fieldName?: string,
): Failure {
	const failure = requestFailure(vendor, status, refusal);
	const about = fieldName ? `'${fieldName}'` : refusal.field ? `'${refusal.field}'` : 'the record';
	return {
		...failure,
		message: `${vendor} did not accept ${about}: ${reason(refusal) ?? 'no reason given'}`,
		description: describe(
			refusal.hint ??
				(passes(refusal.cause)
					? 'Send this item again.'
					: 'Correct the value and send this item again.'),
			refusal,
			status,
		),
		cause: refusal.cause,
	};
}

/** True for a reason that goes away by itself. */
function passes(cause: FailureCause | undefined): boolean {
	return cause?.cause === 'rate-limited' || cause?.cause === 'temporarily-unavailable';
}

/** The failure of one record of a request, marked to be sent again alone if the vendor did not process it for a reason that passes. */
export function ofOneRecord(failure: Failure): Failure {
	return {
		...failure,
		splittable: undefined,
		...(passes(failure.cause) && failure.executed === 'no' ? { notCarriedOut: true } : {}),
	};
}

function describe(hint: string, { code, text, traceId }: Refusal, status: number): string {
	const facts = [`HTTP ${status}`, code, text].filter((fact) => fact !== undefined).join(', ');
	return `${hint} (${facts}${traceId ? `, trace id ${traceId}` : ''})`;
}

function statusText(status: number): string {
	if (status >= 300 && status < 400) return 'the host answered with a redirect';
	return status >= 500 ? 'the service is not working at the moment' : `HTTP ${status}`;
}

function statusHint(status: number): string {
	if (status >= 300 && status < 400) return 'Check the host in the credential.';
	switch (status) {
		case 401:
			return 'Check the credential; its token or key is not valid here, or a permission is missing.';
		case 403:
			return 'The account of the credential lacks the permission for this.';
		case 404:
			return 'Check the host in the credential and the IDs.';
		case 413:
			return 'Lower the batch size or shorten the records.';
		case 429:
			return 'Too many requests were sent; try again later or lower the number of parallel requests.';
		default:
			return status >= 500
				? 'Check whether the record exists before you send it again.'
				: 'Correct the input and send it again.';
	}
}

function statusCause(status: number): FailureCause | undefined {
	if (status === 401) return { cause: 'credential-invalid' };
	if (status === 429) return { cause: 'rate-limited' };
	if (status === 408 || status >= 500) return { cause: 'temporarily-unavailable' };
	return undefined;
}

/** True for a status that means success. */
export function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

/** Replaces what cannot be part of a path. No name or ID contains it, so the vendor finds nothing. */
const NO_NAME = '\ufffd';

/** Encodes one part of a path so that it stays one part, even if it is `.` or `..`. */
export function pathPart(value: string): string {
	return encodeURIComponent(value.replace(/\p{Cs}/gu, NO_NAME).replace(/^\.\.?$/, NO_NAME));
}

/** The value of a header, by its name in lower case or as given. */
export function header(headers: IDataObject, name: string): string | undefined {
	const value = headers[name.toLowerCase()] ?? headers[name];
	return typeof value === 'string' ? value : undefined;
}
