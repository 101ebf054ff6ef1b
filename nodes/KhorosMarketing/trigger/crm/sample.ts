import { sleep, type ICredentialDataDecryptedObject, type IHookFunctions } from 'n8n-workflow';

import { at, textOf } from '../../../shared/base/values';
import { exchange, plainTransport } from '../../../shared/http/http';
import { nodeParameter } from '../../../shared/http/parameter';
import { CREDENTIAL } from '../../api';
import { checkedSecret } from '../../host';
import { operationOf } from '../../kinds/contract';
import { sampleBody } from '../../kinds/samples';
import type { Declared } from './answer';
import { baseUrlOf } from './registration';

/** n8n serves the test URL a moment after it has called the hook. In milliseconds. */
const PAUSE = 500;
const TRIES = 10;

/**
 * Sends the request that the form asks for to the test URL, as Khoros would, so that a test needs nobody in Khoros. Never fails.
 * Resolves when the workflow has answered, or when it is plain that nothing comes.
 */
export async function sendSample(context: IHookFunctions, declared: Declared): Promise<void> {
	// Read before the first pause: n8n evaluates no expressions after the hook has ended.
	const options = nodeParameter(context, 'options', {});
	const operation = operationOf(at(options, 'sampleRequest'));
	if (operation === undefined) return;
	const id = textOf(at(options, 'sampleId')) ?? 'sample-1';
	const url = `${baseUrlOf(context)}${operation.path.replace(/:\w+/, encodeURIComponent(id))}`;
	try {
		const { header, secret } = checkedSecret(
			await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL),
		);
		const request = {
			method: operation.method,
			url,
			headers: {
				[header]: secret,
				'x-sf-user-email': 'agent@example.com',
				'x-sf-initiative': '4711',
				'x-sf-company-id': '90210',
			},
			body: sampleBody(operation, declared, id, new Date().toISOString()),
		};
		for (let tries = 0; tries < TRIES; tries++) {
			await sleep(PAUSE);
			const reply = await exchange(plainTransport(context), request);
			if (reply.kind === 'reply' && reply.status !== 404) return;
		}
		context.logger.warn(`The sample request to ${url} was not answered`);
	} catch {
		context.logger.warn(`The sample request to ${url} could not be sent`);
	}
}
