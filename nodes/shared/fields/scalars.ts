import type { INodePropertyOptions } from 'n8n-workflow';

import { InputError } from '../errors';
import { isEmpty, isObject, momentText, show } from '../values';
import { label, property, type Field, type FieldOptions, type Place } from './field';

export interface TextOptions extends FieldOptions {
	/** Longest text in characters. */
	max?: number;
	pattern?: RegExp;
	/** What the pattern wants, for the message: `'X' must be <this>`. */
	expects?: string;
	/** Lines of the text box. */
	rows?: number;
}

function scalar(
	name: string,
	options: FieldOptions,
	element: Field['property'],
	convert: (value: unknown, shown: string, place: Place) => unknown,
): Field {
	const field: Field = {
		name,
		required: options.required ?? false,
		upFront: options.upFront,
		property: element,
		read: (value, place) => (isEmpty(value) ? undefined : convert(value, label(field, place), place)),
	};
	return field;
}

/** A line or a box of text. Numbers and booleans are written as text. */
export function text(name: string, displayName: string, options: TextOptions = {}): Field {
	const element = property('string', name, displayName, '', options);
	if (options.rows) element.typeOptions = { rows: options.rows };
	return scalar(name, options, element, (value, shown) => asText(value, shown, name, options));
}

function asText(value: unknown, shown: string, name: string, options: TextOptions): string {
	const moment = momentText(value);
	if (typeof value === 'object' && moment === undefined) {
		throw new InputError(`${shown} must be text, but is ${show(value)}`, name, 'Map a single value, not an object or a list.');
	}
	const string = moment ?? String(value);
	if (options.max !== undefined && string.length > options.max) {
		throw new InputError(
			`${shown} has ${string.length} characters, and at most ${options.max} are allowed`,
			name,
			'Shorten the text.',
		);
	}
	if (options.pattern && !options.pattern.test(string)) {
		throw new InputError(`${shown} must be ${options.expects ?? 'in another form'}, but is ${show(value)}`, name);
	}
	return string;
}

const ID_FORM = /^(?!\.{1,2}$)[^\s/\\?#%\p{Cc}]+$/u;

/**
 * The id of a record. Long ids arrive as text, because a number loses digits beyond 2^53.
 * Anything that could leave its place in a path (slash, line break, blank, two dots) is refused.
 */
export function readId(value: unknown, shown: string, field: string, form: RegExp = ID_FORM, expects = 'an id without blanks and slashes', hint?: string): string {
	if (typeof value === 'number') checkDigits(value, shown, field);
	const id = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	if (!form.test(id)) throw new InputError(`${shown} must be ${expects}, but is ${show(value)}`, field, hint);
	return id;
}

/** Refuses a number that is no longer the one that was written. Throws InputError. */
export function checkDigits(value: number, shown: string, field: string): void {
	if (Number.isSafeInteger(value)) return;
	throw new InputError(`${shown} came as the number ${value}, which has lost digits`, field, 'Pass it as text, for example "2034020000000457001".');
}

export interface IdOptions extends FieldOptions {
	form?: RegExp;
	expects?: string;
	/** What to do where a value is no id. */
	idHint?: string;
}

/** The id of a record, sent as text. */
export function id(name: string, displayName: string, options: IdOptions = {}): Field {
	return scalar(name, options, property('string', name, displayName, '', options), (value, shown) =>
		readId(value, shown, name, options.form, options.expects, options.idHint),
	);
}

/** A lookup: the user gives an id, the vendor gets `{ id }`. An object with an id passes as it is. */
export function lookup(name: string, displayName: string, options: IdOptions = {}): Field {
	return scalar(name, options, property('string', name, displayName, '', options), (value, shown) =>
		isObject(value)
			? { ...value, id: readId(value.id, shown, name, options.form, options.expects, options.idHint) }
			: { id: readId(value, shown, name, options.form, options.expects, options.idHint) },
	);
}

export interface NumberOptions extends FieldOptions {
	min?: number;
	max?: number;
	integer?: boolean;
}

/** A number. Text that is a number is taken as one. */
export function number(name: string, displayName: string, options: NumberOptions = {}): Field {
	const element = property('number', name, displayName, options.min ?? 0, options);
	element.typeOptions = {
		...(options.min !== undefined ? { minValue: options.min } : {}),
		...(options.max !== undefined ? { maxValue: options.max } : {}),
	};
	return scalar(name, options, element, (value, shown) => readNumber(value, shown, name, options));
}

/** Reads a number and checks its range. */
export function readNumber(value: unknown, shown: string, field: string, options: NumberOptions = {}): number {
	// Blanks alone would count as 0.
	const numeric = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	const { min = -Infinity, max = Infinity, integer = false } = options;
	const wanted = `${integer ? 'a whole number' : 'a number'}${rangeText(min, max)}`;
	if (typeof numeric !== 'number' || !Number.isFinite(numeric)) {
		throw new InputError(`${shown} must be ${wanted}, but is ${show(value)}`, field, 'Give digits only, without units or thousands separators.');
	}
	if (numeric < min || numeric > max || (integer && !Number.isInteger(numeric))) {
		throw new InputError(`${shown} must be ${wanted}, but is ${numeric}`, field);
	}
	return numeric;
}

function rangeText(min: number, max: number): string {
	if (Number.isFinite(min) && Number.isFinite(max)) return ` from ${min} to ${max}`;
	if (Number.isFinite(min)) return ` from ${min} up`;
	return Number.isFinite(max) ? ` up to ${max}` : '';
}

/** A switch. */
export function boolean(name: string, displayName: string, options: FieldOptions = {}): Field {
	return scalar(name, options, property('boolean', name, displayName, false, options), (value, shown) =>
		readBoolean(value, shown, name),
	);
}

/** Reads a boolean; the texts "true" and "false" count as one. */
export function readBoolean(value: unknown, shown: string, field: string): boolean {
	if (typeof value === 'boolean') return value;
	const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
	if (word === 'true' || word === 'false') return word === 'true';
	throw new InputError(`${shown} must be true or false, but is ${show(value)}`, field);
}

export interface ChoiceOptions extends FieldOptions {
	/** True where the vendor takes values beyond the listed ones. */
	open?: boolean;
}

/** A dropdown. Its values are the vendor's, either plain or with a name of their own. */
export function choice(
	name: string,
	displayName: string,
	values: ReadonlyArray<string | INodePropertyOptions>,
	options: ChoiceOptions = {},
): Field {
	const entries = values.map((value) => (typeof value === 'string' ? { name: value, value } : value));
	const allowed = entries.map((entry) => entry.value);
	const element = { ...property('options', name, displayName, allowed[0] ?? '', options), options: entries };
	return scalar(name, options, element, (value, shown) => {
		if (allowed.includes(value as string)) return value;
		if (options.open && (typeof value === 'string' || typeof value === 'number')) return String(value);
		throw new InputError(`${shown} must be one of ${allowed.join(', ')}, but is ${show(value)}`, name);
	});
}
