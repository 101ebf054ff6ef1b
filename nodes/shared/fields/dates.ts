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
	const quick = typeof text === 'string' ? withoutZone(text, style) : undefined;
	if (quick !== undefined) return quick;
	if (SECONDS.test(String(text))) {
		throw new InputError(`${name} must be a date, but ${show(value)} looks like seconds since 1970`, field, 'Give milliseconds (the number times 1,000), or an ISO 8601 date such as 2026-03-01T10:00:00+01:00.');
	}
	const moment = parse(text, timezone);
	if (moment === undefined) {
		throw new InputError(
			`${name} must be a date, but is ${show(value)}`,
			field,
			`Give an ISO 8601 date such as ${style === 'day' || style === 'usDay' ? '2026-12-31' : '2026-03-01T10:00:00+01:00'}.`,
		);
	}
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

/** As milliseconds these would be days of early 1970. */
const SECONDS = /^\d{9,10}$/;

const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** What needs no time zone, and so not its cost: a text in the vendor's own form, or one that names its offset. */
function withoutZone(text: string, style: DateStyle): string | number | undefined {
	if (READY[style]?.test(text)) return isReal(text, style) ? text : undefined;
	if ((style !== 'utc' && style !== 'millis') || !WITH_OFFSET.test(text) || !isReal(text, style)) return undefined;
	const millis = Date.parse(text);
	return style === 'millis' ? millis : new Date(millis).toISOString();
}

/** Whether a text is a moment that exists. */
function isReal(text: string, style: DateStyle): boolean {
	const [year, month, day] = style === 'usDay' ? [text.slice(6), text.slice(0, 2), text.slice(3, 5)] : [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)];
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	const exists = date.getUTCFullYear() === Number(year) && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
	return exists && (style === 'day' || style === 'usDay' || !Number.isNaN(Date.parse(text)));
}

// n8n hands other texts to the JavaScript engine, which reads "Case 12" as the year 2001, and in the server's zone.
const ISO = /^(\d{4}-\d\d(-\d\d)?|\d{4}-?W\d\d(-?\d)?|\d{4}-\d{3}|\d{8})([T ]\d\d(:?\d\d(:?\d\d([.,]\d+)?)?)?( ?(Z|[+-]\d\d(:?\d\d)?))?(\[[\w/+-]+\])?)?$/i;
const MAIL = /^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(:\d\d)? (GMT|UTC?|Z|[+-]\d{4})$/;
const SCRIPT = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}/;

function parse(value: unknown, timezone: string): ReturnType<typeof tryToParseDateTime> | undefined {
	try {
		if (typeof value === 'number') return tryToParseDateTime(new Date(value), timezone);
		if (typeof value === 'string') return parseText(value, timezone);
		return typeof value === 'object' && !Array.isArray(value) ? tryToParseDateTime(value, timezone) : undefined;
	} catch {
		return undefined;
	}
}

function parseText(text: string, timezone: string): ReturnType<typeof tryToParseDateTime> | undefined {
	// A bare number as text would be taken for a year.
	if (/^\d{10,}$/.test(text)) return tryToParseDateTime(new Date(Number(text)), timezone);
	const [month, day, year] = READY.usDay?.test(text) ? text.split('/') : [];
	const iso = year === undefined ? text : `${year}-${month}-${day}`;
	if (![ISO, MAIL, SCRIPT].some((form) => form.test(iso))) return undefined;
	const moment = tryToParseDateTime(iso, timezone);
	// The engine also turns February 30 into March 2.
	const written = /^\d{4}-\d\d-\d\d/.exec(iso)?.[0];
	return written === undefined || written === moment.toFormat('yyyy-MM-dd') ? moment : undefined;
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
