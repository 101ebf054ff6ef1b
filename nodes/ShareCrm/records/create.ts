import type { IDataObject } from 'n8n-workflow';

import { failed, InputError, type Outcome } from '../../shared/base/errors';
import { boolean, id, type Field, type Place } from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';
import type { Session } from '../../shared/http/session';
import { at, isEmpty, isObject, momentText, show, textOf } from '../../shared/base/values';

/** Path of the operation for predefined objects (sharecrm 5). */
const PATH = '/cgi/crm/v2/data/create';

/** Settings of the call itself, in the order of the vendor's page (sharecrm 5.1). */
const CALL_SETTINGS: readonly Field[] = [
	boolean('triggerApprovalFlow', 'Start Approval Flow', {
		default: true,
		description:
			'Whether the approval flow starts. It starts too when this is left out, once for each record.',
	}),
	boolean('triggerWorkFlow', 'Run Workflows', {
		default: true,
		description: 'Whether workflows run. They run too when this is left out, once for each record.',
	}),
	boolean('hasSpecifyTime', 'Set Create Time', {
		default: true,
		description:
			"Whether 'Create Time' counts. If this is left out, it counts when it is filled in.",
	}),
	boolean('hasSpecifyCreatedBy', 'Set Creator', {
		default: true,
		description:
			"Whether 'Creator Employee ID' counts. If this is left out, it counts when it is filled in.",
	}),
	boolean('includeDetailIds', 'Return Detail IDs', {
		default: true,
		description: 'Whether the reply holds the IDs of the detail records',
	}),
];

/** Checks before the record is saved; what is left out is up to ShareCRM (sharecrm 5.1). */
const CHECK_SETTINGS: readonly Field[] = [
	boolean('isDuplicateSearch', 'Check for Duplicates', {
		default: true,
		description: 'Whether the duplicate check runs',
	}),
	boolean('useValidationRule', 'Check Validation Rules', {
		default: true,
		description: 'Whether validation rules run',
	}),
	boolean('skipFuncValidate', 'Skip Validation Function', {
		default: true,
		description: 'Whether the validation function before saving is skipped',
	}),
];

const operator = id('operatorEmployeeId', 'Operator Employee ID', {
	form: /^[\w-]+$/,
	expects: 'an employee ID such as 1000',
	placeholder: 'e.g. 1000',
	description: 'Employee whose permissions apply; the one of the credential if left out',
});

export interface CreateSpec {
	/** API name of the predefined object. */
	object: string;
	/** The resource in a sentence. */
	noun: string;
	fields: readonly Field[];
}

/** The operation Create of a predefined object: one record a call, because no batch is documented (sharecrm 5). */
export function createRecord({ object, noun, fields }: CreateSpec): Operation {
	return {
		name: 'Create',
		value: 'create',
		action: `Create ${noun}`,
		description: `Add a new ${noun} to ShareCRM; approval flows and workflows start for it unless they are switched off`,
		fields,
		settings: [...CALL_SETTINGS, ...CHECK_SETTINGS, operator],
		// Fields of the tenant are not known here.
		unknownFields: 'send',
		names: ['name'],
		returns: { id: 'string', traceId: 'string' },
		limits: { records: 1 },
		finish: (record, _settings, _timezone, place) =>
			withObject(inMillis(record, fields, place), object),
		send: async (session, { records, settings }) =>
			await Promise.all(records.map(async (record) => await create(session, record, settings))),
	};
}

/** Adds the object's API name; a record of another object is refused. */
function withObject(record: IDataObject, object: string): IDataObject {
	if (!isEmpty(record.dataObjectApiName) && record.dataObjectApiName !== object) {
		throw new InputError(
			`'dataObjectApiName' must be ${object}, but is ${show(record.dataObjectApiName)}`,
			'dataObjectApiName',
			'Leave it out; the node sets it.',
		);
	}
	return { object_describe_api_name: object, ...record, dataObjectApiName: object };
}

/** The form in which dates of JavaScript and of n8n are written into JSON: with milliseconds and an offset. */
const JSON_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/;

