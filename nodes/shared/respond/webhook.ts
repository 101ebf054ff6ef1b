import type {
	IDataObject,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { at, textOf } from '../base/values';
import { confirmPage, HEADERS, RECORDED, textPage } from './pages';

/** Longest answer in characters. */
const LONGEST = 20_000;

/** The webhooks that receive answers. n8n checks the address's signature, and that the execution still waits, before it calls the node. */
export const answerWebhooks: IWebhookDescription[] = (['GET', 'POST'] as const).map(
	(httpMethod) => ({
		name: 'default',
		httpMethod,
		responseMode: 'onReceived',
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	}),
);

/** The tooltip of a node that waits for an answer. */
export const waitingTooltip =
	'={{ $parameter.operation === "sendAndWait" ? "The execution continues when the message is answered" : "" }}';

/**
 * Handles a reader's answer. Opening a link shows a page; only submitting its form resumes the execution. The result has
 * the shape that n8n's agents expect: `{ data: { approved, respondedAt } }`, with `text` instead of `approved` for a text
 * answer.
 */
export function answerResponse(context: IWebhookFunctions): IWebhookResponseData {
	const byText = parameter(context, 'responseType') === 'freeText';
	// Part of the signed address, so the reader cannot change it.
	const approved = at(context.getQueryData(), 'approved') === 'true';
	if (context.getRequestObject().method !== 'POST')
		return reply(
			context,
			byText ? textPage(question(context)) : confirmPage(labelOf(context, approved)),
		);
	if (!byText) return recorded(context, { approved });
	const text = textOf(at(context.getBodyData(), 'text'))?.trim() ?? '';
	if (text === '') return reply(context, textPage(question(context), 'Please write an answer.'));
	if (text.length > LONGEST)
		return reply(
			context,
			textPage(question(context), `Please write at most ${LONGEST} characters.`),
		);
	return recorded(context, { text });
}

function recorded(context: IWebhookFunctions, answer: IDataObject): IWebhookResponseData {
	const json = { data: { ...answer, respondedAt: new Date().toISOString() } };
	return { ...reply(context, RECORDED), workflowData: [[{ json }]] };
}

function reply(context: IWebhookFunctions, html: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.status(200);
	for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
	response.end(html);
	return { noWebhookResponse: true };
}

function question(context: IWebhookFunctions): string {
	return textOf(parameter(context, 'message')) ?? '';
}

function labelOf(context: IWebhookFunctions, approved: boolean): string {
	const options = parameter(context, 'approvalOptions');
	const label = textOf(at(options, 'values', approved ? 'approveLabel' : 'disapproveLabel'));
	return label ?? (approved ? 'Approve' : 'Decline');
}

/** A parameter of the waiting node; undefined if its expression needs data that a webhook does not have. */
function parameter(context: IWebhookFunctions, name: string): unknown {
	try {
		return context.getNodeParameter(name, undefined);
	} catch {
		return undefined;
	}
}
