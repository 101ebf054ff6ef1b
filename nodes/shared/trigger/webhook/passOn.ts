import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { exchange, plainTransport } from '../../http/http';
import { kept, urlOf } from './kept';
import { originOf } from './members';
import type { Delivery, WebhookTrigger } from './trigger';

/** The vendor waits a few seconds for the reply, and the others answer at once. In milliseconds. */
const TIMEOUT = 5_000;
/** Header of a delivery that another workflow has passed on. */
const PASSED_ON = 'x-n8n-passed-on';
/** More workflows than anybody has with the same trigger. */
const MOST = 200;

/**
 * Passes a delivery on to the other workflows that share the webhook; only to addresses of this n8n, because nobody has signed the list.
 * Each of them checks the signature and drops what it has seen already.
 * @returns false where one could not take it, so that the vendor has to send it again
 */
export async function passOn(
	context: IWebhookFunctions,
	{ shared }: Pick<WebhookTrigger, 'shared'>,
	delivery: Delivery,
): Promise<boolean> {
	// What was passed on goes no further: two workflows may name each other.
	if (shared === undefined || delivery.headers[PASSED_ON] !== undefined) return true;
	const me = kept(context).url ?? urlOf(context);
	const others = shared
		.members(delivery)
		.filter(({ url }) => url !== me && originOf(url) === originOf(me))
		.slice(0, MOST);
	const headers: IDataObject = { [PASSED_ON]: 'true' };
	for (const name of ['content-type', ...shared.headers]) headers[name] = delivery.headers[name];
	const taken = await Promise.all(
		others.map(async ({ url }) => {
			const status = await statusOf(context, url, delivery.raw, headers);
			// What refuses it, such as a workflow that is gone, would refuse it again.
			return status !== undefined && status < 500 && status !== 429;
		}),
	);
	return !taken.includes(false);
}

/** Whether this n8n can reach a workflow of its own, so that events can be passed on: it `answers`, it is `gone`, or nothing is known. */
export async function passOnWorks(
	context: IHookFunctions,
	url: string,
): Promise<'answers' | 'gone' | 'unreachable'> {
	// Nothing signed it, so the workflow refuses it.
	const status = await statusOf(context, url, Buffer.from('{}'), {
		'content-type': 'application/json',
	});
	if (status === 401) return 'answers';
	return status === 404 ? 'gone' : 'unreachable';
}

async function statusOf(
	context: IHookFunctions | IWebhookFunctions,
	url: string,
	body: Buffer,
	headers: IDataObject,
): Promise<number | undefined> {
	const reply = await exchange(plainTransport(context), {
		method: 'POST',
		url,
		body,
		headers,
		encoding: 'text',
		timeout: TIMEOUT,
	});
	return reply.kind === 'reply' ? reply.status : undefined;
}
