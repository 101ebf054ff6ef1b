import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { accountKey } from '../shared/base/perAccount';
import { exactTransport, type NodeContext } from '../shared/http/http';
import type { RunOptions } from '../shared/http/runOptions';
import { reactiveLimiter, sharedLimiters } from '../shared/http/rateLimiter';
import { openSession, type Session } from '../shared/http/session';
import { checkedConnection, secretsOf } from './host';
import { VENDOR, failureOf } from './replies';

export const CREDENTIAL = 'khorosMarketingCrmApi';

/** Limits by address and secret. */
const limiters = sharedLimiters(() => reactiveLimiter());

/** Opens the connection to the CRM. */
export async function connect(context: NodeContext, options: RunOptions): Promise<Session> {
	const connection = checkedConnection(
		await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL),
	);
	const { baseUrl, header, secret } = connection;
	const session = openSession(context, {
		vendor: VENDOR,
		account: accountKey(baseUrl, secret),
		baseUrl: () => baseUrl,
		// Signed here: n8n's own signing decrypts the credential for every request.
		transport: exactTransport(context),
		headers: () => ({ [header]: secret }),
		failureOf,
		options,
		limiter: limiters(baseUrl, secret),
		findOut: 'look for the record in your CRM',
		secrets: () => secretsOf(connection),
	});
	secretHeaders.set(session, header);
	return session;
}

const secretHeaders = new WeakMap<Session, string>();

/** The header that carries the secret. */
export function secretHeaderOf(session: Session): string {
	return secretHeaders.get(session) ?? 'Authorization';
}
