import { createHash } from 'crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { textOf } from '../../base/values';
import { exchange, plainTransport } from '../../http/http';
import { kept, urlOf } from './kept';
import { originOf } from './members';
import type { Delivery, WebhookTrigger } from './trigger';

/** The vendor waits a few seconds for the reply, and the others answer at once. In milliseconds. */
const TIMEOUT = 5_000;
/** Header of a delivery that another workflow has passed on: the workflows that have it, each as a short hash of its address. */
const PASSED_ON = 'x-n8n-passed-on';
/** More workflows than anybody has with the same trigger. */
const MOST = 200;

/**
 * Passes a delivery on to the other workflows that share the webhook; only to addresses of this n8n, because nobody has signed the list.
 * Each of them checks the signature and drops what it has seen already. It passes the delivery on in turn to those that do not
 * have it yet, so that two workflows may name each other.
 * @returns false where one could not take it, so that the vendor has to send it again
 */
export async function passOn(
	context: IWebhookFunctions,
	{ shared }: Pick<WebhookTrigger, 'shared'>,
	delivery: Delivery,
): Promise<boolean> {
	if (shared === undefined) return true;
	const reached = textOf(delivery.headers[PASSED_ON])?.split(',') ?? [];
	const me = kept(context).url ?? urlOf(context);
	const others = shared
		.members(delivery)
		.filter(
			({ url }) =>
				url !== me && originOf(url) === originOf(me) && !reached.includes(shortHash(url)),
		)
		.slice(0, MOST);
	const all = new Set([...reached, ...[me, ...others.map(({ url }) => url)].map(shortHash)]);
	const headers: IDataObject = { [PASSED_ON]: [...all].join(',') };
	for (const name of ['content-type', ...shared.headers]) headers[name] = delivery.headers[name];
	const taken = await Promise.all(
		others.map(async ({ url }) => {
			const status = await statusOf(context, url, delivery.raw, headers);
			if (status === undefined || status >= 400) tell(context, url, status);
			// What refuses it, such as a workflow that is gone, would refuse it again.
			return status !== undefined && status < 500 && status !== 429;
		}),
	);
	return !taken.includes(false);
}

/** True for a delivery that another workflow has passed on, which has to learn by the status what became of it. */
export function isPassedOn({ headers }: Pick<Delivery, 'headers'>): boolean {
	return headers[PASSED_ON] !== undefined;
}

function tell(context: IWebhookFunctions, url: string, status: number | undefined): void {
	const why = status === undefined ? 'did not answer' : `answered with status ${status}`;
	context.logger.warn(
		`'${context.getNode().name}' could not pass an event on to ${url}, which ${why}`,
	);
}

/** Short, because all of them are in one header. */
function shortHash(url: string): string {
	return createHash('sha256').update(url).digest('base64url').slice(0, 12);
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
