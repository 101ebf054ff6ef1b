import { text, type Field } from '../../shared/form/fields';
import type { RecordKind } from '../../shared/operations/kind';
import {
	createTime,
	createdBy,
	customFields,
	describeApiName,
	details,
	owner,
	recordType,
} from '../fields/common';
import { objectFields } from '../fields/mapped';

/** An object of ShareCRM, or any of them. */
export interface CrmKind extends RecordKind {
	/** API name of the object; empty where the user chooses it for each item. */
	api: string;
	/** API names of fields that the form of Create has by itself, so that the list of the account's fields leaves them out. */
	own: readonly string[];
	/** Fields that only a new record takes. */
	onCreate: readonly Field[];
}

/** Fields that Simplify keeps: system fields that every object has (sharecrm 7). */
const SIMPLE = [
	'name',
	'owner',
	'record_type',
	'life_status',
	'lock_status',
	'create_time',
	'created_by',
	'last_modified_time',
	'last_modified_by',
];

const SESSION = 'CustomerServiceSessionObj';

/** Fields of a session: the vendor documents `name` only, the others are those of every object (sharecrm 7 and 9). */
const sessionFields: readonly Field[] = [
	// A guess: up front but not required, because the page requires no field and a tenant may number names by itself.
	text('name', 'Name', {
		upFront: true,
		placeholder: 'e.g. Chat 42',
		description: 'Name of the session; leave it empty only if ShareCRM numbers sessions by itself',
	}),
	customFields,
	details,
	recordType,
	objectFields,
];

export const customerServiceSession: CrmKind = {
	api: SESSION,
	name: 'Customer Service Session',
	value: 'customerServiceSession',
	noun: 'customer service session',
	nouns: 'customer service sessions',
	fields: sessionFields,
	names: ['name'],
	simple: SIMPLE,
	own: ['name', 'create_time', 'created_by', 'owner', 'record_type'],
	onCreate: [createTime, createdBy, describeApiName(SESSION), owner],
};

/** Records of any object, which the user picks from the account. */
export const anyRecord: CrmKind = {
	api: '',
	name: 'Record',
	value: 'record',
	noun: 'record',
	nouns: 'records',
	fields: [details, objectFields],
	names: ['name'],
	simple: SIMPLE,
	own: [],
	onCreate: [],
};

/** The chosen object, for a kind that covers all of them. */
export interface ChosenObject {
	object?: unknown;
}

/** API name of the object that an item is about. */
export function objectOf({ api }: Pick<CrmKind, 'api'>, { object }: ChosenObject): string {
	return api === '' ? String(object) : api;
}
