import type { IDataObject } from 'n8n-workflow';

import { at, isEmpty, isObject, textOf } from '../../../shared/base/values';
import { caseKind, customerKind } from '../../kinds';
import { isList, type CrmOperation } from '../../kinds/contract';
import { flawsOf, flawsOfDeclared, told, type Flaw } from '../../kinds/flaws';
import type { DeclaredField } from '../../metadata';

/** An answer to Khoros. */
export interface CrmAnswer {
	status: number;
	/** Absent for an answer without content. */
	body?: unknown;
	/** Where the workflow's answer broke the contract, so that this one is sent in its place. */
	flaws?: Flaw[];
}

/** The fields that the CRM has declared, by object. */
export type Declared = Record<'case' | 'customer', readonly DeclaredField[]>;

/** Statuses of a refusal that the contract knows (khoros-marketing 5.6). */
export const REFUSALS = [400, 401, 404, 422, 500];
/** Statuses of another service that mean the same here; a 401 there says nothing of Khoros' secret. */
const PASSED_ON = [400, 404, 422];
/** Names of refusals without a name of their own. */
const CODES: Record<number, string> = {
	400: 'bad_request',
	401: 'unauthorized',
	404: 'not_found',
	422: 'validation_failed',
	500: 'unexpected',
};

/** A refusal in the one shape that fits all rows of khoros-marketing 5.6. */
export function refusal(
	status: number,
	message: string,
	code = CODES[status] ?? 'unexpected',
	fields: unknown = undefined,
): CrmAnswer {
	return {
		status,
		body: {
			error: code,
			message,
			...(Array.isArray(fields) && fields.length > 0 ? { fields } : {}),
		},
	};
}

/** The answer made of a workflow's items. */
export function answerOf(
	operation: CrmOperation,
	items: readonly IDataObject[],
	declared: Declared,
): CrmAnswer {
	const refused = items.find(isRefusal);
	if (refused) {
		// Where a list has records, the customer is there, so the refusal is one of something else.
		const hasRecords = isList(operation) && items.some(({ url }) => !isEmpty(url));
		return !hasRecords && isUnknownId(operation, refused)
			? unknownId(operation)
			: refusalOf(refused);
	}
	// n8n's "Always Output Data" adds an empty item if there is none.
	const rows = items.filter((item) => Object.keys(item).length > 0);
	if (isList(operation)) {
		if (rows.length > 0) return checked(operation, rows, declared);
		return operation.name === 'searchCustomers' ? { status: 204 } : { status: 200, body: [] };
	}
	const [row] = rows;
	if (row !== undefined) return checked(operation, row, declared);
	if (operation.status === 201 && operation.method === 'POST')
		return unanswered('The workflow gave back no record');
	return unknownId(operation);
}

function unknownId({ path }: CrmOperation): CrmAnswer {
	return refusal(404, `No ${path.startsWith('/case') ? 'case' : 'customer'} has this ID.`);
}

/** A read by ID asks for nothing but the ID, so a 404 means that no record has it; another refusal counts where it names the field of the ID. */
function isUnknownId({ method, path }: CrmOperation, item: IDataObject): boolean {
	if (method !== 'GET' || !path.includes(':id')) return false;
	const status = statusOf(item);
	if (status === 404) return true;
	const field = textOf(at(item, 'details', 'field')) ?? '';
	return (status === 400 || status === 422) && ID_FIELD.test(field);
}

/** API names of the field that holds the ID of a record, in the nodes of this package and at their services. */
const ID_FIELD = /^(_?id|customer|(record|customer|case|parent|object)_?id)$/i;

/** An answer that a node has sent, checked before it leaves. */
export function answerOfReply(
	operation: CrmOperation,
	status: number,
	body: unknown,
	declared: Declared,
): CrmAnswer {
	if (status === 204 && operation.name === 'searchCustomers') return { status };
	if (status >= 200 && status < 300 && body !== undefined && body !== '')
		return checked(operation, body, declared, status);
	if (status < 300) return unanswered('The workflow ended without an answer');
	const given: IDataObject = isObject(body) ? body : { message: textOf(body) };
	return at(given, 'message') === 'Error in workflow' || isEmpty(given.message)
		? refusal(REFUSALS.includes(status) ? status : 500, UNCLEAR, textOf(given.error))
		: refusalOf({ ...given, status });
}

