import type { INodePropertyOptions } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { isEmpty, isObject, momentText, show } from '../../base/values';
import { checkDigits, exactNumber, plainDecimal, plainText } from './digits';
import {
	isRequired,
	labelOf,
	property,
	type Field,
	type FieldOptions,
	type ReadContext,
	type Requiring,
} from './field';

export interface TextOptions extends FieldOptions {
	/** Longest text in characters. */
	max?: number;
	pattern?: RegExp;
	/** What the pattern wants, for the message: `'X' must be <this>`. */
	expects?: string;
	/** Lines of the text box. */
	rows?: number;
}

function scalar<Name extends string, Value, Required extends boolean>(
	name: Name,
	options: Requiring<FieldOptions, Required>,
	element: Field['property'],
	convert: (value: unknown, label: string, context: ReadContext) => Value,
): Field<Name, Value, Required> {
	// Written once: one label per value costs measurable time at 100,000 items.
	const own = labelOf({ property: element }, { prefix: '' });
	const field: Field<Name, Value, Required> = {
		name,
		required: isRequired(options),
		upFront: options.upFront,
		property: element,
		read: (value, context) =>
			isEmpty(value)
				? undefined
				: convert(value, context.prefix === '' ? own : labelOf(field, context), context),
	};
	return field;
}

/** A line or a box of text. Numbers and booleans are written as text. */
export function text<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<TextOptions, Required> = {},
): Field<Name, string, Required> {
	const element = property('string', name, displayName, '', options);
	if (options.rows) element.typeOptions = { rows: options.rows };
	return scalar(name, options, element, (value, label) => asText(value, label, name, options));
}

function asText(value: unknown, label: string, name: string, options: TextOptions): string {
	const moment = momentText(value);
	if (typeof value === 'object' && moment === undefined) {
		throw new InputError(
			`${label} must be text, but is ${show(value)}`,
			name,
			'Map a single value, not an object or a list.',
		);
	}
	const string = moment ?? plainText(value, label, name);
	if (options.max !== undefined && string.length > options.max) {
		throw new InputError(
			`${label} has ${string.length} characters, and at most ${options.max} are allowed`,
			name,
			'Shorten the text.',
		);
	}
	if (options.pattern && !options.pattern.test(string)) {
		throw new InputError(
			`${label} must be ${options.expects ?? 'in another form'}, but is ${show(value)}`,
			name,
		);
	}
	return string;
}

const ID_FORM = /^(?!\.{1,2}$)[^\s/\\?#%\p{Cc}]+$/u;

/**
 * The id of a record. Long ids arrive as text, because a number loses digits beyond 2^53.
 * Anything that could leave its place in a path (slash, line break, blank, two dots) is refused.
 */
export function readId(
	value: unknown,
	label: string,
	field: string,
	form: RegExp = ID_FORM,
	expects = 'an id without blanks and slashes',
	hint?: string,
): string {
	if (typeof value === 'number') checkDigits(value, label, field);
	const id = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	if (!form.test(id))
		throw new InputError(`${label} must be ${expects}, but is ${show(value)}`, field, hint);
	return id;
}

export interface IdOptions extends FieldOptions {
	form?: RegExp;
	expects?: string;
	/** What to do where a value is no id. */
	idHint?: string;
}

/** The id of a record, sent as text. */
export function id<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<IdOptions, Required> = {},
): Field<Name, string, Required> {
	return scalar(name, options, property('string', name, displayName, '', options), (value, label) =>
		readId(value, label, name, options.form, options.expects, options.idHint),
	);
}

/** A lookup: the user gives an id, the vendor gets `{ id }`. An object with an id passes as it is. */
export function lookup<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<IdOptions, Required> = {},
): Field<Name, { id: string }, Required> {
	return scalar(
		name,
		options,
		property('string', name, displayName, '', options),
		(value, label) =>
			isObject(value)
				? {
						...value,
						id: readId(value.id, label, name, options.form, options.expects, options.idHint),
					}
				: { id: readId(value, label, name, options.form, options.expects, options.idHint) },
	);
}

export interface NumberOptions extends FieldOptions {
	min?: number;
	max?: number;
	integer?: boolean;
}

/** A number. Text that is a number is taken as one. */
export function number<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<NumberOptions, Required> = {},
): Field<Name, number, Required> {
	const element = property('number', name, displayName, options.min ?? 0, options);
	element.typeOptions = {
		...(options.min !== undefined ? { minValue: options.min } : {}),
		...(options.max !== undefined ? { maxValue: options.max } : {}),
	};
	return scalar(name, options, element, (value, label) => readNumber(value, label, name, options));
}

