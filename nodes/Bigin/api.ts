import type { Failure } from '../shared/base/errors';
import { accountKey } from '../shared/base/perAccount';
import { checkedBaseUrl, HostError } from '../shared/http/host';
import { oauth2Access, type OAuth2Credential } from '../shared/http/oauth2';
import type { NodeContext } from '../shared/http/http';
import type { RunOptions } from '../shared/http/runOptions';
import { sharedLimiters } from '../shared/http/rateLimiter';
import { isSuccess, requestFailure, type Refusal } from '../shared/http/replies';
import { openSession, type Call, type Session } from '../shared/http/session';
import { withoutEnd } from '../shared/base/trim';
import { at, isObject, textOf } from '../shared/base/values';
import { biginLimiter } from './bulk/resultLimiter';
import { scopeHint } from './scopes';

export const VENDOR = 'Zoho Bigin';
export const CREDENTIAL = 'biginOAuth2Api';

/** Most records of an insert (bigin 3). */
export const RECORDS_PER_CALL = 100;
/** No number is published for Bigin; bigin 9 advises to stay at or below five. */
export const PARALLEL = 5;

/** API domain of each documented data center (bigin 1.1). */
export const API_DOMAINS: Record<string, string> = {
	us: 'https://www.zohoapis.com',
	eu: 'https://www.zohoapis.eu',
	in: 'https://www.zohoapis.in',
	au: 'https://www.zohoapis.com.au',
	cn: 'https://www.zohoapis.com.cn',
	jp: 'https://www.zohoapis.jp',
	sa: 'https://www.zohoapis.sa',
	ca: 'https://www.zohoapis.ca',
};

/** Limits by API domain and connected account. */
const limiters = sharedLimiters(() => biginLimiter());

/** Opens the connection to the data center that the token belongs to. */
export async function connect(context: NodeContext, options: RunOptions): Promise<Session> {
	// n8n signs with "Bearer"; the documented prefix is another (bigin 1.3).
	const { credential, transport, baseUrl, secrets } = await oauth2Access<BiginCredential>(context, {
		type: CREDENTIAL,
		prefix: 'Zoho-oauthtoken',
		baseUrl: apiDomain,
	});
	const account = [
		baseUrl(),
		credential.clientSecret,
		textOf(credential.oauthTokenData?.refresh_token),
	];
	return openSession(context, {
		vendor: VENDOR,
		account: accountKey(...account),
		baseUrl,
		transport,
		failureOf,
		options,
		findOut: 'search for it in Bigin by a unique field, such as the email of a contact',
		secrets,
		limiter: limiters(...account),
	});
}

/** What the credential holds, decrypted. */
export interface BiginCredential extends OAuth2Credential {
	dataCenter: string;
	accountsServer?: string;
	apiDomain?: string;
}

/**
 * The API domain: from the token where it names one, else from the chosen data center.
 * @throws HostError for a domain that is not documented and was not given by the user
 */
export function apiDomain(credential: BiginCredential): string {
	if (!isObject(credential.oauthTokenData)) {
		throw new HostError(
			'the account is not connected yet',
			'Open the credential and connect the account.',
		);
	}
	const custom = credential.dataCenter === 'custom' ? customDomain(credential) : undefined;
	const chosen = custom ?? API_DOMAINS[credential.dataCenter];
	const named = withoutEnd(textOf(credential.oauthTokenData.api_domain) ?? '', '/');
	if (named === '' || named === chosen) {
		if (chosen !== undefined) return chosen;
		throw new HostError(
			`the data center "${credential.dataCenter}" is not known`,
			'Open the credential and choose a data center.',
		);
	}
	if (custom === undefined && Object.values(API_DOMAINS).includes(named)) return named;
	throw new HostError(
		`the token belongs to "${named}", which is not a known data center`,
		"If this host is right, choose the data center 'Custom' in the credential and enter it as 'API Domain'.",
	);
}

/** The address a user has entered; the accounts server is checked with it, because it is sent the client secret. */
function customDomain({ accountsServer, apiDomain: domain }: BiginCredential): string {
	checkedBaseUrl(accountsServer, { name: 'Accounts Server' });
	return checkedBaseUrl(domain, { name: 'API Domain' });
}

