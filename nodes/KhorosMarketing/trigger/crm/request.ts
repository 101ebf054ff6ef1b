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
 * A webhook for each length of a path, because n8n resolves all of them for each request, and tells those of a test apart by
 * method and length alone. n8n puts the ID of the node before a path with parameters, so the fixed path, which the form
 * shows, holds it as well. n8n calls the hooks of the one that is called `default`.
 */
export function webhooks(): IWebhookDescription[] {
	return [
		hook('default', 'POST', `={{$webhookId}}/${SHOWN}`),
		...[
			hook('records', 'POST', ':object'),
			hook('record', 'GET,PATCH,POST', ':object/:id'),
			hook('ofRecord', 'GET', ':object/:id/:part'),
		].map((description) => ({ ...description, ndvHideUrl: true })),
	];
}

/** What the address that the form shows ends with. */
const SHOWN = 'case';

function hook(name: string, httpMethod: string, path: string): IWebhookDescription {
	return {
		name: name as WebhookType,
		httpMethod,
		path,
		responseMode: '={{$parameter["answerWith"]}}',
		// What n8n would send is turned into an answer before it leaves.
		responseData: 'allEntries',
	};
}

/** The operation that is called; undefined for a path that the contract does not have. */
export function calledOperation(context: IWebhookFunctions): CrmOperation | undefined {
	const { method, originalUrl = '' } = context.getRequestObject();
	// n8n decodes the path before it divides it, so an ID with a slash would become two parts.
	if (/%2f/i.test(originalUrl.split('?', 1)[0] ?? '')) return undefined;
	const called = calledParts(context);
	return OPERATIONS.find((operation) => {
		const parts = partsOf(operation);
		return (
			operation.method === method &&
			parts.length === called.length &&
			parts.every((part, index) =>
				part.startsWith(':') ? called[index] !== '' : part === called[index],
			)
		);
	});
}

/** The parts of the path behind the base address; one between two slashes is empty. */
function calledParts(context: IWebhookFunctions): string[] {
	const { object = SHOWN, id, part } = context.getParamsData() as IDataObject;
	return [object, id, part].flatMap((value) => (value === undefined ? [] : (textOf(value) ?? '')));
}

function partsOf({ path }: CrmOperation): string[] {
	return path.split('/').slice(1);
}

/** Reads a request; undefined where its body cannot be read. Ids are texts: they have up to 64 bits (khoros-marketing 2). */
export function requestOf(
	context: IWebhookFunctions,
	operation: CrmOperation,
): CrmRequest | undefined {
	const headers = context.getHeaderData();
	const body = operation.method === 'GET' ? {} : bodyOf(context);
	if (body === undefined) return undefined;
	// The page spells the ID of the customer in two ways (khoros-marketing 6.1).
	if (isEmpty(body.customerId) && !isEmpty(body.customId)) body.customerId = body.customId;
	const id = calledParts(context)[partsOf(operation).findIndex((part) => part.startsWith(':'))];
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
