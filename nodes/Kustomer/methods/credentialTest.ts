import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { testCredential } from '../../shared/http/credentialTest';
import { textOf } from '../../shared/base/values';
import { failureOf, VENDOR } from '../replies';
import { baseUrl } from '../host';

/** Tests the API key by asking for itself, which needs no role. */
export async function kustomerApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this, VENDOR, () => ({
		request: {
			url: `${baseUrl(data)}/v1/auth/tokens/current`,
			headers: { Authorization: `Bearer ${textOf(data.apiKey) ?? ''}` },
		},
		secrets: [textOf(data.apiKey)],
		refusal(reply) {
			if (reply.status === 401)
				return 'The API key was not accepted. Check the key, its expiry, and the organization or region.';
			return failureOf(reply)?.message;
		},
	}));
}
