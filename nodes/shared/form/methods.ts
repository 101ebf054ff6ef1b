import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import { notConnected } from '../base/errors';
import type { Result } from '../base/result';
import type { Vendor } from './operation';
import type { RunOptions } from '../http/runOptions';
import { cleanFailure } from '../http/secrets';
import type { Session } from '../http/session';

/** Shorter waits than in a run, because a person is waiting for the form. Times in milliseconds. */
const IN_A_FORM: RunOptions = { parallel: 2, timeout: 20_000, maxTries: 2, maxWait: 5_000 };

/**
 * Asks the vendor for the choices of a form.
 * @throws NodeOperationError that says what to do; n8n shows it in the form
 */
export async function askForForm<T>(
	context: ILoadOptionsFunctions,
	vendor: Pick<Vendor, 'name' | 'connect'>,
	ask: (session: Session) => Promise<Result<T>>,
): Promise<T> {
	const result = await asked(context, vendor, ask);
	if (result.ok) return result.value;
	const { message, description } = cleanFailure(context, result.failure);
	throw new NodeOperationError(context.getNode(), message, { description });
}

async function asked<T>(
	context: ILoadOptionsFunctions,
	vendor: Pick<Vendor, 'name' | 'connect'>,
	ask: (session: Session) => Promise<Result<T>>,
): Promise<Result<T>> {
	try {
		return await ask(await vendor.connect(context, IN_A_FORM));
	} catch (error) {
		return {
			ok: false,
			failure: notConnected(vendor.name, error, 'Choose a credential, and check it.'),
		};
	}
}
