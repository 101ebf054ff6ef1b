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

/** Where n8n takes answers: it checks the signature of the address, and that the execution still waits, before it asks the node. */
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
	'={{ $parameter.operation === "sendAndWait" ? "The execution goes on when the message is answered" : "" }}';

/**
 * Answers the reader of a message. Opening a link shows a page; only its form lets the execution go on.
 * The result has n8n's own shape, which its agents read: `{ data: { approved, respondedAt } }`.
 */
export function answerResponse(context: IWebhookFunctions): IWebhookResponseData {
	const byText = parameter(context, 'responseType') === 'freeText';
	// Signed with the address, so it cannot be changed to another answer.
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

/** A parameter of the waiting node; its expression may need data that a webhook does not have. */
function parameter(context: IWebhookFunctions, name: string): unknown {
	try {
		return context.getNodeParameter(name, undefined);
	} catch {
		return undefined;
	}
}
