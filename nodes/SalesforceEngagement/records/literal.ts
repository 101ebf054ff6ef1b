import type { DateContext } from '../../shared/form/fields';
import { toSalesforce } from '../fields/values';
import { quoted } from './soql';

/** Days that Salesforce knows by name, such as LAST_N_DAYS:7; the list is from memory. */
const NAMED_DAYS =
	/^(?:TODAY|YESTERDAY|TOMORROW|(?:LAST|THIS|NEXT)_(?:WEEK|MONTH|QUARTER|YEAR)|(?:LAST|NEXT)_90_DAYS|(?:LAST|NEXT)_N_(?:DAYS|WEEKS|MONTHS|QUARTERS|YEARS):\d{1,4})$/;

/** Where a value is given, and how a date in it is read. */
export interface Given extends DateContext {
	/** Its name in a message. */
	label: string;
	/** The field of the form. */
	field: string;
}

/** A value as a text. Throws InputError. */
export function asText(value: unknown, context: Given): string {
	return String(toSalesforce(value, 'string', context.label, context.field, context));
}

/** A value as SOQL takes it for a field of this type (salesforce-engagement 2.5). Throws InputError. */
export function literal(value: unknown, type: string | undefined, context: Given): string {
	if (
		typeof value === 'string' &&
		(type === 'date' || type === 'datetime') &&
		NAMED_DAYS.test(value)
	)
		return value;
	switch (type) {
		case 'date':
		case 'datetime':
		case 'boolean':
		case 'int':
		case 'double':
		case 'currency':
		case 'percent':
			return String(toSalesforce(value, type, context.label, context.field, context));
		case undefined:
			// A field of a related record: what is no text in the data is none in the query.
			return typeof value === 'number' || typeof value === 'boolean'
				? String(value)
				: quoted(asText(value, context));
		default:
			return quoted(asText(value, context));
	}
}
