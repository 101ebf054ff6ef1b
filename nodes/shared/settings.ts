import { clearEmptyFields } from './clearing';
import { readDatesAs, type Field } from './fields';
import type { Operation } from './operation';

/** The settings of an operation that its form shows under Options: its own, and those that follow from its fields. */
export function optionFields({ settings = [], clears, fields }: Operation): Field[] {
	const dates = fields.some((field) => field.dates) && !settings.includes(readDatesAs);
	return [...settings, ...(dates ? [readDatesAs] : []), ...(clears ? [clearEmptyFields] : [])];
}
