import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Delivery, Reply, Verdict, WebhookTrigger } from './trigger';

/** Plain replies, which reveal no more than necessary. */
const PLAIN: Record<Verdict, Reply> = {
	accepted: { status: 200 },
	refused: { status: 401 },
	unreadable: { status: 400 },
	later: { status: 503, headers: { 'retry-after': '60' } },
};

/** The request as it arrived. */
export function deliveryOf(context: IWebhookFunctions): Delivery {
	const request = context.getRequestObject();
	return {
		raw: Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0),
		headers: context.getHeaderData() as IDataObject,
		query: context.getQueryData() as IDataObject,
		params: context.getParamsData() as IDataObject,
		webhook: context.getWebhookName(),
		body: context.getBodyData(),
	};
}

/**
 * Replies, unless the reply has already left, and starts the workflow if there are items. The node replies by itself,
 * because n8n would not store which events were taken if it replied.
 */
export function answer(
	context: IWebhookFunctions,
	trigger: Pick<WebhookTrigger, 'reply' | 'repliesLater'>,
	verdict: Verdict,
	delivery: Delivery,
	items: readonly IDataObject[] = [],
): IWebhookResponseData {
	const started = items.length === 0 ? {} : { workflowData: [items.map((json) => ({ json }))] };
	if (trigger.repliesLater && verdict === 'accepted' && items.length > 0) return started;
	reply(context, trigger, verdict, delivery);
	return { noWebhookResponse: true, ...started };
}

/** Sends the reply to the vendor unless one has already left. */
export function reply(
	context: IWebhookFunctions,
	trigger: Pick<WebhookTrigger, 'reply'>,
	verdict: Verdict,
	delivery: Delivery,
): void {
	const response = context.getResponseObject();
	if (response.writableEnded) return;
	const { status, headers = {}, body = '' } = trigger.reply?.(verdict, delivery) ?? PLAIN[verdict];
	response.status(status);
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.end(body);
}
