import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { plainTransport, type NodeContext, type Transport } from '../shared/http/http';
import { oauth2Access, type OAuth2Credential } from '../shared/http/oauth2';
import { nodeParameter } from '../shared/http/parameter';
import { accountKey } from '../shared/base/perAccount';
import type { RunOptions } from '../shared/http/runOptions';
import {
	budgetLimiter,
	sharedLimiters,
	windowLimiter,
	type BudgetLimiter,
	type RateLimiter,
} from '../shared/http/rateLimiter';
import { openSession, type Session } from '../shared/http/session';
import type { Secrets } from '../shared/http/secrets';
import { at, textOf } from '../shared/base/values';
import { KEY_CREDENTIAL, PERSON_CREDENTIAL } from './fields/authentication';
import { baseUrl } from './host';
import { VENDOR, budgetOf, failureOf } from './replies';
import { FRESH, LIMIT_WAITS, SEARCH_WINDOW, SEARCHES } from './limits';

/** Budgets by host and key. Other keys of the organization share its budget, too (kustomer 7); the replies tell. */
const limiters = sharedLimiters(() => {
	const budget = budgetLimiter();
	const searches = windowLimiter(SEARCHES, SEARCH_WINDOW);
	return withSearches(budget, searches);
});

/** A budget with a smaller limit for the searches in it (kustomer 7). */
function withSearches(budget: BudgetLimiter, searches: RateLimiter): BudgetLimiter {
	const isSearch = (path: string) => /^\/v1\/customers\/(archive\/)?search$/.test(path);
	return {
		...budget,
		async acquire(path, waiter) {
			if (!isSearch(path)) return await budget.acquire(path, waiter);
			// Both kinds of search count together.
			const left = await searches.acquire(SEARCH, waiter);
			const release = left && (await budget.acquire(path, waiter));
			if (!release) left?.();
			return (
				release &&
				((hold) => {
					left?.();
					release(hold);
				})
			);
		},
		delay: (path) => Math.max(budget.delay(path), isSearch(path) ? searches.delay(SEARCH) : 0),
		isIdle: () => budget.isIdle() && searches.isIdle(),
	};
}

const SEARCH = 'search';

/** How the requests of a run are signed. */
interface Access {
	transport: Transport;
	baseUrl: () => string;
	secrets: Secrets;
	/** Tells one connected user from another; holds no secret. */
	account: string;
	limiter: BudgetLimiter;
	headers?(): IDataObject;
}

/** Opens the connection to the host of the chosen credential. */
export async function connect(context: NodeContext, options: RunOptions): Promise<Session> {
	const byPerson = nodeParameter(context, 'authentication', 'apiKey') === 'oAuth2';
	const { limiter, ...access } = byPerson ? await asPerson(context) : await byKey(context);
	return openSession(context, {
		vendor: VENDOR,
		...access,
		failureOf(reply, call) {
			limiter.learn(budgetOf(reply.headers));
			return failureOf(reply, call, byPerson);
		},
		options,
		limiter,
		limit: 'Kustomer gives your organization a budget of requests per minute',
		limitWaits: LIMIT_WAITS,
		manualCheck: 'search for the record in Kustomer, for example by its External ID',
	});
}

/** By an API key. The node signs by itself: n8n's own signing decrypts the credential for every request. */
async function byKey(context: NodeContext): Promise<Access> {
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(KEY_CREDENTIAL);
	const host = baseUrl(credential);
	const key = textOf(credential.apiKey);
	return {
		transport: plainTransport(context),
		baseUrl: () => host,
		headers: () => ({ Authorization: `Bearer ${key ?? ''}` }),
		secrets: () => [key],
		account: accountKey(host, key),
		limiter: limiters(host, key),
	};
}

/** As the person who connected the account (kustomer 1.4). */
async function asPerson(context: NodeContext): Promise<Access> {
	const { credential, ...access } = await oauth2Access<OAuth2Credential & IDataObject>(context, {
		type: PERSON_CREDENTIAL,
		prefix: 'Bearer',
		baseUrl,
		freshFor: FRESH,
	});
	const host = access.baseUrl();
	return {
		...access,
		// Somebody else may connect the same app later, and no reply names the person, so the token has to tell them apart.
		account: accountKey(host, textOf(at(credential, 'oauthTokenData', 'access_token'))),
		limiter: limiters(host, textOf(credential.clientId)),
	};
}
