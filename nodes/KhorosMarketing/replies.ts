import type { Failure } from '../shared/base/errors';
import { isSuccess, recordFailure, requestFailure, type Refusal } from '../shared/http/replies';
import type { Call } from '../shared/http/session';
import { at, isObject, textOf } from '../shared/base/values';
import { displayNameOf } from './fields/case';

/** The server belongs to a CRM and not to Khoros, so messages must not blame Khoros alone. */
export const VENDOR = 'Khoros Marketing CRM';

/** What a reply says when the request was refused (khoros-marketing 5.6). */
export function failureOf(
	reply: { status: number; body: unknown },
	call?: Pick<Call, 'path'>,
): Failure | undefined {
	if (isSuccess(reply.status)) return undefined;
	const refusal = refusalOf(reply.status, reply.body, call?.path);
	// Only a 4xx about a field is surely a refusal: after a 5xx nobody can tell what was done.
	if (refusal.field === undefined || reply.status < 400 || reply.status >= 500)
		return requestFailure(VENDOR, reply.status, refusal);
	return recordFailure(VENDOR, reply.status, refusal, displayNameOf(refusal.field));
}

/** Khoros' own API, which is another server than the CRM. */
export const KHOROS = 'Khoros Marketing';

/** What a reply of Khoros' own API says when the request was refused; the status of its envelope counts, too (khoros-marketing 5.6, 8.1). */
export function khorosFailureOf({
	status,
	body,
}: {
	status: number;
	body: unknown;
}): Failure | undefined {
	const envelope = at(body, 'status');
	if (isSuccess(status) && at(envelope, 'succeeded') !== false) return undefined;
	const text = textOf(at(envelope, 'error', 'message')) ?? plainText(body);
	const code = textOf(at(envelope, 'error', 'code'));
	// A refusal in a reply of status 200 is told as one of the request.
	const told = isSuccess(status) ? 400 : status;
	// A token that is over is answered with a page (khoros-marketing 8.1).
	const isPage = typeof body === 'string' && /Developer Inactive/i.test(body);
	return requestFailure(KHOROS, told, {
		text: isPage ? 'the access token is over' : text,
		code,
		hint:
			status === 401 || status === 403 || isPage
				? "Check 'Access Token' in the credential, or take a new one from Profile Settings."
				: status === 586
					? 'The API does not know this path.'
					: undefined,
		// An unknown path has a status above 500 (khoros-marketing 8.1).
		...(status === 586
			? { executed: 'no' as const, cause: { cause: 'configuration-invalid' as const } }
			: {}),
		...(isPage ? { executed: 'no' as const, cause: { cause: 'credential-invalid' as const } } : {}),
	});
}

/** The CRM's own words: an object by the contract, else its text, else nothing. */
function refusalOf(status: number, body: unknown, path?: string): Refusal {
	const blamed = blamedFields(at(body, 'fields'));
	const [first] = blamed;
	return {
		text:
			textOf(at(body, 'message')) ??
			first?.text ??
			plainText(body) ??
			(status === 401 ? 'the secret is not valid or was withdrawn' : undefined),
		code: textOf(at(body, 'error')),
		field: first?.name,
		hint: blamed.length > 0 ? `Correct ${blamed.map(shown).join('; ')}.` : hintOf(status, path),
	};
}

interface Blamed {
	name: string;
	text?: string;
}

/** `fields` is a list on some pages and one object on others (khoros-marketing 5.6). */
function blamedFields(fields: unknown): Blamed[] {
	const entries: unknown[] = Array.isArray(fields) ? fields : isObject(fields) ? [fields] : [];
	return entries.flatMap((entry) => {
		const name = textOf(at(entry, 'name'));
		return name === undefined ? [] : [{ name, text: textOf(at(entry, 'errorMessage')) }];
	});
}

function shown({ name, text }: Blamed): string {
	return `'${displayNameOf(name) ?? name}'${text ? ` (${text})` : ''}`;
}

function plainText(body: unknown): string | undefined {
	if (typeof body !== 'string' || body.trim() === '') return undefined;
	const line = body.trim().replace(/\s+/g, ' ');
	return line.startsWith('<') ? 'it answered with an HTML page' : line;
}

function hintOf(status: number, path = '/case'): string | undefined {
	switch (status) {
		case 401:
			return "Check 'Header Name' and 'Secret' in the credential; the secret is the whole value of the header; if the CRM expects a prefix, it begins with that, for example with Bearer.";
		case 404:
			return /^\/(case|customer)\/(?!bestmatch$)/.test(path)
				? 'Check the ID; the CRM does not know it.'
				: `Check 'Base URL' in the credential: the path ${path} is added to it.`;
		default:
			return undefined;
	}
}
