import type { IHookFunctions } from 'n8n-workflow';

import { oneByOne } from '../../base/oneByOne';
import { perAccount } from '../../base/perAccount';
import type { Result } from '../../base/result';
import type { RunOptions } from '../../http/runOptions';
import { cleanFailure } from '../../http/secrets';
import type { Session } from '../../http/session';
import { nodeError } from '../../settle/settle';
import { refusedCredential } from './kept';
import type { Subscription } from './subscription';
import type { WebhookTrigger } from './trigger';

/** Bounded waits, because a person is waiting for the activation. Times in milliseconds. */
const IN_A_HOOK: RunOptions = { parallel: 4, timeout: 30_000, maxTries: 3, maxWait: 30_000 };

/** Changes to the webhooks of an account run one after another, because two workflows may join the same one. */
const turns = perAccount(
	() => oneByOne(),
	() => false,
);

/** Runs work on the vendor's webhooks exclusively. Throws NodeApiError or NodeOperationError if it fails. */
export async function inTurn(
	context: IHookFunctions,
	trigger: WebhookTrigger,
	work: (subscription: Subscription, session: Session) => Promise<Result<boolean>>,
): Promise<boolean> {
	const { subscription } = trigger;
	if (subscription === undefined) return true;
	const result = await connected(
		context,
		trigger,
		async (session) => await work(subscription, session),
	);
	if (result.ok) return result.value;
	throw nodeError(context.getNode(), cleanFailure(context, result.failure));
}

/** Opens the connection and runs work on the account's webhooks exclusively. Never throws for a credential. */
export async function connected<T>(
	context: IHookFunctions,
	{ vendor }: WebhookTrigger,
	work: (session: Session) => Promise<Result<T>>,
): Promise<Result<T>> {
	let session: Session;
	try {
		session = await vendor.connect(context, IN_A_HOOK);
	} catch (error) {
		return { ok: false, failure: refusedCredential(vendor.name, error) };
	}
	return await turns(session.account ?? session.baseUrl)(async () => await work(session));
}
