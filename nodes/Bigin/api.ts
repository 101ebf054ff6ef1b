import { accountKey } from '../shared/base/perAccount';
import { oauth2Access } from '../shared/http/oauth2';
import type { NodeContext } from '../shared/http/http';
import type { RunOptions } from '../shared/http/runOptions';
import { sharedLimiters } from '../shared/http/rateLimiter';
import { openSession, type Session } from '../shared/http/session';
import { textOf } from '../shared/base/values';
import { biginLimiter } from './limits';
import { VENDOR, failureOf, refusesToken } from './replies';
import { apiDomain, type BiginCredential } from './host';

export const CREDENTIAL = 'biginOAuth2Api';

/** Rate limiters, shared by all runs with the same API domain and connected account. */
const limiters = sharedLimiters(() => biginLimiter());

/** Opens the connection to the data center that the token belongs to. */
export async function connect(context: NodeContext, options: RunOptions): Promise<Session> {
	// n8n would sign with "Bearer", but Bigin documents another prefix (bigin 1.3).
	const { credential, transport, baseUrl, secrets } = await oauth2Access<BiginCredential>(context, {
		type: CREDENTIAL,
		prefix: 'Zoho-oauthtoken',
		baseUrl: apiDomain,
		refusesToken,
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
		manualCheck: 'search for it in Bigin by a unique field, such as the email of a contact',
		secrets,
		limiter: limiters(...account),
	});
}
