import type { FastifyReply } from 'fastify';

export type Json = Record<string, unknown>;

/** A user as replies name him. */
export interface Person {
	id: string;
	name: string;
	email: string;
}

/** One request, after its token was accepted. */
export interface Call {
	params: Record<string, string>;
	query: Record<string, string | undefined>;
	headers: Record<string, string | undefined>;
	body: Json;
	/** Positions of the records that a fault refuses. */
	fail: ReadonlySet<number>;
	user: Person;
	/** Address of this server, as the caller wrote it. */
	origin: string;
	reply: FastifyReply;
	/** What the request costs in place of one credit (bigin 9). */
	charge(credits: number): void;
}

/** A reply with another status than 200. */
export class Answer {
	constructor(
		readonly status: number,
		readonly body?: unknown,
	) {}
}

/** How Bigin says that there is nothing: no body (bigin 4.1 and 4.2). */
export const NOTHING = new Answer(204);

export type Handler = (call: Call) => unknown;
export type Serve = (
	method: 'GET' | 'POST' | 'PUT' | 'DELETE',
	path: string,
	handler: Handler,
) => void;

/** What is wrong with one record, or with a whole request. */
export interface Refusal {
	code: string;
	details: Json;
	message: string;
}

const MESSAGES: Record<string, string> = {
	INVALID_DATA: 'invalid data',
	MANDATORY_NOT_FOUND: 'required field not found',
	DUPLICATE_DATA: 'duplicate data',
	INVALID_MODULE: 'the module name given seems to be invalid',
	REQUIRED_PARAM_MISSING: 'One of the expected parameter is missing',
	INVALID_QUERY: 'invalid query formed',
	SYNTAX_ERROR: 'error occurred while parsing the query',
	LIMIT_EXCEEDED: 'limit exceeded',
	NOT_SUPPORTED: 'not supported',
	PATTERN_NOT_MATCHED: 'Please check whether the input values are correct',
	AMBIGUITY_DURING_PROCESSING: 'Ambiguity while processing the request',
	FILE_SIZE_MORE_THAN_ALLOWED_SIZE: 'the file size exceeds the limit',
	INTERNAL_ERROR: 'Internal server error',
};

/** A refusal with the vendor's own text for its code (bigin 11.3). */
export function refusal(
	code: string,
	details: Json = {},
	message = MESSAGES[code] ?? code.toLowerCase().replaceAll('_', ' '),
): Refusal {
	return { code, details, message };
}

/** The entry of a refused record in a reply. */
export function refusedEntry(wrong: Refusal): Json {
	return { ...wrong, status: 'error' };
}

/** The entry of a record that went well. */
export function goodEntry(message: string, details: Json): Json {
	return { code: 'SUCCESS', details, message, status: 'success' };
}

/** Ends a request with a refusal of the whole of it (bigin 11.1). */
export class Refused extends Error {
	readonly body: Json;

	constructor(
		readonly status: number,
		code: string,
		details: Json = {},
		message?: string,
	) {
		super(code);
		this.body = refusedEntry(refusal(code, details, message));
	}
}

/** Status of a reply whose entries may hold refusals (bigin 11.1). */
export function mixed(entries: readonly Json[], good: number, allBad = 202): number {
	const bad = entries.filter(({ status }) => status === 'error').length;
	if (bad === 0) return good;
	return bad === entries.length ? allBad : 202;
}

/** The entry that the partial fault gives in place of the real one. */
export const FAULT_ENTRY = refusedEntry(
	refusal('INVALID_DATA', { api_name: 'Email', expected_data_type: 'email' }),
);
