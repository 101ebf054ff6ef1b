import { randomUUID } from 'crypto';

import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { testCredential, type CredentialProbe } from '../../shared/http/credentialTest';
import { at, textOf } from '../../shared/base/values';
import { cloudUrl, operatorOf } from '../host';
import { VENDOR } from '../replies';

const TOO_MANY = 'Too many tokens were asked for. Wait a minute and test again.';
const NO_PACK = 'Your company has bought no Open API calls. Buy an Open API pack in ShareCRM.';
const DEVELOPER_MODE =
	'The app is disabled. Enable it in the admin console of ShareCRM and switch on its developer mode.';
const NOT_AUTHORIZED =
	'The app is not authorized. Authorize it in the admin console of ShareCRM, and switch on its developer mode.';
const WRONG_HOST =
	'ShareCRM gave no token: the host does not answer as ShareCRM does. Check Cloud or Host.';

/** What a code means for the credential where no token was given (sharecrm 2.2 and 11.1). */
const SENTENCES: Record<string, string> = {
	'10006': 'The App Secret was not accepted. Check App ID, App Secret and Cloud.',
	'11001': 'ShareCRM gave no token: the App ID is not known at this cloud. Check App ID and Cloud.',
	'11002': 'The App Secret was not accepted. Check App ID, App Secret and Cloud.',
	'11013': 'The Permanent Code is not right.',
	'20006': 'App ID or App Secret is not right.',
	'20015': 'The Permanent Code is not right.',
	'14001': TOO_MANY,
	'30004': TOO_MANY,
	'30003': NO_PACK,
	'20021': DEVELOPER_MODE,
	'20022': NOT_AUTHORIZED,
};

const OPERATOR =
	"ShareCRM does not know the employee in 'Operator Employee ID'. Look the ID up under Personnel.";
/** That an address outside of the white list is refused so is a guess: its code is not documented (sharecrm 14, row 18). */
const WHITE_LIST =
	"ShareCRM gave a token, but refused a call with it. Check that the address of this n8n is on the app's IP white list, and that the app is in developer mode.";

/** What a code means for the credential where a call was refused (sharecrm 11.1). */
const CALL_SENTENCES: Record<string, string> = {
	'10010': OPERATOR,
	'11008': OPERATOR,
	'20012': OPERATOR,
	'20014': OPERATOR,
	'30027': OPERATOR,
	'15003': NOT_AUTHORIZED,
	'20005': WHITE_LIST,
	'20016': WHITE_LIST,
	'20017': WHITE_LIST,
	'20020': WHITE_LIST,
	'20021': DEVELOPER_MODE,
	'20022': NOT_AUTHORIZED,
	'30002': 'The API calls of this day are used up. Test again after midnight.',
	'30003': NO_PACK,
};

/** Tests the app by asking for a token, and the operator by a call with it. The status is 200 whatever happens (sharecrm 0.1). */
export async function shareCrmApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { appId, appSecret, permanentCode } = data;
	return await testCredential(this, VENDOR, () => {
		const operator = operatorOf({ operatorEmployeeId: textOf(data.operatorEmployeeId) ?? '' });
		const baseUrl = cloudUrl({ cloud: textOf(data.cloud) ?? '', host: textOf(data.host) });
		const secrets = [textOf(appSecret), textOf(permanentCode)];
		return {
			request: post(`${baseUrl}/oauth2.0/token`, {
				appId,
				appSecret,
				permanentCode,
				grantType: 'app_secret',
			} as IDataObject),
			secrets,
			refusal: ({ body }) => tokenRefusal(body),
			next({ body }): CredentialProbe {
				const token = textOf(at(body, 'accessToken')) ?? '';
				return {
					request: {
						...post(`${baseUrl}/cgi/crm/v2/object/list`, { includeNull: false }),
						headers: {
							authorization: `Bearer ${token}`,
							'x-fs-ea': textOf(at(body, 'ea')) ?? '',
							'x-fs-userid': operator,
						},
					},
					secrets: [...secrets, token],
					refusal: ({ body: reply }) => callRefusal(reply),
				};
			},
		};
	});
}

function post(url: string, body: IDataObject) {
	return { method: 'POST' as const, url, qs: { thirdTraceId: randomUUID() }, body };
}

function tokenRefusal(body: unknown): string | undefined {
	if (textOf(at(body, 'accessToken')) !== undefined) return undefined;
	const code = textOf(at(body, 'errorCode'));
	if (code === undefined) return WRONG_HOST;
	// ShareCRM uses one code for a wrong secret and for a path that the host does not know.
	if (code === '10006' && /uri/i.test(textOf(at(body, 'errorMessage')) ?? '')) return WRONG_HOST;
	return (
		SENTENCES[code] ??
		`ShareCRM gave no token (${code}). Check Cloud, App ID, App Secret and Permanent Code.`
	);
}

function callRefusal(body: unknown): string | undefined {
	const code = textOf(at(body, 'errorCode'));
	if (code === '0') return undefined;
	if (code === undefined) return WRONG_HOST;
	return (
		CALL_SENTENCES[code] ??
		`ShareCRM gave a token, but refused a call with it (${code}): ${textOf(at(body, 'errorMessage')) ?? 'no reason given'}`
	);
}
