import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { plainTransport, type NodeContext } from '../shared/http/http';
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
import { textOf } from '../shared/base/values';
import { baseUrl } from './host';
import { VENDOR, budgetOf, failureOf } from './replies';
import { LIMIT_WAITS, SEARCH_WINDOW, SEARCHES } from './limits';

export const CREDENTIAL = 'kustomerApi';

/** Budgets by host and key. Other keys of the organization share its budget, too (kustomer 7); the replies tell. */
const limiters = sharedLimiters(() => {
	const budget = budgetLimiter();
	const searches = windowLimiter(SEARCHES, SEARCH_WINDOW);
	return withSearches(budget, searches);
});

/** A budget of which searches are a part that has a limit of its own (kustomer 7). */
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
		failureOf(reply, call) {
			limiter.learn(budgetOf(reply.headers));
			return failureOf(reply, call);
		},
		options,
		limiter,
		limit: 'Kustomer gives your organization a budget of requests per minute',
		limitWaits: LIMIT_WAITS,
		manualCheck: 'search for the record in Kustomer, for example by its External ID',
		secrets: () => [textOf(credential.apiKey)],
	});
}
