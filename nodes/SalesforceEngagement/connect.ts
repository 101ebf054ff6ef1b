import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Failure } from '../shared/base/errors';
import { checkedBaseUrl, HostError } from '../shared/http/host';
import { oauth2Access, type OAuth2Credential } from '../shared/http/oauth2';
import type { RunOptions } from '../shared/http/runOptions';
import { reactiveLimiter, sharedLimiters } from '../shared/http/rateLimiter';
import { header } from '../shared/http/replies';
import { openSession, type Session } from '../shared/http/session';
import { withoutEnd } from '../shared/base/trim';
import { isObject, textOf } from '../shared/base/values';
import { failureOf, VENDOR } from './api';

const USER_CREDENTIAL = 'salesforceEngagementOAuth2Api';
const APP_CREDENTIAL = 'salesforceEngagementClientCredentialsOAuth2Api';

/** Hosts that Salesforce gives out as instance or My Domain (salesforce-engagement 3.1); force.com is a guess. */
const SALESFORCE_HOST = /\.(salesforce|force)\.com$/;

/** What both credential types hold. */
export interface SalesforceCredential extends OAuth2Credential {
	/** OAuth2 only: `production`, `sandbox` or `myDomain`. */
	environment?: string;
	myDomain?: string;
}

/** Limits by the org's address: they belong to the org, whoever asks (salesforce-engagement 7.2). */
const limiters = sharedLimiters(() => reactiveLimiter());

/** Opens the connection to the org of the chosen credential. */
export async function connect(context: IExecuteFunctions, options: RunOptions): Promise<Session> {
	const asApp = context.getNodeParameter('authentication', 0, 'oAuth2') === 'clientCredentials';
	const { transport, baseUrl, secrets } = await oauth2Access<SalesforceCredential>(
		context,
		asApp
			? { type: APP_CREDENTIAL, prefix: 'Bearer', baseUrl: myDomain }
			: { type: USER_CREDENTIAL, prefix: 'Bearer', baseUrl: instanceUrl },
	);
	let usage: Usage | undefined;
	return openSession(context, {
		vendor: VENDOR,
		baseUrl,
		transport,
		failureOf(reply) {
			usage = usageOf(reply.headers) ?? usage;
			return failureOf(reply);
		},
		prepare: async () =>
			await Promise.resolve(usage && usage.used >= usage.allowed ? usedUp(usage) : undefined),
		options,
		limiter: limiters(baseUrl()),
		findOut: 'search for the interaction in Salesforce by its External Identifier',
		headers: () => ({ Accept: 'application/json' }),
		secrets,
	});
}

/**
 * The org's address, from the token reply (salesforce-engagement 3.1); the login host never serves the API.
 * @throws HostError for a host that is neither Salesforce's nor the My Domain that the user gave
 */
export function instanceUrl(credential: SalesforceCredential): string {
	if (!isObject(credential.oauthTokenData)) {
		throw new HostError(
			'the account is not connected yet',
			'Open the credential and connect the account.',
		);
	}
	const given = credential.environment === 'myDomain' ? myDomain(credential) : undefined;
	const named = withoutEnd(textOf(credential.oauthTokenData.instance_url) ?? '', '/');
	if (named === '') {
		if (given !== undefined) return given;
		throw new HostError(
			'the token names no address of an org',
			'Open the credential and connect the account again.',
		);
	}
	if (named === given) return named;
	return checkedBaseUrl(named, {
		name: 'instance_url',
		allowed: (host) => SALESFORCE_HOST.test(host),
	});
}

/** The My Domain address that the user gave. Throws HostError. */
function myDomain(credential: SalesforceCredential): string {
	const url = checkedBaseUrl(credential.myDomain, { name: 'My Domain URL' });
	if (!url.endsWith('.lightning.force.com')) return url;
	throw new HostError(
		`'My Domain URL' cannot be used: "${url}" is the address of the screens`,
		`Use "${url.replace(/\.lightning\.force\.com$/, '.my.salesforce.com')}".`,
	);
}

/** Calls of the org in 24 hours. */
export interface Usage {
	used: number;
	allowed: number;
}

/** Reads `Sforce-Limit-Info: api-usage=18/5000` (salesforce-engagement 7.2, from memory); replies may lack it. */
export function usageOf(headers: IDataObject): Usage | undefined {
	const match = /\bapi-usage=(\d+)\/(\d+)/.exec(header(headers, 'sforce-limit-info') ?? '');
	return match ? { used: Number(match[1]), allowed: Number(match[2]) } : undefined;
}

function usedUp({ used, allowed }: Usage): Failure {
	return {
		message: `${VENDOR} has no calls left: ${used} of ${allowed} are used`,
		description: 'The calls of the org for 24 hours are used up; send this item again later.',
		executed: 'no',
		cause: { cause: 'quota-exhausted' },
	};
}
