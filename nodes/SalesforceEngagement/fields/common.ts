import type { INodePropertyOptions } from 'n8n-workflow';
import {
	choice,
	customFields as customFieldRows,
	dateField,
	plainText,
	type Field,
} from '../../shared/form/fields';

/** Name of the option that says how dates in custom fields are written. */
export const DATE_FORMAT = 'customDateFormat';

/** Largest integer that is sent as a JSON number (salesforce-engagement 5). */
const MAX_INTEGER = 2 ** 31 - 1;

/**
 * The form of a custom value in JSON: large integers are quoted, null is left out (salesforce-engagement 5 and 8).
 * @throws InputError for a number that has lost digits
 */
export function customValue(value: unknown, label: string, key: string): unknown {
	if (value === null || value === undefined) return undefined;
	return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) > MAX_INTEGER
		? plainText(value, label, key)
		: value;
}

/** Custom fields of one record, sent as a list of key and value (salesforce-engagement 1.6 and 8). */
export function customFields(owner: string): Field {
	return customFieldRows('customFieldsList', 'Custom Fields', {
		kinds: ['text', 'number', 'boolean', 'date', 'dateTime', 'list', 'lookup', 'location'],
		kindNames: {
			text: 'Text, Picklist, Email or Phone',
			number: 'Number, Percent or Currency',
			list: 'Multi-Select Picklist',
		},
		shape: 'pairs',
		placeholder: 'e.g. Branch_Name__c',
		description: `Fields that your org has added to the ${owner}, by their API name`,
		dateStyle: (options) => (options[DATE_FORMAT] === 'us' ? 'usDay' : 'day'),
		dateTimeStyle: 'utc',
		// Documented for whole numbers above 2^31-1 (salesforce-engagement 5), and a guess for decimals.
		longNumbers: true,
		// One text joined by semicolons is the platform's own form; the vendor's page shows none.
		write: {
			list: (value) => (Array.isArray(value) && value.length > 0 ? value.join(';') : undefined),
		},
		// An org can define no more on one kind of record (salesforce-engagement 1.6).
		max: 50,
		finish: customValue,
	});
}

export function moment<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: { required?: Required; description?: string } = {},
): Field<Name, string, Required> {
	return dateField(name, displayName, 'utc', options);
}

/** A picklist with the values that Salesforce ships; an org can change them, so an expression can give any other. */
export function picklist<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	values: ReadonlyArray<string | INodePropertyOptions>,
	options: { required?: Required; description?: string; default?: string } = {},
): Field<Name, string, Required> {
	return choice(name, displayName, values, { ...options, open: true });
}

// A row of the form holds a value for each of its dropdowns, so its default has to be one that sends nothing.
export const NOT_SET: INodePropertyOptions = { name: 'Not Set', value: '' };
