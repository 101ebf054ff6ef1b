import { tryToParseDateTime } from 'n8n-workflow';

import { InputError } from '../errors';
import { isEmpty, show } from '../values';
import { label, property, type Field, type FieldOptions, type Place } from './field';

/**
 * How a vendor wants a moment:
 * `offset` 2026-03-01T10:00:00+01:00, `utc` 2026-03-01T09:00:00.000Z, `millis` epoch milliseconds,
 * `day` 2026-03-01, `usDay` 03/01/2026.
 */
export type DateStyle = 'offset' | 'utc' | 'millis' | 'day' | 'usDay';

const READY: Partial<Record<DateStyle, RegExp>> = {
	offset: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/,
	utc: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
	day: /^\d{4}-\d\d-\d\d$/,
	usDay: /^\d\d\/\d\d\/\d{4}$/,
};

/**
 * Writes a moment the way the vendor wants it. A value without an offset is read in the workflow's time zone.
 * @param value ISO 8601 text, a date object, or epoch milliseconds
 * @throws InputError when it is no date
 */
export function formatDate(
	value: unknown,
	style: DateStyle,
	timezone: string,
	name: string,
	field: string,
): string | number {
	const text = typeof value === 'string' ? value.trim() : value;
	const moment = parse(text, timezone);
	if (moment === undefined) {
		throw new InputError(
			`${name} must be a date, but is ${show(value)}`,
			field,
			'Give an ISO 8601 date such as 2026-03-01T10:00:00+01:00.',
		);
	}
	if (typeof text === 'string' && READY[style]?.test(text)) return text;
	switch (style) {
		case 'offset':
			return moment.toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
		case 'utc':
			return moment.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
		case 'millis':
			return moment.toMillis();
		case 'day':
			return moment.toFormat('yyyy-MM-dd');
		case 'usDay':
			return moment.toFormat('MM/dd/yyyy');
	}
}

function parse(value: unknown, timezone: string): ReturnType<typeof tryToParseDateTime> | undefined {
	try {
		if (typeof value === 'string' && READY.usDay?.test(value)) {
			const [month, day, year] = value.split('/');
			return tryToParseDateTime(`${year}-${month}-${day}`, timezone);
		}
		if (typeof value === 'number') return tryToParseDateTime(new Date(value), timezone);
		// A bare number as text would be taken for a year.
		if (typeof value === 'string' && /^\d{10,}$/.test(value)) return tryToParseDateTime(new Date(Number(value)), timezone);
		return tryToParseDateTime(value, timezone);
	} catch {
		return undefined;
	}
}

/** A date or date-time field in the vendor's own form. */
export function dateField(
	name: string,
	displayName: string,
	style: DateStyle,
	options: FieldOptions = {},
): Field {
	const element =
		style === 'day' || style === 'usDay'
			? property('dateTime', name, displayName, '', { hint: 'The time of day is left out', ...options })
			: property('dateTime', name, displayName, '', options);
	const field: Field = {
		name,
		required: options.required ?? false,
		property: element,
		read: (value: unknown, place: Place) =>
			isEmpty(value) ? undefined : formatDate(value, style, place.timezone, label(field, place), name),
	};
	return field;
}
