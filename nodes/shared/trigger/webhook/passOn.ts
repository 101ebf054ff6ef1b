import { createHash } from 'crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { textOf } from '../../base/values';
import { exchange, plainTransport } from '../../http/http';
import { kept, urlOf } from './kept';
import { originOf } from './members';
import type { Delivery, WebhookTrigger } from './trigger';

/** Timeout in milliseconds. Short, because the vendor waits only a few seconds for the reply; the other workflows answer at once. */
const TIMEOUT = 5_000;
/** Header of a delivery that was passed on: the workflows that already have it, each as a short hash of its address. */
const PASSED_ON = 'x-n8n-passed-on';
/** Maximum number of workflows to pass to; nobody has more with the same trigger. */
const MOST = 200;

/**
 * Passes a delivery on to the other workflows that share the webhook, but only to addresses of this n8n instance, because
 * the list is not signed. Each one checks the signature, drops what it has already seen, and passes the delivery on to
 * those that do not have it yet, so two workflows may name each other.
 * @returns false if one could not take it, so the vendor must send it again
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
			// A refusal, for example by a workflow that no longer exists, would only be repeated.
			return status !== undefined && status < 500 && status !== 429;
		}),
	);
	return !taken.includes(false);
}

/** True for a delivery that another workflow passed on; that workflow must learn from the status what became of it. */
export function isPassedOn({ headers }: Pick<Delivery, 'headers'>): boolean {
	return headers[PASSED_ON] !== undefined;
}

function tell(context: IWebhookFunctions, url: string, status: number | undefined): void {
	const why = status === undefined ? 'did not answer' : `answered with status ${status}`;
	context.logger.warn(
		`'${context.getNode().name}' could not pass an event on to ${url}, which ${why}`,
	);
}

/** A short hash, because all of them go into one header. */
function shortHash(url: string): string {
	return createHash('sha256').update(url).digest('base64url').slice(0, 12);
}

/** Whether this n8n instance can reach one of its own workflows, so that events can be passed on: it `answers`, it is `gone`, or it is `unreachable`. */
export async function passOnWorks(
	context: IHookFunctions,
	url: string,
): Promise<'answers' | 'gone' | 'unreachable'> {
	// The request is not signed, so a workflow that is there refuses it with 401.
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