/**
 * ShareCRM takes dates as epoch milliseconds (sharecrm 7). The types of a tenant's own fields are not known in JSON, so a date
 * object counts as a date, and so does the text that it becomes in JSON: an item does not show which of them it held.
 */
function inMillis(record: IDataObject, fields: readonly Field[], place: Place): IDataObject {
	const { details, ...values } = record;
	const known = fields.map(({ name }) => name);
	// In the form, each value has a kind.
	const own = place.from === 'form' ? values : withMillis(values, known, place);
	if (!isObject(details)) return own;
	return {
		...own,
		details: Object.fromEntries(
			Object.entries(details).map(([name, rows]) => [
				name,
				(rows as IDataObject[]).map((row) => withMillis(row, [], place)),
			]),
		),
	};
}

function withMillis(values: IDataObject, known: readonly string[], place: Place): IDataObject {
	const result: IDataObject = {};
	for (const [key, value] of Object.entries(values))
		result[key] = known.includes(key) ? value : millisOf(key, value, place);
	return result;
}

function millisOf(key: string, value: IDataObject[string], { hint }: Place): IDataObject[string] {
	const isText = typeof value === 'string';
	const moment = isText ? (JSON_DATE.test(value) ? value : undefined) : momentText(value);
	const millis = moment === undefined ? NaN : Date.parse(moment);
	if (Number.isNaN(millis)) return value;
	if (isText)
		hint?.(
			`'${key}' held a date as text and was sent in milliseconds, as ShareCRM takes dates. If it is a text field, give the date in another form.`,
		);
	return millis;
}

async function create(
	session: Session,
	record: IDataObject,
	settings: IDataObject,
): Promise<Outcome> {
	const operatorId = textOf(settings.operatorEmployeeId);
	const answer = await session.call({
		method: 'POST',
		path: PATH,
		body: createBody(record, settings),
		...(operatorId === undefined ? {} : { headers: { 'x-fs-userid': operatorId } }),
	});
	if (!answer.ok) return failed(answer.failure);
	const reply = isObject(answer.body) ? answer.body : {};
	// Which of them holds the id differs between pages, and some show none (sharecrm 5.1).
	const dataId =
		textOf(reply.dataId) ?? textOf(at(reply, 'data', '_id')) ?? textOf(at(reply, 'data', 'dataId'));
	return dataId === undefined
		? { ok: true, json: resultOf(reply) }
		: { ok: true, id: dataId, json: { id: dataId, ...resultOf(reply) } };
}

/** Keys of a reply that say only that the call succeeded, or repeat the id (sharecrm 4 and 5.1). */
const ENVELOPE = new Set(['errorCode', 'errorMessage', 'errorDescription', 'dataId', '_id']);

/** What a good reply says beyond that. */
function resultOf({ data, ...reply }: IDataObject): IDataObject {
	const more = isObject(data) ? withoutEnvelope(data) : data;
	const empty = isEmpty(more) || (isObject(more) && Object.keys(more).length === 0);
	return { ...withoutEnvelope(reply), ...(empty ? {} : { data: more }) };
}

function withoutEnvelope(reply: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(reply).filter(([key]) => !ENVELOPE.has(key)));
}

/** The body of a create; what was not set is left out (sharecrm 5.1). */
function createBody({ details, ...record }: IDataObject, settings: IDataObject): IDataObject {
	const optionInfo = given(CHECK_SETTINGS, settings);
	return {
		// ShareCRM ignores both fields without a word unless these are true, so filling one in switches it on.
		...(isEmpty(record.create_time) ? {} : { hasSpecifyTime: true }),
		...(isEmpty(record.created_by) ? {} : { hasSpecifyCreatedBy: true }),
		...given(CALL_SETTINGS, settings),
		data: {
			object_data: record,
			...(Object.keys(optionInfo).length === 0 ? {} : { optionInfo }),
			...(details === undefined ? {} : { details }),
		},
	};
}

function given(fields: readonly Field[], settings: IDataObject): IDataObject {
	return Object.fromEntries(
		fields.flatMap(({ name }) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
	);
}
