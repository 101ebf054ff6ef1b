import { clearEmptyFields } from './clearing';
import { readDatesAs, type Field } from './fields';
import { nothingFoundOptions } from './nothingFound';
import type { Operation } from './operation';

/** The fields that an operation's form shows under Options: its own, and those that follow from its fields. */
export function optionFields(operation: Operation): Field[] {
	const { options = [], clears, fields } = operation;
	const dates = fields.some((field) => field.dates) && !options.includes(readDatesAs);
	return [
		...options,
		...(dates ? [readDatesAs] : []),
		...(clears ? [clearEmptyFields] : []),
		...nothingFoundOptions(operation),
	];
}
