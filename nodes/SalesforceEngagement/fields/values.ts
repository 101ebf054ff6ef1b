import { InputError } from '../../shared/base/errors';
import { isObject, momentText, show } from '../../shared/base/values';
import {
	formatDate,
	plainText,
	readBoolean,
	readId,
	readNumber,
	type DatePlace,
} from '../../shared/form/fields';
import { ID } from './ids';

/**
 * Writes a value the way a field of its type takes it (salesforce-engagement 6 and 8), the same in each input mode.
 * @param dataType the type of describe; undefined where it is not known
 * @throws InputError where the value cannot be of that type
 */
export function toSalesforce(
	value: unknown,
	dataType: string | undefined,
	shown: string,
	name: string,
	place: DatePlace,
): unknown {
	switch (dataType) {
		case 'date':
			return formatDate(value, 'day', place, shown, name);
		case 'datetime':
			return formatDate(value, 'utc', place, shown, name);
		case 'boolean':
			return readBoolean(value, shown, name);
		case 'int':
			return readNumber(value, shown, name, { integer: true });
		case 'double':
		case 'currency':
		case 'percent':
			return readNumber(value, shown, name);
		case 'multipicklist':
			return (Array.isArray(value) ? value : [value])
				.map((entry) => asText(entry, shown, name))
				.join(';');
		case 'reference':
		case 'id':
			return readId(value, shown, name, ID.form, ID.expects, ID.idHint);
		case undefined:
			return momentText(value) ?? value;
		default:
			return asText(value, shown, name);
	}
}

function asText(value: unknown, shown: string, name: string): string {
	const moment = momentText(value);
	if (moment !== undefined) return moment;
	if (!isObject(value) && typeof value !== 'object') return plainText(value, shown, name);
	throw new InputError(
		`${shown} must be text, but is ${show(value)}`,
		name,
		'Map a single value, not an object or a list.',
	);
}
