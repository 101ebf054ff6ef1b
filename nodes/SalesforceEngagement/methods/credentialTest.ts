import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { at, textOf } from '../../shared/base/values';
import { testCredential } from '../../shared/http/credentialTest';
import { VENDOR } from '../replies';
import { tokenHint, tokenRequest, type JwtCredential } from '../token';

/** Tests the certificate and the user of the JWT credential by asking for a token, which no right of an administrator is needed for. */
export async function salesforceEngagementJwtApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this, VENDOR, () => {
		const { make } = tokenRequest(data as JwtCredential);
		return {
			request: make(),
			secrets: [textOf(data.privateKey)],
			refusal({ body, status }) {
				if (textOf(at(body, 'access_token')) !== undefined) return undefined;
				const text = textOf(at(body, 'error_description')) ?? `HTTP ${status}`;
				return `Salesforce gave no token: ${text}. ${tokenHint(body)}`;
			},
		};
	});
}
