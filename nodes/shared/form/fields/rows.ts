import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { isObject, show } from '../../base/values';
import {
	isRequired,
	labelOf,
	property,
	type Field,
	type FieldOptions,
	type ReadContext,
	type Requiring,
} from './field';
import { readFields } from './readFields';
import type { Values } from './values';
import { isNotGiven, limit } from './list';

export interface RowsOptions<
	Fields extends readonly Field[] = readonly Field[],
	Row = Values<Fields>,
> extends FieldOptions {
	/** Button text, for example "Add Topic". */
	button: string;
	/** Name of one row in messages and headings, for example "Topic". */
	row: string;
	max?: number;
	/** What happens to keys of a JSON row that no field knows; refused if absent. */
	unknown?: 'send' | 'refuse';
	/** Converts a row to what the vendor expects. `label` is its name in a message. May throw InputError. */
	finish?(row: Values<Fields>, label: string): Row;
}

/** Rows of fields, sent as a list of objects. An empty value that was given is sent as an empty list. */
export function rows<
	Name extends string,
	const Fields extends readonly Field[],
	Row = Values<Fields>,
	const Required extends boolean = false,
>(
	name: Name,
	displayName: string,
	fields: Fields,
	options: Requiring<RowsOptions<Fields, Row>, Required>,
): Field<Name, Row[], Required> {
	const field: Field<Name, Row[], Required> = {
		name,
		required: isRequired(options),
		dates: fields.some(({ dates }) => dates),
		property: collection(name, displayName, options.row, fields, { ...options, multiple: true }),
		read: (value, context) => {
			if (value === undefined || value === null) return undefined;
			if (value === '' && context.from === 'json')
				return isNotGiven(value, context) ? undefined : [];
			const given = rowsOf(value, context, labelOf(field, context), name);
			limit(given.length, options.max, labelOf(field, context), name);
			if (options.required && given.length === 0) return undefined;
			return given.map((row, index) => {
				const inside = {
					...context,
					clears: undefined,
					prefix: `${context.prefix}${options.row} ${index + 1} > `,
				};
				const label = `'${inside.prefix.slice(0, -3)}'`;
				if (!isObject(row))
					throw new InputError(`${label} must be an object, but is ${show(row)}`, name);
				const read: unknown = readFields(
					fields,
					row,
					inside,
					options.unknown ?? (context.dropUnknown ? 'drop' : 'refuse'),
				);
				return options.finish ? options.finish(read as Values<Fields>, label) : (read as Row);
			});
		},
	};
	return field;
}

function rowsOf(value: unknown, context: ReadContext, label: string, name: string): unknown[] {
	const given = unframed(value, context) ?? [];
	if (Array.isArray(given)) return given;
	if (isObject(given)) return [given];
	throw new InputError(`${label} must be a list of objects, but is ${show(value)}`, name);
}

/** The content of a form frame: n8n stores `{ values }`, or an empty object if the user has not opened it. */
export function unframed(value: unknown, context: ReadContext): unknown {
	if (context.from !== 'form' || !isObject(value)) return value;
	if ('values' in value) return value.values;
	return Object.keys(value).length === 0 ? undefined : value;
}

/** The form element of rows or a frame. */
export function collection(
	name: string,
	displayName: string,
	row: string,
	fields: readonly Field[],
	options: FieldOptions & { multiple?: boolean; button?: string },
): INodeProperties {
	return {
		...property('fixedCollection', name, displayName, {}, options),
		typeOptions: options.multiple
			? { multipleValues: true, multipleValueButtonText: options.button }
			: {},
		placeholder: options.button ?? `Add ${displayName}`,
		options: [{ name: 'values', displayName: row, values: fields.map((field) => field.property) }],
	};
}