const UNCLEAR =
	'The CRM could not answer this request. Please try again, or tell your administrator.';

/** What the agent reads where the workflow gave nothing. */
function unanswered(why: string): CrmAnswer {
	return {
		...refusal(500, UNCLEAR, 'no_answer'),
		flaws: [{ field: 'The answer', text: `is missing. ${why}` }],
	};
}

function checked(
	operation: CrmOperation,
	given: unknown,
	declared: Declared,
	status: number = operation.status,
): CrmAnswer {
	const kind = operation.answers === 'case' || operation.answers === 'cases' ? 'case' : 'customer';
	const body = Array.isArray(given)
		? given.map((row) => asContract(row, kind, declared[kind]))
		: asContract(given, kind, declared[kind]);
	const rows = Array.isArray(body) ? body : [body];
	const flaws = [
		...flawsOf(operation.answers, body),
		...rows.flatMap((row, index) =>
			flawsOfDeclared(row, declared[kind], Array.isArray(body) ? `[${index}]` : ''),
		),
	];
	if (flaws.length === 0) return { status, body };
	return {
		...refusal(
			500,
			`The CRM gave an answer that Khoros cannot use: ${told(flaws)}.`,
			'invalid_answer',
		),
		flaws,
	};
}

/** A record with the contract's keys and the declared ones alone: other data of the workflow is not sent to Khoros. Numbers in text fields become texts. */
function asContract(
	row: unknown,
	kind: 'case' | 'customer',
	declared: readonly DeclaredField[],
): unknown {
	if (!isObject(row)) return row;
	const own = Object.keys((kind === 'case' ? caseKind : customerKind).shape);
	const record: IDataObject = {};
	for (const name of [...own, ...declared.map((field) => field.name)]) {
		const value = row[name];
		if (value !== undefined && value !== null)
			record[name] = Number.isSafeInteger(value) ? String(value) : value;
	}
	return record;
}

/** True for an item that says why there is no record: one of n8n's error items, or one of the contract's shape. A record always has a link. */
function isRefusal(item: IDataObject): boolean {
	return (
		isEmpty(item.url) &&
		(!isEmpty(item.error) || (!isEmpty(item.message) && statusOf(item) !== undefined))
	);
}

function statusOf(item: IDataObject): number | undefined {
	const given = [item.status, item.statusCode, item.httpCode]
		.map(Number)
		.find((status) => REFUSALS.includes(status));
	if (given !== undefined) return given;
	const passed = Number(at(item, 'details', 'httpCode') ?? at(item, 'error', 'httpCode'));
	if (PASSED_ON.includes(passed)) return passed;
	// A node of this package has refused a value by itself.
	const isLocal = Number.isNaN(passed) && at(item, 'details', 'executed') === 'no';
	return isLocal && !isEmpty(at(item, 'details', 'field')) ? 422 : undefined;
}

/** What the agent reads of it: of an error item of n8n the sentence, else the message. */
function refusalOf(item: IDataObject): CrmAnswer {
	const status = statusOf(item) ?? 500;
	const error = textOf(item.error) ?? textOf(at(item, 'error', 'message'));
	const isSentence = error !== undefined && /\s/.test(error);
	return refusal(
		status,
		(isSentence ? error : (textOf(item.message) ?? error)) ?? UNCLEAR,
		(isSentence ? undefined : error) ?? textOf(at(item, 'details', 'code')),
		fieldsOf(item.fields),
	);
}

function fieldsOf(fields: unknown): IDataObject[] {
	const list: unknown[] = Array.isArray(fields) ? fields : isObject(fields) ? [fields] : [];
	return list.flatMap((field) => {
		const name = textOf(at(field, 'name'));
		return name === undefined
			? []
			: [{ name, errorMessage: textOf(at(field, 'errorMessage')) ?? 'is not accepted' }];
	});
}
