import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { accountKey } from '../shared/base/perAccount';
import { exactTransport, type NodeContext } from '../shared/http/http';
import type { RunOptions } from '../shared/http/runOptions';
import { reactiveLimiter, sharedLimiters } from '../shared/http/rateLimiter';
import { openSession, type Session } from '../shared/http/session';
import { nodeParameter } from '../shared/http/parameter';
import { checkedAccess, checkedConnection, secretsOf } from './host';
import { failureOf, KHOROS, khorosFailureOf, VENDOR } from './replies';

export const CREDENTIAL = 'khorosMarketingCrmApi';
export const API_CREDENTIAL = 'khorosMarketingApi';

/** Limits by address and secret. */
const limiters = sharedLimiters(() => reactiveLimiter());

/** The resources of Khoros' own API; the others are those of a CRM. */
export const KHOROS_RESOURCES = ['customCrm', 'eventSubscription', 'khorosApiCall'];

/** Opens the connection that the chosen resource needs. */
export async function connect(context: NodeContext, options: RunOptions): Promise<Session> {
	return KHOROS_RESOURCES.includes(String(nodeParameter(context, 'resource', '')))
		? await connectKhoros(context, options)
		: await connectCrm(context, options);
}

/** Opens the connection to Khoros' own API (khoros-marketing 8.1). */
export async function connectKhoros(context: NodeContext, options: RunOptions): Promise<Session> {
	const { baseUrl, token } = checkedAccess(
		await context.getCredentials<ICredentialDataDecryptedObject>(API_CREDENTIAL),
	);
	return openSession(context, {
		vendor: KHOROS,
		account: accountKey(baseUrl, token),
		baseUrl: () => baseUrl,
		transport: exactTransport(context),
		headers: () => ({ Authorization: `Bearer ${token}` }),
		failureOf: khorosFailureOf,
		options,
		limiter: limiters(baseUrl, token),
		manualCheck: 'look in Khoros Marketing whether the change is there',
		secrets: () => [token],
	});
}

/** Opens the connection to the CRM. */
async function connectCrm(context: NodeContext, options: RunOptions): Promise<Session> {
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
		manualCheck: 'look for the record in your CRM',
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
