import {
	NodeOperationError,
	type IDataObject,
	type IHookFunctions,
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	type WebhookType,
} from 'n8n-workflow';

import { exactJson } from '../../shared/base/exactJson';
import { at, isObject, textOf } from '../../shared/base/values';
import { nodeParameter } from '../../shared/http/parameter';
import { gate, send, type GatedAnswer } from '../../shared/trigger/webhook/gate';
import { placeOf } from '../../shared/trigger/webhook/kept';
import { isSame } from '../../shared/trigger/webhook/signature';
import { answerOfItems, answerOfN8n, idOf, refusal, success } from './pushAnswer';
import { pushSettings, PUSHES, type Push, type PushSettings } from './pushForm';
import { askedFor, isUnheard, type AskedPush, type Response } from './pushRepeats';

/** Shortest token that nobody can try out. */
const SHORTEST_TOKEN = 16;

/** A webhook for each call, below one base address. n8n calls the hooks of the one that is called `default`. */
export function pushWebhooks(): IWebhookDescription[] {
	return PUSHES.map((push) => ({
		name: nameOf(push) as WebhookType,
		httpMethod: 'POST',
		path: `shareCrm/${push}`,
		responseMode: '={{$parameter["answer"]}}',
		// Before n8n's reply leaves, it becomes the answer that the platform expects.
		responseData: 'allEntries',
		...(push === 'create' ? {} : { ndvHideUrl: true }),
	}));
}

function nameOf(push: Push): string {
	return push === 'create' ? 'default' : push;
}

/** Reads the form of the trigger. */
export function readPushForm(context: IHookFunctions | IWebhookFunctions): PushSettings {
	return pushSettings((name, fallback) => nodeParameter(context, name, fallback));
}

/**
 * Looks whether the trigger is set up, when the workflow is activated or tested.
 * @throws NodeOperationError that says what to correct
 */
export async function checkPushes(context: IHookFunctions): Promise<boolean> {
	if (readPushForm(context).token.length < SHORTEST_TOKEN)
		throw new NodeOperationError(
			context.getNode(),
			`'Token' has fewer than ${SHORTEST_TOKEN} characters`,
			{ description: 'Choose the token from the list, or give a longer one of your own.' },
		);
	return await Promise.resolve(true);
}

/** Answers a push, or starts the workflow that does. Never throws: n8n would show its inside to strangers. */
export async function receivePush(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const settings = readPushForm(context);
		const received = receivedBy(context, settings);
		if ('answer' in received) {
			send(context.getResponseObject(), received.answer);
			return await Promise.resolve({
				noWebhookResponse: true,
				...(received.item === undefined ? {} : { workflowData: [[{ json: received.item }]] }),
			});
		}
		const response = context.getResponseObject();
		const asked =
			received.item.push === 'create'
				? askedFor(placeOf(context), received.item, response)
				: undefined;
		if (asked?.first === false) {
			repeated(response, asked, settings);
			return await Promise.resolve({ noWebhookResponse: true });
		}
		gateFor(response, settings, asked?.done);
		return { workflowData: [[{ json: received.item }]] };
	} catch (error) {
		context.logger.warn(
			`'${context.getNode().name}' could not take a push: ${textOf(at(error, 'message')) ?? 'unknown'}`,
		);
		context.getResponseObject().status(500).end();
		return { noWebhookResponse: true };
	}
}

/** An answer, the item that starts the workflow, or both. */
type Received = { answer: GatedAnswer; item?: IDataObject } | { item: IDataObject };

function receivedBy(context: IWebhookFunctions, settings: PushSettings): Received {
	const { token, objects, pushes, byLastNode } = settings;
	const given = context.getHeaderData().token;
	if (token.length < SHORTEST_TOKEN || !isSame(given, token))
		return { answer: refusal(settings, 'The token is not the one of this workflow', 401) };
	const push = PUSHES.find((one) => nameOf(one) === context.getWebhookName());
	const body = bodyOf(context);
	const object = textOf(body?.objAPIName);
	if (push === undefined || body === undefined || object === undefined)
		return { answer: refusal(settings, 'The push names no object', 400) };
	if (!pushes.includes(push) || (objects.length > 0 && !objects.includes(object)))
		return { answer: refusal(settings, `This workflow does not ${push} records of ${object}`) };
	const item = { push, ...body };
	if (byLastNode) return { item };
	const id = idOf(isObject(body.masterFieldVal) ? body.masterFieldVal : {}, settings);
	return id === undefined
		? { answer: refusal(settings, `The push has no '${settings.idField}' in masterFieldVal`) }
		: { answer: success(settings, id), item };
}

function bodyOf(context: IWebhookFunctions): IDataObject | undefined {
	const { rawBody } = context.getRequestObject();
	try {
		const body = Buffer.isBuffer(rawBody) ? exactJson(rawBody.toString('utf8')) : undefined;
		return isObject(body) ? body : undefined;
	} catch {
		return undefined;
	}
}

/** Turns into the platform's answer what n8n sends when the workflow is done. */
function gateFor(response: Response, settings: PushSettings, done?: (answer: GatedAnswer) => void) {
	gate(
		response,
		(status, body) => {
			const answer = status < 300 ? answerOfItems(body, settings) : answerOfN8n(settings);
			done?.(answer);
			return answer;
		},
		late(settings),
		settings.limit,
	);
}

/** Answers a repetition as the first push, whose workflow may still be under way. */
function repeated(
	response: Response,
	{ answer, forget }: Extract<AskedPush, { first: false }>,
	settings: PushSettings,
): void {
	gate(response, () => late(settings), late(settings), settings.limit);
	void answer.then((first) => {
		if (isUnheard(response)) return;
		send(response, first);
		// ShareCRM knows the record from now on, so the same push is another record.
		forget();
	});
}

function late(settings: PushSettings): GatedAnswer {
	return refusal(
		settings,
		'The workflow takes longer than expected. Look whether the record is there before you push it again.',
	);
}
