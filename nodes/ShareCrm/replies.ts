import type { IDataObject } from 'n8n-workflow';

import { LIMITS } from './limits';
import type { Failure } from '../shared/base/errors';
import { isSuccess, requestFailure, type Refusal } from '../shared/http/replies';
import { at, textOf } from '../shared/base/values';

export const VENDOR = 'ShareCRM';

interface Reply {
	status: number;
	headers: IDataObject;
	body: unknown;
}

/** What a code means for the node; a code that is not listed refuses the request and nothing was stored (sharecrm 11.1). */
type Verdict = Pick<Refusal, 'cause' | 'executed' | 'hint'>;

const HOST = 'Check the cloud or host in the credential.';
const CREDENTIAL = 'Check App ID, App Secret, Permanent Code and Cloud in the credential.';

const TOO_MANY =
	'ShareCRM takes 100 calls in 20 seconds. Send this item again later, and lower the number of parallel requests where other workflows use the same app.';

const VERDICTS: Record<string, Verdict> = {
	'-1': {
		cause: { cause: 'temporarily-unavailable' },
		executed: 'unknown',
		hint: 'ShareCRM is busy. Look whether the record is there before you send it again.',
	},
	// A guess: the page does not say what a system fault leaves behind.
	'-2': {
		executed: 'unknown',
		hint: 'ShareCRM had a system fault. Look whether the record is there before you send it again.',
	},
	'50009': {
		cause: { cause: 'temporarily-unavailable' },
		executed: 'unknown',
		hint: 'ShareCRM took too long. Look whether the record is there before you send it again.',
	},
	'14001': { cause: { cause: 'rate-limited' }, executed: 'no', hint: TOO_MANY },
	'30004': { cause: { cause: 'rate-limited' }, executed: 'no', hint: TOO_MANY },
	'30002': {
		cause: { cause: 'quota-exhausted' },
		hint: 'The API calls of this day are used up. Send this item again after midnight, or buy another Open API pack.',
	},
	'30003': {
		cause: { cause: 'configuration-invalid' },
		hint: 'Your company has bought no Open API calls. Buy an Open API pack in ShareCRM.',
	},
	'20021': {
		cause: { cause: 'configuration-invalid' },
		hint: 'The app is disabled. Enable it in the admin console of ShareCRM and switch on its developer mode.',
	},
	'20022': {
		cause: { cause: 'configuration-invalid' },
		hint: 'The app is not authorized. Authorize it in the admin console of ShareCRM.',
	},
	'20005': {
		cause: { cause: 'credential-invalid' },
		executed: 'no',
		hint: `A new token was refused too. ${CREDENTIAL}`,
	},
	'20016': {
		cause: { cause: 'credential-invalid' },
		executed: 'no',
		hint: `A new token was refused too. ${CREDENTIAL} Check that the address of this machine is on the app's IP white list.`,
	},
	'10006': {
		cause: { cause: 'configuration-invalid' },
		hint: `${CREDENTIAL} ShareCRM says the same if the host does not know the path.`,
	},
	'30027': {
		hint: "An employee is not known. Check 'Operator Employee ID', 'Owner Employee ID' and 'Creator Employee ID'.",
	},
};

/** The failure in a reply, if there is one: the errorCode decides, whatever the HTTP status (sharecrm 0.1). */
export function failureOf({ status, body }: Reply): Failure | undefined {
	if (!isSuccess(status)) return requestFailure(VENDOR, status, refusalOf(body));
	// The session reports a body that is not JSON.
	if (typeof body !== 'object' && status !== 204) return undefined;
	const code = codeOf(body);
	if (code === '0') return undefined;
	if (code !== undefined) return requestFailure(VENDOR, status, refusalOf(body));
	return {
		message: `${VENDOR} sent a reply without an errorCode`,
		description:
			'Check the cloud or host in the credential, and look whether the record is there before you send it again.',
		httpCode: status,
		executed: 'unknown',
	};
}

/** The failure in a reply of the file host, which has an envelope of its own (sharecrm 8.1); a file itself is not JSON. */
export function fileFailureOf({ status, body: sent }: Reply): Failure | undefined {
	const body = Buffer.isBuffer(sent) ? refusalIn(sent) : sent;
	if (!isSuccess(status)) return requestFailure(VENDOR, status, { code: textOf(at(body, 'code')) });
	if (body === undefined || at(body, 'success') === true) return undefined;
	return requestFailure(VENDOR, status, {
		text: textOf(at(body, 'message')) ?? 'the host of files gave no reason',
		code: textOf(at(body, 'code')),
		executed: at(body, 'success') === false ? 'no' : 'unknown',
		hint: 'Upload the file again.',
	});
}

/** Maximum bytes of a refusal. */
const REFUSAL_BYTES = 64 * 1024;

/** The refusal that came in place of a file: this service refuses with HTTP 200, too (sharecrm 8.1). That it looks like that of an upload is a guess. */
function refusalIn(file: Buffer): unknown {
	if (file.length > REFUSAL_BYTES || file.subarray(0, 1).toString() !== '{') return undefined;
	try {
		const body: unknown = JSON.parse(file.toString('utf8'));
		return at(body, 'success') === false && at(body, 'message') !== undefined ? body : undefined;
	} catch {
		return undefined;
	}
}

/** Codes that say something of the app or of the moment, and not that the credential is wrong. */
const NOT_THE_CREDENTIAL = new Set([
	'-1',
	'-2',
	'50009',
	'14001',
	'30004',
	'30002',
	'30003',
	'20021',
	'20022',
]);

/** Why a token was not handed out (sharecrm 2.2). Nothing was sent, so nothing was stored. */
export function tokenFailure({ status, body }: Omit<Reply, 'headers'>): Failure {
	const refusal = refusalOf(body);
	const html = typeof body === 'string' && /^\s*</.test(body);
	const wrong: Verdict = { cause: { cause: 'credential-invalid' }, hint: html ? HOST : CREDENTIAL };
	const known = refusal.code !== undefined && NOT_THE_CREDENTIAL.has(refusal.code);
	const text = html
		? 'the host answered with an HTML page'
		: status >= 300 && status < 400
			? 'the host answered with a redirect'
			: (refusal.text ?? 'the reply holds no token');
	return {
		...requestFailure(VENDOR, status, {
			...refusal,
			...(known || !isSuccess(status) ? {} : wrong),
			executed: 'no',
		}),
		message: `${VENDOR} gave no token: ${text}`,
	};
}

/** The vendor's own words (sharecrm 4). */
function refusalOf(body: unknown): Refusal {
	const code = codeOf(body);
	const message = textOf(at(body, 'errorMessage'));
	const more = textOf(at(body, 'errorDescription'));
	return {
		text:
			message !== undefined && more !== undefined && more !== message
				? `${message} (${more})`
				: (message ?? more),
		code,
		traceId: textOf(at(body, 'traceId')),
		...(code === undefined ? {} : verdict(code)),
	};
}

function verdict(code: string): Verdict {
	const found = VERDICTS[code] ?? {};
	const retryAfterMs =
		code === '14001' ? LIMITS.fullWindowWait : code === '30004' ? LIMITS.frequencyWait : undefined;
	return retryAfterMs === undefined
		? found
		: { ...found, cause: { cause: 'rate-limited', retryAfterMs } };
}

function codeOf(body: unknown): string | undefined {
	return textOf(at(body, 'errorCode'));
}
