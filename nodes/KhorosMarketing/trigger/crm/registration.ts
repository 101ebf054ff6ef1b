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
import { API_CREDENTIAL, connectKhoros, CREDENTIAL } from '../../api';
import { checkedSecret } from '../../host';
import { KHOROS } from '../../replies';
import { PATH, save } from '../../resources/customCrm/fields';

/** Somebody waits for the activation. Times in milliseconds. */
const IN_A_HOOK: RunOptions = { parallel: 1, timeout: 30_000, maxTries: 3, maxWait: 30_000 };

/** What Khoros was told of this CRM. */
interface Registered {
	/** Number of the CRM in Khoros; absent where its reply did not tell it. */
	crmId?: string;
	/** Stands for the address and the secret. */
	mark: string;
}

/** The base address of the CRM, which all its requests begin with. */
export function baseUrlOf(context: IHookFunctions): string {
	return (context.getNodeWebhookUrl('default') ?? '').replace(/\/case$/, '');
}

/** True where nothing has to be told to Khoros: in a test, without an access token, or because it knows this CRM as it is now. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	if (isTest(context) || context.getNode().credentials?.[API_CREDENTIAL] === undefined) return true;
	const { mark } = await crmOf(context);
	return known(context)?.mark === mark;
}

/**
 * Registers the CRM with Khoros, or tells it another address or secret (khoros-marketing 7).
 * @throws NodeApiError or NodeOperationError
 */
export async function register(context: IHookFunctions): Promise<void> {
	const result = await registered(context);
	if (!result.ok) throw nodeError(context.getNode(), cleanFailure(context, result.failure));
	context.getWorkflowStaticData('node').crm = result.value;
}

async function registered(context: IHookFunctions): Promise<Result<Registered>> {
	let session;
	try {
		session = await connectKhoros(context, IN_A_HOOK);
	} catch (error) {
		return { ok: false, failure: refusedCredential(KHOROS, error) };
	}
	const { record, mark } = await crmOf(context);
	const crmId = chosenId(context) ?? known(context)?.crmId;
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
	return { ok: true, value: { mark, ...(id === undefined ? {} : { crmId: id }) } };
}

/** Khoros lists no CRMs, so a second registration is the user's own choice. */
function unclear(failure: Failure): Failure {
	if (failure.executed !== 'unknown') return failure;
	return {
		...failure,
		description: `Look in Khoros Marketing whether the CRM is registered. If it is, enter its number as 'CRM ID' in the options of this node, and activate the workflow again. ${failure.description ?? ''}`,
	};
}

async function crmOf(context: IHookFunctions): Promise<{ record: IDataObject; mark: string }> {
	const { secret } = checkedSecret(
		await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL),
	);
	const instanceUrl = checkedBaseUrl(baseUrlOf(context), { name: 'Webhook URL', path: true });
	const name = context.getWorkflow().name ?? 'n8n';
	const mark = createHash('sha256')
		.update(JSON.stringify([instanceUrl, secret, name, chosenId(context)]))
		.digest('hex');
	return { record: { name, instanceUrl, authHeaderValue: secret }, mark };
}

function chosenId(context: IHookFunctions): string | undefined {
	const given = textOf(at(nodeParameter(context, 'options', {}), 'crmId'))?.trim();
	return given === undefined || given === '' ? undefined : given;
}

function known(context: IHookFunctions): Registered | undefined {
	const { crm } = context.getWorkflowStaticData('node');
	const mark = textOf(at(crm, 'mark'));
	return mark === undefined ? undefined : { mark, crmId: textOf(at(crm, 'crmId')) };
}
