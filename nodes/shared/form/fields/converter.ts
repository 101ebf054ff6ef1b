import { formatDate, type DateContext, type DateStyle } from './dates';
import { readNumber } from './numbers';

/** Converts a value for a field of one type. Throws InputError. */
export type ReadValue = (
	value: unknown,
	label: string,
	name: string,
	context: DateContext,
) => unknown;

/** Converts a value for a field whose type only the service knows. Throws InputError. */
export type Convert = (
	value: unknown,
	dataType: string | undefined,
	label: string,
	name: string,
	context: DateContext,
) => unknown;

/** Reads a number without decimals. Throws InputError. */
export const readInteger: ReadValue = (value, label, name) =>
	readNumber(value, label, name, { integer: true });

/** Reads a number of any kind. Throws InputError. */
export const readDecimal: ReadValue = (value, label, name) => readNumber(value, label, name);

/** Makes a reader that writes a date in one style. The reader throws InputError. */
export function dateReader(style: DateStyle): ReadValue {
	return (value, label, name, context) => formatDate(value, style, context, label, name);
}

/**
 * Makes a converter for fields whose types the service names.
 * @param byType how to read a value, by the service's own type
 * @param others how to read a value of any other type
 * @param unknown how to read a value whose type is unknown; same as `others` if absent
 */
export function converter(
	byType: Readonly<Record<string, ReadValue>>,
	others: ReadValue,
	unknown: ReadValue = others,
): Convert {
	const readers = new Map(Object.entries(byType));
	return (value, dataType, label, name, context) => {
		const read = dataType === undefined ? unknown : (readers.get(dataType) ?? others);
		return read(value, label, name, context);
	};
}
