import type {
	IDataObject,
	IWebhookDescription,
	IWebhookFunctions,
	WebhookType,
} from 'n8n-workflow';

import { exactJson } from '../../../shared/base/exactJson';
import { isEmpty, isObject, textOf } from '../../../shared/base/values';
import { OPERATIONS, type CrmOperation } from '../../kinds/contract';

/** A request of Khoros. */
export interface CrmRequest {
	operation: CrmOperation;
	/** What starts the workflow. */
	item: IDataObject;
	body: IDataObject;
	/** Part of the path: an ID, or the type of an object. */
	id?: string;
}

/**
 * A webhook for each operation. A fixed path holds the ID of the node where n8n puts it before a path with parameters, so that
 * all have one base address. n8n calls the hooks of the one that is called `default`.
 */
export function webhooks(): IWebhookDescription[] {
	return OPERATIONS.map((operation) => ({
		name: nameOf(operation) as WebhookType,
		httpMethod: operation.method,
		path: operation.path.includes(':')
			? operation.path.slice(1)
			: `={{$webhookId}}${operation.path}`,
		responseMode: '={{$parameter["answerWith"]}}',
		// What n8n would send is turned into an answer before it leaves.
		responseData: 'allEntries',
		...(operation.name === 'createCase' ? {} : { ndvHideUrl: true }),
	}));
}

function nameOf({ name }: CrmOperation): string {
	return name === 'createCase' ? 'default' : name;
}

/** The operation that is called. */
export function calledOperation(context: IWebhookFunctions): CrmOperation | undefined {
	const called = context.getWebhookName();
	return OPERATIONS.find((operation) => nameOf(operation) === called);
}

/** Reads a request; undefined where its body cannot be read. Ids are texts: they have up to 64 bits (khoros-marketing 2). */
export function requestOf(
	context: IWebhookFunctions,
	operation: CrmOperation,
): CrmRequest | undefined {
	const headers = context.getHeaderData();
	const params = context.getParamsData() as IDataObject;
	const body = operation.method === 'GET' ? {} : bodyOf(context);
	if (body === undefined) return undefined;
	// The page spells the ID of the customer in two ways (khoros-marketing 6.1).
	if (isEmpty(body.customerId) && !isEmpty(body.customId)) body.customerId = body.customId;
	const id = textOf(params.id) ?? textOf(params.type);
	return {
		operation,
		body,
		id,
		item: {
			operation: operation.name,
			...(id === undefined ? {} : { id }),
			...(operation.method === 'GET' ? {} : { body }),
			agentEmail: textOf(headers['x-sf-user-email']) ?? textOf(headers['x-sf-email']) ?? null,
			initiativeId: textOf(headers['x-sf-initiative']) ?? null,
			companyId: textOf(headers['x-sf-company-id']) ?? null,
		},
	};
}

function bodyOf(context: IWebhookFunctions): IDataObject | undefined {
	const { rawBody } = context.getRequestObject();
	if (!Buffer.isBuffer(rawBody) || rawBody.length === 0) return {};
	try {
		const body = exactJson(rawBody.toString('utf8'));
		return isObject(body) ? body : undefined;
	} catch {
		return undefined;
	}
}
