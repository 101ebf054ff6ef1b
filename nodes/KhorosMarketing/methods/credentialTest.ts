import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { testCredential } from '../../shared/http/credentialTest';
import { checkedAccess, checkedConnection, secretsOf } from '../host';
import { failureOf, KHOROS, khorosFailureOf, VENDOR } from '../replies';

/** Tests the secret by the cheapest read of the contract (4.10). */
export async function khorosMarketingCrmApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this, VENDOR, () => {
		const connection = checkedConnection(data);
		return {
			request: {
				url: `${connection.baseUrl}/meta/object/case`,
				headers: { [connection.header]: connection.secret },
			},
			secrets: secretsOf(connection),
			refusal(reply) {
				if (reply.status === 401)
					return "The secret was not accepted. Check 'Header Name' and 'Secret'; the secret is the whole value of the header.";
				if (reply.status === 404)
					return "The server does not know the path. Check 'Base URL': /meta/object/case is added to it.";
				return failureOf(reply)?.message;
			},
		};
	});
}

/** Tests the token by a read of the user's own data (khoros-marketing 8.1). */
export async function khorosMarketingApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this, KHOROS, () => {
		const { baseUrl, token } = checkedAccess(data);
		return {
			request: { url: `${baseUrl}/v2/me`, headers: { Authorization: `Bearer ${token}` } },
			secrets: [token],
			refusal(reply) {
				const failure = khorosFailureOf(reply);
				// The service ends some of its sentences with a period of its own.
				return (
					failure && `${failure.message.replace(/\.$/, '')}. ${failure.description ?? ''}`.trim()
				);
			},
		};
	});
}
