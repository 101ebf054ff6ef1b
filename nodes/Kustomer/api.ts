import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { accountKey } from '../shared/base/perAccount';
import { plainTransport, type NodeContext } from '../shared/http/http';
import type { RunOptions } from '../shared/http/runOptions';
import { budgetLimiter, sharedLimiters } from '../shared/http/rateLimiter';
import { openSession, type Session } from '../shared/http/session';
import { textOf } from '../shared/base/values';
import { baseUrl } from './host';
import { VENDOR, budgetOf, failureOf } from './replies';
import { LIMIT_WAITS } from './limits';

export const CREDENTIAL = 'kustomerApi';

/** Budgets by host and key. Other keys of the organization share its budget, too (kustomer 7); the replies tell. */
const limiters = sharedLimiters(() => budgetLimiter());

/** Opens the connection to the host of the credential. */
export async function connect(context: NodeContext, options: RunOptions): Promise<Session> {
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL);
	const host = baseUrl(credential);
	const limiter = limiters(host, textOf(credential.apiKey));
	return openSession(context, {
		vendor: VENDOR,
		account: accountKey(host, textOf(credential.apiKey)),
		baseUrl: () => host,
		// Signed here: n8n's own signing decrypts the credential for every request.
		transport: plainTransport(context),
		headers: () => ({ Authorization: `Bearer ${String(credential.apiKey)}` }),
		failureOf(reply) {
			limiter.learn(budgetOf(reply.headers));
			return failureOf(reply);
		},
		options,
		limiter,
		limit: 'Kustomer gives your organization a budget of requests per minute',
		limitWaits: LIMIT_WAITS,
		findOut: 'search for the conversation in Kustomer by its External ID',
		secrets: () => [textOf(credential.apiKey)],
	});
}
