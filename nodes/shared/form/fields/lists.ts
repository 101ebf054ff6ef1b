import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { isEmpty, isObject, show } from '../../base/values';
import { checkJsonDigits, plainText } from './digits';
import {
	isRequired,
	labelOf,
	property,
	readFields,
	type Field,
	type FieldOptions,
	type ReadContext,
	type Requiring,
} from './field';
import type { Values } from './values';
import { readId, type IdOptions } from './scalars';

export interface ListOptions<Entry = string> extends FieldOptions {
	/** Most entries the vendor takes. */
	max?: number;
	/** True where the vendor takes no entry twice: repeated ones are sent once. */
	unique?: boolean;
	/** Checks and converts one entry. */
	entry?: (value: unknown, label: string) => Entry;
}

/**
 * A list of short values: comma-separated text, or an expression that yields a list.
 * Given but empty, it is sent as an empty list.
 */
export function list<Name extends string, Entry = string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<ListOptions<Entry>, Required> = {},
): Field<Name, Entry[], Required> {
	const field: Field<Name, Entry[], Required> = {
		name,
		required: isRequired(options),
		property: property('string', name, displayName, '', options),
		read: (value, context) => {
			if (value === undefined || value === null) return undefined;
			const label = labelOf(field, context);
			const values = split(value, label, name);
			if (values.length === 0 && isNotGiven(value, context)) return undefined;
			const given = values.map((entry) => {
				if (typeof entry === 'number') plainText(entry, label, name);
				return options.entry ? options.entry(entry, label) : (entry as Entry);
			});
			const entries = options.unique ? [...new Set(given)] : given;
			limit(entries.length, options.max, label, name);
			return options.required && entries.length === 0 ? undefined : entries;
		},
	};
	return field;
}

/** True for an empty text in JSON: as for other fields, it does not empty what the record has, unless that is asked for. */
function isNotGiven(value: unknown, { from, clears }: ReadContext): boolean {
	return typeof value === 'string' && from === 'json' && clears !== 'empty';
}

function split(value: unknown, label: string, name: string): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value === 'string')
		return value
			.split(',')
			.map((entry) => entry.trim())
			.filter((entry) => entry !== '');
	if (typeof value === 'number' || isObject(value)) return [value];
	throw new InputError(
		`${label} must be a list, but is ${show(value)}`,
		name,
		'Give values separated by commas, or map a list.',
	);
}

function limit(count: number, max: number | undefined, label: string, name: string): void {
	if (max !== undefined && count > max) {
		throw new InputError(
			`${label} has ${count} entries, and at most ${max} are allowed`,
			name,
			'Leave out the others, or spread them over several records.',
		);
	}
}

/** A list of record ids, sent as texts. */
export function idList<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<IdOptions & Pick<ListOptions, 'max' | 'unique'>, Required> = {},
): Field<Name, string[], Required> {
	return list(name, displayName, {
		...options,
		entry: (value, label) => readId(value, label, name, options.form, options.expects),
	});
}

export interface RowsOptions<
	Fields extends readonly Field[] = readonly Field[],
	Row = Values<Fields>,
> extends FieldOptions {
	/** Button text, for example "Add Topic". */
	button: string;
	/** Name of one row, for messages and headings, for example "Topic". */
	row: string;
	max?: number;
	/** What happens to keys of a JSON row that no field knows; refused if absent. */
	unknown?: 'send' | 'refuse';
	/** Turns a row that was read into what the vendor takes. `label` is its name in a message. Throws InputError. */
	finish?(row: Values<Fields>, label: string): Row;
}

/** Rows of fields, sent as a list of objects. Given but empty, it is sent as an empty list. */
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

/** What a frame of the form holds: n8n stores `{ values }`, and an empty object where the user has not opened it. */
function unframed(value: unknown, context: ReadContext): unknown {
	if (context.from !== 'form' || !isObject(value)) return value;
	if ('values' in value) return value.values;
	return Object.keys(value).length === 0 ? undefined : value;
}

export interface GroupOptions extends FieldOptions {
	/** True where the keys belong to the record itself and the group is only a frame in the form. */
	spread?: boolean;
	unknown?: 'send' | 'refuse';
}

/** A frame of fields: sent as an object, or spread over the record. */
export function group(
	name: string,
	displayName: string,
	fields: readonly Field[],
	options: GroupOptions & { spread: true },
): Field;
export function group<
	Name extends string,
	const Fields extends readonly Field[],
	const Required extends boolean = false,
>(
	name: Name,
	displayName: string,
	fields: Fields,
	options?: Requiring<GroupOptions, Required>,
): Field<Name, Values<Fields>, Required>;
export function group<
	Name extends string,
	const Fields extends readonly Field[],
	const Required extends boolean = false,
>(
	name: Name,
	displayName: string,
	fields: Fields,
	options: Requiring<GroupOptions, Required> = {},
): Field<Name, Values<Fields>, Required> {
	const field: Field<Name, Values<Fields>, Required> = {
		name,
		required: isRequired(options),
		dates: fields.some(({ dates }) => dates),
		spread: options.spread,
		children: options.spread ? fields : undefined,
		property: collection(name, displayName, displayName, fields, options),
		read: (value, context) => {
			if (isEmpty(value)) return undefined;
			const given = unframed(value, context);
			if (given === undefined) return undefined;
			if (!isObject(given))
				throw new InputError(
					`${labelOf(field, context)} must be an object, but is ${show(value)}`,
					name,
				);
			const read: unknown = readFields(
				fields,
				given,
				{ ...context, clears: undefined, prefix: `${context.prefix}${displayName} > ` },
				options.unknown ?? 'send',
			);
			return read as Values<Fields>;
		},
	};
	return field;
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

/** What JSON must be: an object, a list, or either of them. */
type JsonShape = 'object' | 'array' | 'any';

const SHAPES: Record<JsonShape, { words: string; fits: (value: unknown) => boolean }> = {
	object: { words: 'a JSON object', fits: isObject },
	array: { words: 'a JSON list', fits: Array.isArray },
	any: {
		words: 'a JSON object or a JSON list',
		fits: (value) => isObject(value) || Array.isArray(value),
	},
};

/** Free JSON: an object or a list, typed as text or mapped. */
export function json<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<FieldOptions & { shape?: JsonShape }, Required> = {},
): Field<Name, IDataObject | IDataObject[], Required> {
	const field: Field<Name, IDataObject | IDataObject[], Required> = {
		name,
		required: isRequired(options),
		property: property('json', name, displayName, options.shape === 'array' ? '[]' : '{}', options),
		read: (value, context) =>
			isEmpty(value) ? undefined : readJson(value, labelOf(field, context), name, options.shape),
	};
	return field;
}

/** Reads JSON given as text or as a value. */
export function readJson(
	value: unknown,
	label: string,
	field: string,
	shape: JsonShape = 'object',
): IDataObject | IDataObject[] {
	let parsed: unknown = value;
	if (typeof value === 'string') {
		try {
			parsed = JSON.parse(value);
		} catch {
			parsed = undefined;
		}
	}
	const { words, fits } = SHAPES[shape];
	if (!fits(parsed)) {
		throw new InputError(
			`${label} must be ${words}, but is ${show(value)}`,
			field,
			'Check brackets, commas and double quotes.',
		);
	}
	if (typeof value === 'string') checkJsonDigits(value, label, field);
	return parsed as IDataObject | IDataObject[];
}
