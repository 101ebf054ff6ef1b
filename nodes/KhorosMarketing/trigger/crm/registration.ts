import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject, IDataObject, IHookFunctions } from 'n8n-workflow';

import type { Failure } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { at, textOf } from '../../../shared/base/values';
import { checkedBaseUrl } from '../../../shared/http/host';
import { nodeParameter } from '../../../shared/http/parameter';
import { pathPart } from '../../../shared/http/replies';
import type { RunOptions } from '../../../shared/http/runOptions';
import { cleanFailure } from '../../../shared/http/secrets';
import { nodeError } from '../../../shared/settle/settle';
import { isTest, refusedCredential } from '../../../shared/trigger/webhook/kept';
import { originOf } from '../../../shared/trigger/webhook/members';
import { API_CREDENTIAL, connectKhoros, CREDENTIAL } from '../../api';
import { checkedSecret } from '../../host';
import { KHOROS } from '../../replies';
import { PATH, save } from '../../resources/customCrm/fields';
import { keep, known, type Registered } from './registered';

/** Somebody waits for the activation. Times in milliseconds. */
const IN_A_HOOK: RunOptions = { parallel: 1, timeout: 30_000, maxTries: 3, maxWait: 30_000 };

/** What Khoros is to be told, and what the registration is remembered by. */
interface Crm {
	record: IDataObject;
	told: Omit<Registered, 'chosen' | 'crmId' | 'toldAt'>;
}

/** The base address of the CRM, which all its requests begin with. */
export function baseUrlOf(context: IHookFunctions): string {
	return (context.getNodeWebhookUrl('default') ?? '').replace(/\/case$/, '');
}

/** True where nothing has to be told to Khoros: in a test, without an access token, or because it knows this CRM as it is now. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	if (isTest(context) || context.getNode().credentials?.[API_CREDENTIAL] === undefined) return true;
	const { told } = await crmOf(context);
	return known(context)?.mark === told.mark;
}

/**
 * Registers the CRM with Khoros, or tells it another address or secret (khoros-marketing 7).
 * @throws NodeApiError or NodeOperationError
 */
export async function register(context: IHookFunctions): Promise<void> {
	const result = await registered(context);
	if (!result.ok) throw nodeError(context.getNode(), cleanFailure(context, result.failure));
	keep(context, result.value);
}

async function registered(context: IHookFunctions): Promise<Result<Registered>> {
	let session;
	try {
		session = await connectKhoros(context, IN_A_HOOK);
	} catch (error) {
		return { ok: false, failure: refusedCredential(KHOROS, error) };
	}
	const { record, told } = await crmOf(context);
	const number = numberOf(context, told);
	if (!number.ok) return number;
	const crmId = number.value;
	const outcome = await save(
		session,
		crmId === undefined
			? { method: 'POST', path: PATH }
			: { method: 'PATCH', path: `${PATH}/${pathPart(crmId)}` },
		record,
	);
	if (!outcome.ok)
		return { ok: false, failure: crmId === undefined ? unclear(outcome.failure) : outcome.failure };
	const id = crmId ?? ('id' in outcome ? outcome.id : undefined);
	const chosen = chosenId(context);
	return {
		ok: true,
		value: {
			...told,
			toldAt: Date.now(),
			...(id === undefined ? {} : { crmId: id }),
			...(chosen === undefined ? {} : { chosen }),
		},
	};
}

/**
 * The number of the CRM that is to be changed; undefined where a new one is to be registered. Without a chosen number, only
 * the CRM that this node has registered itself is changed, and none is registered a second time. A number that was chosen
 * before counts only at the n8n where it was used: Khoros does not tell which address a CRM has (khoros-marketing 7), and a
 * copy of the database holds the number, too.
 */
function numberOf(context: IHookFunctions, told: Crm['told']): Result<string | undefined> {
	const given = chosenId(context);
	const before = known(context);
	if (before === undefined) return { ok: true, value: given };
	const { crmId } = before;
	const number = crmId === undefined ? 'its number' : `the number ${crmId}`;
	const isElsewhere = originOf(before.instanceUrl) !== originOf(told.instanceUrl);
	const elsewhere = `${KHOROS} calls this CRM at ${before.instanceUrl}, which is another n8n`;
	if (given !== undefined && isElsewhere && before.chosen === given)
		return notTold(
			elsewhere,
			"To move the CRM to this n8n, replace this node with a copy of it that has the same 'CRM ID', and activate the workflow again. If this n8n is a copy, leave the workflow inactive here, or remove the access token from this node.",
		);
	if (given !== undefined) return { ok: true, value: given };
	if (isElsewhere)
		return notTold(
			elsewhere,
			`To move the CRM to this n8n, enter ${number} as 'CRM ID' in the options of this node, and activate the workflow again. If this n8n is a copy, leave the workflow inactive here, or remove the access token from this node.`,
		);
	if (before.credential !== told.credential)
		return notTold(
			'This CRM was registered with another access token',
			`If both belong to one company, enter ${number} as 'CRM ID' in the options of this node, and activate the workflow again. For another company, replace this node with a copy of it, which is registered as a new CRM.`,
		);
	if (crmId === undefined)
		return notTold(
			`${KHOROS} knows this CRM already, but did not tell its number`,
			'Look up its number in Khoros Marketing, enter the CRM ID in the options of this node, and activate the workflow again.',
		);
	return { ok: true, value: crmId };
}

function notTold(message: string, description: string): Result<never> {
	const cause = { cause: 'configuration-invalid' as const };
	return { ok: false, failure: { message, description, executed: 'no', cause } };
}

/** Khoros lists no CRMs, so a second registration is the user's own choice. */
function unclear(failure: Failure): Failure {
	if (failure.executed !== 'unknown') return failure;
	return {
		...failure,
		description: `Look in Khoros Marketing whether the CRM is registered. If it is, enter its number as 'CRM ID' in the options of this node, and activate the workflow again. ${failure.description ?? ''}`,
	};
}

async function crmOf(context: IHookFunctions): Promise<Crm> {
	const { secret } = checkedSecret(
		await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL),
	);
	const instanceUrl = checkedBaseUrl(baseUrlOf(context), { name: 'Webhook URL', path: true });
	const name = context.getWorkflow().name ?? 'n8n';
	const access = context.getNode().credentials?.[API_CREDENTIAL];
	const credential = access?.id ?? access?.name ?? '';
	const mark = createHash('sha256')
		.update(JSON.stringify([instanceUrl, secret, name, chosenId(context), credential]))
		.digest('hex');
	return {
		record: { name, instanceUrl, authHeaderValue: secret },
		told: { mark, instanceUrl, credential },
	};
}

function chosenId(context: IHookFunctions): string | undefined {
	const given = textOf(at(nodeParameter(context, 'options', {}), 'crmId'))?.trim();
	return given === undefined || given === '' ? undefined : given;
}
