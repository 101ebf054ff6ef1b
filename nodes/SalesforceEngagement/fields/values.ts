import { momentText } from '../../shared/base/values';
import {
	converter,
	dateReader,
	readBoolean,
	readDecimal,
	readId,
	readInteger,
	readText,
	type ReadValue,
} from '../../shared/form/fields';
import { ID } from './ids';

const readRecordId: ReadValue = (value, label, name) =>
	readId(value, label, name, ID.form, ID.expects, ID.idHint);

const readChoices: ReadValue = (value, label, name) =>
	(Array.isArray(value) ? value : [value]).map((entry) => readText(entry, label, name)).join(';');

/**
 * Writes a value the way a field of its type takes it (salesforce-engagement 6 and 8), the same in each input mode.
 * The types are those of describe. Throws InputError where the value cannot be of its type.
 */
export const toSalesforce = converter(
	{
		boolean: readBoolean,
		currency: readDecimal,
		date: dateReader('day'),
		datetime: dateReader('utc'),
		double: readDecimal,
		id: readRecordId,
		int: readInteger,
		multipicklist: readChoices,
		percent: readDecimal,
		reference: readRecordId,
	},
	readText,
	(value) => momentText(value) ?? value,
);
