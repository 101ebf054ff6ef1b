import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { isEmpty, isObject, show } from '../../base/values';
import { checkJsonDigits } from './digits';
import {
	isRequired,
	labelOf,
	property,
	type Field,
	type FieldOptions,
	type Requiring,
} from './field';

/** What the JSON must be: an object, a list, or either. */
type JsonShape = 'object' | 'array' | 'any';

const SHAPES: Record<JsonShape, { words: string; fits: (value: unknown) => boolean }> = {
	object: { words: 'a JSON object', fits: isObject },
	array: { words: 'a JSON list', fits: Array.isArray },
	any: {
		words: 'a JSON object or a JSON list',
		fits: (value) => isObject(value) || Array.isArray(value),
	},
};

/** Free-form JSON: an object or a list, typed as text or mapped. */
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

/** Reads JSON given as text or as a value. Throws InputError if it has another shape or would lose digits. */
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