/** What a reply of Bigin says when the whole request was refused (bigin 11.1). */
export function failureOf(
	reply: { status: number; body: unknown },
	call?: Pick<Call, 'method' | 'path' | 'reads'>,
): Failure | undefined {
	const reads = call?.method === 'GET' || call?.reads === true;
	// 304: nothing has changed since the time that was asked for (bigin 11.2); only a reading asks for one.
	if (isSuccess(reply.status) || (reply.status === 304 && reads)) return undefined;
	// Where every record is refused, Bigin may say so with a 400 and an entry for each (bigin 4.5); what was to be read holds none.
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

/** The vendor's own words in an error object of Bigin (bigin 11.1 and 11.3). */
export function refusalOf(body: unknown): Refusal {
	const code = textOf(at(body, 'code'));
	const details = at(body, 'details');
	const id = textOf(at(details, 'duplicate_record', 'id')) ?? textOf(at(details, 'id'));
	const field =
		textOf(at(details, 'api_name')) ??
		textOf(at(details, 'param_name')) ??
		textOf(at(details, 'param'));
	// An id that names no record is all that its refusal holds (bigin 4.3).
	const noRecord = code === 'INVALID_DATA' && field === undefined && id !== undefined;
	return {
		text: textOf(at(body, 'message')),
		code,
		field: noRecord ? 'id' : field,
		id,
		hint: noRecord
			? `No record with the ID ${id} is there. Check the ID; the record may have been deleted already.`
			: code === undefined
				? undefined
				: hintOf(code, details, id),
		...(code === 'INVALID_TOKEN' || code === 'AUTHENTICATION_FAILURE'
			? { cause: { cause: 'credential-invalid' } }
			: {}),
		...(code !== undefined && OF_THE_REQUEST.has(code) ? { splittable: false } : {}),
		...(code === 'TOO_MANY_REQUESTS' ? { cause: { cause: 'rate-limited' }, executed: 'no' } : {}),
	};
}

/** Refusals that no other record would change (bigin 11.3). */
const OF_THE_REQUEST = new Set([
	'INVALID_MODULE',
	'REQUIRED_PARAM_MISSING',
	'INVALID_REQUEST_METHOD',
	'NOT_SUPPORTED',
	'FEATURE_NOT_SUPPORTED',
	'PATTERN_NOT_MATCHED',
]);

/** Bigin's names of types in words (bigin 3.2). */
const TYPES: Record<string, string> = {
	double: 'a number',
	integer: 'a whole number',
	boolean: 'true or false',
	email: 'an email address',
	date: 'a date',
	datetime: 'a date and time',
	website: 'the address of a website',
	string: 'a text',
	jsonobject: 'an object',
	jsonarray: 'a list',
};

function hintOf(code: string, details: unknown, id: string | undefined): string | undefined {
	const expected = textOf(at(details, 'expected_data_type'));
	switch (code) {
		case 'MANDATORY_NOT_FOUND':
			return 'Fill in this field.';
		case 'INVALID_DATA':
			return expected
				? `Bigin expects ${TYPES[expected] ?? `the type ${expected}`} here.`
				: 'Correct the value.';
		case 'DUPLICATE_DATA':
			return `A record with this value is there already${id === undefined ? '' : `, with the ID ${id}`}.`;
		case 'INVALID_QUERY':
			return 'Check the fields, operators and values: a number field is compared with numbers, a date with dates, and some fields cannot be searched.';
		case 'MAPPING_MISMATCH':
			return 'Choose a stage and a sub-pipeline that belong to the team pipeline.';
		case 'OAUTH_SCOPE_MISMATCH':
			return 'Add the missing scope in the credential and connect the account again.';
		case 'INVALID_TOKEN':
		case 'AUTHENTICATION_FAILURE':
			return 'Connect the account again, and check that the data center is the right one.';
		case 'NO_PERMISSION':
			return 'The profile of the connected user lacks a permission in Bigin.';
		default:
			return undefined;
	}
}
