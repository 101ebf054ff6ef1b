import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import {
	customFields as customFieldRows,
	dateField,
	dynamicOption,
	idList,
	json,
	pickable,
	rows,
	text,
	type Field,
} from '../../shared/form/fields';
import { isEmpty, isObject, show } from '../../shared/base/values';
import { objectPicker, OF_OBJECT } from './pickers';

/** Employees are sent as a list, even a single one (sharecrm 7). */
function employee(name: string, displayName: string, description: string): Field {
	const field = idList(name, displayName, { max: 1, placeholder: 'e.g. 1000', description });
	return pickable(
		{
			...field,
			read: (value, context) => (isEmpty(value) ? undefined : field.read(value, context)),
		},
		{ search: 'searchEmployees', by: 'id', placeholder: 'e.g. 1000' },
	);
}

export const owner = employee(
	'owner',
	'Owner Employee ID',
	'Employee ID of the person the record belongs to',
);

export const createdBy = employee(
	'created_by',
	'Creator Employee ID',
	"Employee ID of the person who counts as creator; 'Set Creator' is switched on with it",
);

export const createTime = dateField('create_time', 'Create Time', 'millis', {
	description: "When the record was created; 'Set Create Time' is switched on with it",
});

export const recordType = dynamicOption(
	text('record_type', 'Record Type Name or ID', {
		description: 'The business type; the default type if left out',
	}),
	{ method: 'getRecordTypes', dependsOn: OF_OBJECT },
);

/** Stored records carry the object's API name here, so it is sent unless the user gives another (sharecrm 5.1 and 14, row 8). */
export function describeApiName(object: string): Field {
	return text('object_describe_api_name', 'Object Description API Name', {
		placeholder: `e.g. ${object}`,
		description: `Sent as ${object} if left out`,
	});
}

/** Fields that the tenant has added, by API name. */
export const customFields = customFieldRows('customFields', 'Custom Fields', {
	kinds: ['text', 'number', 'boolean', 'date', 'dateTime', 'list', 'lookup', 'json'],
	shape: 'spread',
	placeholder: 'e.g. field_k2v9x__c',
	description:
		'Fields that your company has added, by their API name; employees and departments go in as Multi-Select',
	// Days are sent as milliseconds too; midnight is that of the workflow's time zone, because the tenant's is not known.
	dateStyle: 'millis',
	dateTimeStyle: 'millis',
	longNumbers: true,
	write: { number: plainNumber },
});

/** Numbers and currency are sent as text, without an exponent (sharecrm 7). */
export function plainNumber(value: unknown): string {
	return typeof value === 'number'
		? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
		: String(value);
}

const detailRows = rows(
	'details',
	'Detail Records',
	[
		objectPicker('apiName', {
			displayName: 'Detail Object',
			required: true,
			description: 'The kind of the detail records',
		}),
		json('records', 'Records', {
			shape: 'array',
			required: true,
			description: 'List of detail records in JSON, each with the API names of its fields',
		}),
	],
	{
		row: 'Detail',
		button: 'Add Detail',
		description: 'Records of detail objects that are created together with this one',
	},
);

/** Detail records: a map from the detail object to a list of records; the lists are the reading of sharecrm 14, row 1. */
export const details: Field = {
	...detailRows,
	read(value, context) {
		if (isEmpty(value)) return undefined;
		const pairs =
			context.from === 'form' ? rowPairs(detailRows.read(value, context)) : mapPairs(value);
		const map = new Map<string, IDataObject[]>();
		for (const [apiName, records] of pairs)
			map.set(apiName, [...(map.get(apiName) ?? []), ...recordList(records, apiName)]);
		return pairs.length === 0 && context.from === 'form' ? undefined : Object.fromEntries(map);
	},
};

function rowPairs(rows: unknown): Array<[string, unknown]> {
	return Array.isArray(rows)
		? rows.map((row: IDataObject) => [String(row.apiName).trim(), row.records])
		: [];
}

function mapPairs(value: unknown): Array<[string, unknown]> {
	if (isObject(value)) return Object.entries(value);
	throw new InputError(
		`'Detail Records' must be an object with a list of records for each detail object, but is ${show(value)}`,
		'details',
	);
}

function recordList(records: unknown, apiName: string): IDataObject[] {
	// The page's example shows a single object, other pages a list: a list is sent.
	const list: unknown[] = Array.isArray(records) ? records : [records];
	list.forEach((record, index) => {
		if (!isObject(record))
			throw new InputError(
				`'Detail Records > ${apiName} ${index + 1}' must be an object, but is ${show(record)}`,
				'details',
			);
	});
	return list.filter(isObject);
}
