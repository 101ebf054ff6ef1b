import { randomUUID } from 'crypto';

import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { testCredential } from '../../shared/http/credentialTest';
import { at, textOf } from '../../shared/base/values';
import { cloudUrl, operatorOf } from '../host';
import { VENDOR } from '../replies';

const TOO_MANY = 'Too many tokens were asked for. Wait a minute and test again.';

/** What a code means for the credential (sharecrm 2.2 and 11.1). */
const SENTENCES: Record<string, string> = {
	'10006': 'The App Secret was not accepted. Check App ID, App Secret and Cloud.',
	'20006': 'App ID or App Secret is not right.',
	'20015': 'The Permanent Code is not right.',
	'14001': TOO_MANY,
	'30004': TOO_MANY,
	'30003': 'Your company has bought no Open API calls.',
	'20021':
		'The app is disabled. Enable it in the admin console of ShareCRM and switch on its developer mode.',
	'20022': 'The app is not authorized. Authorize it in the admin console of ShareCRM.',
};

/** Tests the app by asking for a token. The status is 200 whatever happens (sharecrm 0.1). */
export async function shareCrmApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { appId, appSecret, permanentCode } = data;
	return await testCredential(this, VENDOR, () => {
		operatorOf({ operatorEmployeeId: textOf(data.operatorEmployeeId) ?? '' });
		return {
			request: {
				method: 'POST',
				url: `${cloudUrl({ cloud: textOf(data.cloud) ?? '', host: textOf(data.host) })}/oauth2.0/token`,
				qs: { thirdTraceId: randomUUID() },
				body: { appId, appSecret, permanentCode, grantType: 'app_secret' },
			},
			secrets: [textOf(appSecret), textOf(permanentCode)],
			refusal({ body }) {
				if (textOf(at(body, 'accessToken')) !== undefined) return undefined;
				return (
					SENTENCES[textOf(at(body, 'errorCode')) ?? ''] ??
					'ShareCRM gave no token. Check Cloud, App ID, App Secret and Permanent Code.'
				);
			},
		};
	});
}
