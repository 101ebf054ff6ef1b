import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import { isEmpty, isObject, show, without } from '../../shared/base/values';
import type { Field, ReadContext } from '../../shared/form/fields';
import { objectOf, type CrmKind } from '../kinds';
import { isDerived, isNaming } from '../kinds/accountFields';
import { isSystem } from '../metadata';
import { keepPlace } from './details';
import { withMillis } from './millis';
import { CHECK_OPTIONS, chosen, CREATE_OPTIONS, TRIGGERS } from './options';

/** Last step of reading a new record: what names its object, and dates as milliseconds. */
export function finishCreate(kind: CrmKind, known: readonly Field[]) {
	return (
		record: IDataObject,
		options: IDataObject,
		_timezone: string,
		context: ReadContext,
	): IDataObject => withObject(kind, inMillis(sendable(record, context), known, context), options);
}

/** Last step of reading an update: without what only a new record takes, which ShareCRM would refuse (sharecrm 5.2). */
export function finishUpdate(kind: CrmKind, known: readonly Field[]) {
	return (
		record: IDataObject,
		options: IDataObject,
		_timezone: string,
		context: ReadContext,
	): IDataObject => {
		const { id, _id: own, ...values } = record;
		if (!isEmpty(own) && own !== id)
			throw new InputError(
				`'_id' is ${show(own)}, but 'id' is ${show(id)}`,
				'_id',
				'Leave out one of them.',
			);
		hintUnchanged(values, context.hint);
		const changes = withObject(kind, inMillis(sendable(values, context), known, context), options);
		return { id, ...changes };
	};
}

/** Hints at the fields that are not sent because an update cannot change them. */
export function hintUnchanged(
	values: IDataObject,
	hint: ((message: string) => void) | undefined,
): void {
	for (const name of CREATE_ONLY.filter((key) => !isEmpty(values[key])))
		hint?.(
			`'${name}' was not sent, because an update cannot change it.${name === 'owner' ? " Use the operation 'Change Owner'." : ''}`,
		);
}

/** Fields that only a new record takes. The owner is changed by an operation of its own (sharecrm 5.2). */
const CREATE_ONLY = ['owner', 'created_by', 'create_time', '_id'];

/** Drops keys that ShareCRM derives or fills in itself, which records from a read operation still hold. */
function sendable(record: IDataObject, { account, hint }: ReadContext): IDataObject {
	if (account === undefined) return record;
	const left = Object.entries(record).filter(([key]) => {
		if (isNaming(key)) return true;
		if (account.find(key)?.writable === false) return false;
		if (isSystem(key)) {
			hint?.("Fields that ShareCRM fills in itself, such as 'version', were not sent.");
			return false;
		}
		if (!isDerived(key) || account.find(key) !== undefined) return true;
		hint?.(
			"Names that ShareCRM shows beside IDs, such as 'owner__r', were not sent: the IDs decide.",
		);
		return false;
	});
	return Object.fromEntries(left);
}

/** Adds the object's API name; a record of another object is refused. */
function withObject(kind: CrmKind, record: IDataObject, options: IDataObject): IDataObject {
	const object = objectOf(kind, options);
	if (!isEmpty(record.dataObjectApiName) && record.dataObjectApiName !== object) {
		throw new InputError(
			`'dataObjectApiName' must be ${object}, but is ${show(record.dataObjectApiName)}`,
			'dataObjectApiName',
			'Leave it out; the node sets it.',
		);
	}
	return { object_describe_api_name: object, ...record, dataObjectApiName: object };
}

/** ShareCRM takes dates as epoch milliseconds (sharecrm 7); those of details wait until the types of their fields are known. */
function inMillis(
	record: IDataObject,
	fields: readonly Field[],
	context: ReadContext,
): IDataObject {
	const { details, ...values } = record;
	const known = (name: string) =>
		fields.some((field) => field.name === name) || context.account?.find(name) !== undefined;
	// In the form, each value has a kind.
	const own = context.from === 'form' ? values : withMillis(values, known, context);
	if (details === undefined) return own;
	return { ...own, details: isObject(details) ? keepPlace(details, context) : details };
}

/** The body of a create; what was not set is left out (sharecrm 5.1). */
export function createBody(
	object: string,
	{ details, ...record }: IDataObject,
	options: IDataObject,
): IDataObject {
	return {
		// ShareCRM ignores both fields without a word unless these are true, so filling one in switches it on.
		...(isEmpty(record.create_time) ? {} : { hasSpecifyTime: true }),
		...(isEmpty(record.created_by) ? {} : { hasSpecifyCreatedBy: true }),
		...chosen([...TRIGGERS, ...CREATE_OPTIONS], options),
		...topLevelChecks(object, options),
		data: { object_data: record, ...optionInfo(object, options), ...detailsOf(details) },
	};
}

/** The body of an update: only what is sent changes (a guess; sharecrm 14, row 9), and without what only a new record takes. */
export function updateBody(
	object: string,
	{ details, id, ...record }: IDataObject,
	options: IDataObject,
): IDataObject {
	return {
		...chosen(TRIGGERS, options),
		data: {
			object_data: {
				...without(record, [...CREATE_ONLY, 'object_describe_api_name']),
				_id: id,
			},
			...optionInfo(object, options),
			...(options.skipDataStatusValidate === true ? { skipDataStatusValidate: true } : {}),
			...detailsOf(details),
		},
	};
}

function detailsOf(details: unknown): IDataObject {
	return details === undefined ? {} : { details: details as IDataObject };
}

/** Custom objects have the duplicate check beside the data (sharecrm 5.1). */
function topLevelChecks(object: string, { isDuplicateSearch }: IDataObject): IDataObject {
	return object.endsWith('__c') && isDuplicateSearch !== undefined
		? { checkDuplicateSearch: isDuplicateSearch }
		: {};
}

function optionInfo(object: string, options: IDataObject): IDataObject {
	const checks = CHECK_OPTIONS.filter(
		({ name }) => !(object.endsWith('__c') && name === 'isDuplicateSearch'),
	);
	const info = chosen(checks, options);
	return Object.keys(info).length === 0 ? {} : { optionInfo: info };
}
