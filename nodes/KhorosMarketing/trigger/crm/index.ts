import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHookFunctions,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { at, isEmpty, textOf } from '../../../shared/base/values';
import { nodeParameter } from '../../../shared/http/parameter';
import { gate, send } from '../../../shared/trigger/webhook/gate';
import { isTest, placeOf } from '../../../shared/trigger/webhook/kept';
import { isSame } from '../../../shared/trigger/webhook/signature';
import { CREDENTIAL } from '../../api';
import { checkedSecret } from '../../host';
import { isList } from '../../kinds/contract';
import { told } from '../../kinds/flaws';
import { answerOf, answerOfReply, refusal, type CrmAnswer, type Declared } from './answer';
import { declaredOf, metadataOf } from './declared';
import { chosen, type Chosen } from './form';
import { isRegistered, register } from './registration';
import { askedFor, type Asked } from './repeats';
import { calledOperation, requestOf, type CrmRequest } from './request';
import { sendSample } from './sample';

export { crmForm, crmSubtitle, outputs } from './form';
export { webhooks } from './request';

const LATE = refusal(
	500,
	'The CRM takes longer than expected. Please look whether the change is there before you try again.',
	'timeout',
);
const NOT_SET_UP = refusal(
	500,
	'This CRM is not set up completely. Please tell your administrator.',
);
const NOT_OPEN = refusal(401, 'The secret is not the one of this CRM.');

/**
 * Looks whether the trigger is set up and Khoros knows it, when the workflow is activated or tested.
 * @returns false where `setUp` has something to do
 * @throws NodeOperationError that says what to correct
 */
export async function isSetUp(context: IHookFunctions): Promise<boolean> {
	return await checked(context, async () => !isTest(context) && (await isRegistered(context)));
}

/**
 * Registers the CRM with Khoros if an access token is given; in a test, sends the sample request.
 * @throws NodeApiError or NodeOperationError
 */
export async function setUp(context: IHookFunctions): Promise<boolean> {
	const done = await checked(context, async () => await isRegistered(context));
	if (!done) await register(context);
	if (isTest(context)) void sendSample(context, declaredOf(readForm(context)));
	return true;
}

async function checked(context: IHookFunctions, ask: () => Promise<boolean>): Promise<boolean> {
	try {
		await secretOf(context);
		declaredOf(readForm(context));
		return await ask();
	} catch (error) {
		throw new NodeOperationError(context.getNode(), textOf(at(error, 'message')) ?? 'unknown', {
			description: textOf(at(error, 'hint')) ?? textOf(at(error, 'description')),
		});
	}
}

/** Answers a request of Khoros, or starts the workflow that does. Never throws: n8n would show its inside to strangers. */
export async function answerKhoros(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const reply = await received(context);
		if (!('status' in reply)) return reply;
		send(context.getResponseObject(), reply);
	} catch (error) {
		context.logger.warn(
			`'${context.getNode().name}' could not take a request: ${textOf(at(error, 'message')) ?? 'unknown'}`,
		);
		send(context.getResponseObject(), NOT_SET_UP);
	}
	return { noWebhookResponse: true };
}

async function received(context: IWebhookFunctions): Promise<CrmAnswer | IWebhookResponseData> {
	const { header, secret } = await secretOf(context);
	if (!isSame(context.getHeaderData()[header.toLowerCase()], secret)) return NOT_OPEN;
	const operation = calledOperation(context);
	if (operation === undefined) return refusal(404, 'This CRM does not know the request.');
	const form = readForm(context);
	const declared = declaredOf(form);
	const request = requestOf(context, operation);
	if (request === undefined) return refusal(400, 'The body of the request is not a JSON object.');
	const { id, body } = request;
	if (operation.name === 'getMetadata')
		return id === 'case' || id === 'customer'
			? { status: 200, body: metadataOf(id, declared) }
			: refusal(404, 'This CRM has cases and customers only.');
	if (!form.operations.includes(operation.name)) {
		if (operation.name === 'searchCustomers') return { status: 204 };
		return isList(operation)
			? { status: 200, body: [] }
			: refusal(404, 'This CRM does not offer this.', 'not_supported');
	}
	if (operation.name !== 'createCase') return start(context, form, declared, request);
	const missing = ['customerId', 'title'].filter((name) => isEmpty(body[name]));
	if (missing.length > 0)
		return refusal(
			400,
			`The case has no ${missing.join(' and no ')}.`,
			undefined,
			missing.map((name) => ({ name, errorMessage: 'is missing' })),
		);
	const asked = form.recognizeRepeats ? askedFor(placeOf(context), body) : undefined;
	if (asked?.first === false) {
		await repeated(context, asked.answer, form.limit);
		return { noWebhookResponse: true };
	}
	return start(context, form, declared, request, asked);
}

/** Starts the workflow, and turns into an answer what it gives back. */
function start(
	context: IWebhookFunctions,
	form: Chosen,
	declared: Declared,
	{ operation, item }: CrmRequest,
	asked?: Extract<Asked, { first: true }>,
): IWebhookResponseData {
	const byLastNode = nodeParameter(context, 'answerWith', 'lastNode') !== 'responseNode';
	gate(
		context.getResponseObject(),
		(status, body) => {
			const answer =
				byLastNode && Array.isArray(body) && status < 300
					? answerOf(operation, body as IDataObject[], declared)
					: answerOfReply(
							operation,
							status,
							byLastNode && status < 300 ? undefined : body,
							declared,
						);
			asked?.done(answer);
			if (answer.flaws)
				context.logger.warn(
					`'${context.getNode().name}' could not answer ${operation.name} as Khoros expects: ${told(answer.flaws)}`,
				);
			return answer;
		},
		LATE,
		form.limit,
	);
	const outputs = form.separate
		? form.operations.map((name) => (name === operation.name ? [{ json: item }] : []))
		: [[{ json: item }]];
	return { workflowData: outputs };
}

/** Answers a repetition as the first request is answered, which may still be under way. */
async function repeated(
	context: IWebhookFunctions,
	first: Promise<CrmAnswer>,
	limit: number,
): Promise<void> {
	const response = context.getResponseObject();
	gate(response, () => LATE, LATE, limit);
	void first.then((answer) => send(response, answer));
	await Promise.resolve();
}

async function secretOf(
	context: IHookFunctions | IWebhookFunctions,
): Promise<ReturnType<typeof checkedSecret>> {
	return checkedSecret(await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL));
}

/** What the form holds. */
export function readForm(context: IHookFunctions | IWebhookFunctions): Chosen {
	return chosen((name, fallback) => nodeParameter(context, name, fallback));
}
