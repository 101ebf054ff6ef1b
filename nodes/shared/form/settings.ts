import { clearEmptyFields } from './clearing';
import { readDatesAs, type Field } from './fields';
import { nothingFoundSettings } from './nothingFound';
import type { Operation } from './operation';

/** The settings of an operation that its form shows under Options: its own, and those that follow from its fields. */
export function optionFields(operation: Operation): Field[] {
	const { settings = [], clears, fields } = operation;
	const dates = fields.some((field) => field.dates) && !settings.includes(readDatesAs);
	return [
		...settings,
		...(dates ? [readDatesAs] : []),
		...(clears ? [clearEmptyFields] : []),
		...nothingFoundSettings(operation),
	];
}
