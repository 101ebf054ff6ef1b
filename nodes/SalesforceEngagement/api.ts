import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../shared/base/errors';
import type { NodeContext } from '../shared/http/http';
import { oauth2Access } from '../shared/http/oauth2';
import { nodeParameter } from '../shared/http/parameter';
import type { RunOptions } from '../shared/http/runOptions';
import { reactiveLimiter, sharedLimiters } from '../shared/http/rateLimiter';
import { header } from '../shared/http/replies';
import { openSession, type Session } from '../shared/http/session';
import { VENDOR, failureOf } from './replies';
import { instanceUrl, myDomain, type SalesforceCredential } from './host';

const USER_CREDENTIAL = 'salesforceEngagementOAuth2Api';

const APP_CREDENTIAL = 'salesforceEngagementClientCredentialsOAuth2Api';

/** Limits by the org's address: they belong to the org, whoever asks (salesforce-engagement 7.2). */
const limiters = sharedLimiters(() => reactiveLimiter());

/** Opens the connection to the org of the chosen credential. */
export async function connect(context: NodeContext, options: RunOptions): Promise<Session> {
	const asApp = nodeParameter(context, 'authentication', 'oAuth2') === 'clientCredentials';
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
