import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import { isEmpty, isObject, show, without } from '../../shared/base/values';
import { choice, dynamicOption, json, rows, text, type Values } from '../../shared/form/fields';
import type { Session } from '../../shared/http/session';
import { OPERATORS, WITHOUT_VALUE, WITH_LIST, WITH_TWO } from '../fields/operators';
import { OF_OBJECT } from '../fields/pickers';
import { toShareCrm, type FieldType } from '../fields/values';
import { fieldsOf } from '../metadata';
import type { Filter, Query } from './query';

/** The key of the zone. */
export const ZONE = '$timezone';

/** Conditions as rows; all of them must be met. */
const conditionRows = rows(
	'conditions',
	'Conditions',
	[
		dynamicOption(text('field_name', 'Field Name or ID', { required: true }), {
			method: 'getFields',
			dependsOn: OF_OBJECT,
		}),
		choice('operator', 'Operator', OPERATORS, { default: 'EQ' }),
		{
			...text('value', 'Value', {
				placeholder: 'e.g. 2026-03-01',
				description:
					'What to compare with: text, a number, a date, the label or value of an option, an ID',
			}),
			// A list is taken as it is.
			read: (value: unknown) => (isEmpty(value) ? undefined : (value as IDataObject[string])),
		},
	],
	{
		row: 'Condition',
		button: 'Add Condition',
		description: 'Only records that meet all of these conditions',
	},
);
export const conditions = { ...conditionRows, upFront: true, dates: true };

/** A query as the web app sends it, for what the rows cannot say. */
export const searchQuery = json('search_query_info', 'Search Query (JSON)', {
	description:
		"A search_query_info object as ShareCRM's web app sends it, with filters and orders; its limit and offset do not count",
});

/** Conditions that records are asked for by, with the zone of the item, which only the reading of its record knows. */
export type Conditions = Values<[typeof conditions, typeof searchQuery]> & { [ZONE]?: string };

type Condition = NonNullable<Conditions['conditions']>[number];

/** The conditions of a list, ready to be sent. Values are written by the type of their field, as the object describes it. */
export async function filtersOf(
	session: Session,
	object: string,
	{ conditions: asked = [], search_query_info: info, [ZONE]: timezone = 'UTC' }: Conditions,
	options: IDataObject,
): Promise<Pick<Query, 'filters' | 'orders' | 'more' | 'fields'>> {
	const described = asked.length > 0 ? await fieldsOf(session, object) : undefined;
	if (described && !described.ok)
		session.hint(
			`The types of fields could not be read, so values are sent as text: ${described.failure.message}`,
		);
	const types = new Map(
		described?.ok ? described.value.map((field) => [field.apiName, field] as const) : [],
	);
	const filters = asked.map((condition, index) =>
		filterOf(condition, types, { timezone, options }, `'Condition ${index + 1} > Value'`),
	);
	const whole = isObject(info) ? info : {};
	const { filters: more, orders, fieldProjection } = whole;
	return {
		filters: [...listAt(more, 'filters'), ...filters],
		orders: listAt(orders, 'orders'),
		more: without(whole, ['filters', 'orders', 'fieldProjection', 'limit', 'offset']),
		...(Array.isArray(fieldProjection) ? { fields: fieldProjection as string[] } : {}),
	};
}

function listAt(value: unknown, name: string): IDataObject[] {
	if (isEmpty(value)) return [];
	if (Array.isArray(value) && value.every(isObject)) return value;
	throw new InputError(
		`'Search Query (JSON) > ${name}' must be a list of objects, but is ${show(value)}`,
		'search_query_info',
	);
}

/** @throws InputError */
function filterOf(
	{ field_name: field, operator: kind = 'EQ', value }: Condition,
	types: ReadonlyMap<string, FieldType>,
	context: { timezone: string; options: IDataObject },
	label: string,
): Filter {
	if (WITHOUT_VALUE.includes(kind)) return { field_name: field, operator: kind, field_values: [] };
	if (isEmpty(value))
		throw new InputError(
			`${label} is missing`,
			field,
			"Give a value, or choose 'Is Empty' or 'Is Not Empty'.",
		);
	const several = WITH_LIST.includes(kind) || WITH_TWO.includes(kind);
	const values = several ? entriesOf(value) : [value];
	if (WITH_TWO.includes(kind) && values.length !== 2)
		throw new InputError(
			`${label} must be two values, but is ${show(value)}`,
			field,
			'Separate them by a comma.',
		);
	return {
		field_name: field,
		operator: kind,
		field_values: values.map((one) => valueText(one, types.get(field), label, field, context)),
	};
}

function entriesOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value as unknown[];
	return typeof value === 'string'
		? value
				.split(',')
				.map((entry) => entry.trim())
				.filter((entry) => entry !== '')
		: [value];
}

/** Values are compared as texts (sharecrm 5.4): a date as the text of its milliseconds. */
function valueText(
	value: unknown,
	type: FieldType | undefined,
	label: string,
	field: string,
	context: { timezone: string; options: IDataObject },
): string {
	const written = toShareCrm(value, type ?? { type: 'text' }, label, field, context);
	if (Array.isArray(written) && written.length !== 1)
		throw new InputError(
			`${label} must be one value, but is ${show(value)}`,
			field,
			"Give one value, or choose an operator for several, such as 'In List'.",
		);
	const one: unknown = Array.isArray(written) ? written[0] : written;
	return isObject(one) ? JSON.stringify(one) : String(one);
}