const TOO_LONG = 'A JSON number holds about 15 digits. Round it, or check where it comes from.';

/**
 * Reads a number and checks its range. A text counts as the number only where no digit is lost.
 * @throws InputError
 */
export function readNumber(
	value: unknown,
	label: string,
	field: string,
	options: NumberOptions = {},
): number {
	const numeric = typeof value === 'string' ? exactNumber(value.trim()) : value;
	const { min = -Infinity, max = Infinity, integer = false } = options;
	const wanted = `${integer ? 'a whole number' : 'a number'}${rangeText(min, max)}`;
	if (numeric === 'inexact')
		throw new InputError(
			`${label} is ${show(value)}, which has more digits than a JSON number can hold`,
			field,
			TOO_LONG,
		);
	if (typeof numeric !== 'number' || !Number.isFinite(numeric)) {
		throw new InputError(
			`${label} must be ${wanted}, but is ${show(value)}`,
			field,
			'Give digits only, without units or thousands separators.',
		);
	}
	if (numeric < min || numeric > max || (integer && !Number.isInteger(numeric))) {
		throw new InputError(`${label} must be ${wanted}, but is ${numeric}`, field);
	}
	if (Number.isInteger(numeric)) checkDigits(numeric, label, field);
	return numeric;
}

/**
 * Reads a number for a vendor that also takes one as text: a text with more digits than a JSON number can hold stays text.
 * @throws InputError
 */
export function readLongNumber(value: unknown, label: string, field: string): number | string {
	return typeof value === 'string' && exactNumber(value.trim()) === 'inexact'
		? plainDecimal(value)
		: readNumber(value, label, field);
}

function rangeText(min: number, max: number): string {
	if (Number.isFinite(min) && Number.isFinite(max)) return ` from ${min} to ${max}`;
	if (Number.isFinite(min)) return ` from ${min} up`;
	return Number.isFinite(max) ? ` up to ${max}` : '';
}

/** A switch. */
export function boolean<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<FieldOptions, Required> = {},
): Field<Name, boolean, Required> {
	return scalar(
		name,
		options,
		property('boolean', name, displayName, false, options),
		(value, label) => readBoolean(value, label, name),
	);
}

/** Reads a boolean; the texts "true" and "false" count as one. */
export function readBoolean(value: unknown, label: string, field: string): boolean {
	if (typeof value === 'boolean') return value;
	const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
	if (word === 'true' || word === 'false') return word === 'true';
	throw new InputError(`${label} must be true or false, but is ${show(value)}`, field);
}

export interface ChoiceOptions extends FieldOptions {
	/** True where the vendor takes values beyond the listed ones. */
	open?: boolean;
}

type ChoiceEntry = string | INodePropertyOptions;

/** One of the values of a dropdown, or any text where it takes values beyond them. */
type Chosen<Entry extends ChoiceEntry, Open extends boolean> = true extends Open
	? string
	: Entry extends INodePropertyOptions
		? Entry['value']
		: Entry;

/** A dropdown. Its values are the vendor's, either plain or with a name of their own. */
export function choice<
	Name extends string,
	const Entry extends ChoiceEntry,
	const Required extends boolean = false,
	Open extends boolean = false,
>(
	name: Name,
	displayName: string,
	values: readonly Entry[],
	options: Requiring<ChoiceOptions, Required> & { open?: Open } = {},
): Field<Name, Chosen<Entry, Open>, Required> {
	const entries = values.map(
		(value: ChoiceEntry): INodePropertyOptions =>
			typeof value === 'string' ? { name: value, value } : value,
	);
	const allowed = entries.map((entry) => entry.value);
	const element = {
		...property('options', name, displayName, allowed[0] ?? '', options),
		options: entries,
	};
	return scalar(name, options, element, (value, label): Chosen<Entry, Open> => {
		if (allowed.includes(value as string)) return value as Chosen<Entry, Open>;
		if (options.open && (typeof value === 'string' || typeof value === 'number')) {
			const other: unknown = plainText(value, label, name);
			return other as Chosen<Entry, Open>;
		}
		throw new InputError(
			`${label} must be one of ${allowed.join(', ')}, but is ${show(value)}`,
			name,
		);
	});
}
