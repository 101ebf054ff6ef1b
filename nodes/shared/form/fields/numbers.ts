import { InputError } from '../../base/errors';
import { show } from '../../base/values';
import { checkDigits, exactNumber, plainDecimal } from './digits';
import { property, type Field, type FieldOptions, type Requiring } from './field';
import { scalar } from './scalar';

export interface NumberOptions extends FieldOptions {
	min?: number;
	max?: number;
	integer?: boolean;
}

/** A number. Numeric text counts as a number. */
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
 * Reads a number and checks its range. Text counts as a number only if no digit is lost.
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
 * Reads a number for a vendor that also accepts text: text with more digits than a JSON number can hold stays text.
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
