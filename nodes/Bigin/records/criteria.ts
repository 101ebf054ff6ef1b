import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import { formatDate, plainText } from '../../shared/form/fields';
import { isObject, momentText } from '../../shared/base/values';

/** Maximum conditions per search (bigin 4.7). */
export const MOST_CONDITIONS = 10;

/** Operators of a search. Only `equals` and `starts_with` are documented for Bigin, and `greater_than` was seen to work; the others are Zoho CRM's (bigin 4.7). */
export const OPERATORS = [
	{
		name: 'Between',
		value: 'between',
		description: 'From one value to another; give both, separated by a comma',
	},
	{ name: 'Equals', value: 'equals' },
	{ name: 'Greater Than', value: 'greater_than' },
	{ name: 'Greater Than or Equal', value: 'greater_equal' },
	{ name: 'Is One Of', value: 'in', description: 'One of several values, separated by commas' },
	{ name: 'Less Than', value: 'less_than' },
	{ name: 'Less Than or Equal', value: 'less_equal' },
	{ name: 'Not Equal', value: 'not_equal' },
	{ name: 'Starts With', value: 'starts_with' },
];

export type Condition = {
	field: string;
	operator: string;
	/** One value, or several as a list or separated by commas where the operator takes several. */
	value: unknown;
};

/**
 * Writes conditions as Bigin's search takes them: `((Last_Name:equals:Smith)and(Title:starts_with:HR))`.
 * @throws InputError for too many conditions, or a value that does not fit its operator
 */
export function criteria(conditions: readonly Condition[], combine: 'and' | 'or'): string {
	if (conditions.length > MOST_CONDITIONS) {
		throw new InputError(
			`'Conditions' has ${conditions.length} entries, and at most ${MOST_CONDITIONS} are allowed`,
			'conditions',
			'Remove some conditions, or use a COQL query.',
		);
	}
	const written = conditions.map(
		(condition, index) =>
			`(${condition.field}:${condition.operator}:${valueText(condition, index)})`,
	);
	return written.length === 1 ? (written[0] ?? '') : `(${written.join(combine)})`;
}

function valueText({ operator, value }: Condition, index: number): string {
	const several = operator === 'in' || operator === 'between';
	const values = several
		? Array.isArray(value)
			? value
			: String(value)
					.split(',')
					.map((entry) => entry.trim())
		: [value];
	if (operator === 'between' && values.length !== 2) {
		throw new InputError(
			`'Condition ${index + 1} > Value' must be two values separated by a comma for the operator 'Between'`,
			'conditions',
			"Give the lower and the upper value, such as '10, 20'.",
		);
	}
	return values.map((entry) => escaped(String(entry))).join(',');
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Converts the times in a value to what a search takes: with an offset, without Z and milliseconds (bigin 4.7).
 * @param timezone for times without an offset
 */
export function searched(value: unknown, timezone: string): string | object {
	if (Array.isArray(value)) return value.map((entry) => searched(entry, timezone));
	const text = momentText(value) ?? plainText(value, "'Value'", 'conditions');
	return text
		.split(',')
		.map((part) =>
			TIME.test(part.trim())
				? String(formatDate(part, 'offset', { timezone }, "'Value'", 'conditions'))
				: part,
		)
		.join(',');
}

/** Escapes brackets, commas and backslashes, any of which would end the value (bigin 4.7). */
function escaped(text: string): string {
	return text.replace(/[\\(),]/g, '\\$&');
}

/**
 * Whether a row truly meets its `equals` conditions. Bigin's search also finds rows that only contain the words (bigin 4.7).
 */
export function isExact(
	row: IDataObject,
	conditions: readonly Condition[],
	combine: 'and' | 'or',
): boolean {
	const equal = conditions.filter(({ operator }) => operator === 'equals');
	if (combine === 'or' && equal.length < conditions.length) return true;
	const fits = ({ field, value }: Condition) =>
		valuesOf(row[field]).some((known) => isSame(known, String(value).trim()));
	return combine === 'and' ? equal.every(fits) : equal.some(fits);
}

/** The values that a field can be compared by: each entry of a list, the ID or the name of a lookup. */
function valuesOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value.flatMap(valuesOf);
	return isObject(value) ? [value.id, value.name] : [value];
}

function isSame(known: unknown, text: string): boolean {
	if (known === undefined || known === null) return false;
	if (typeof known === 'number') return text !== '' && Number(text) === known;
	const told = String(known).trim();
	// The same moment is written differently in other time zones.
	if (TIME.test(told) && TIME.test(text)) return Date.parse(told) === Date.parse(text);
	return told.toLowerCase() === text.toLowerCase();
}
