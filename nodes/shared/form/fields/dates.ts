import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { isEmpty, show } from '../../base/values';
import { dateNumber } from './dateNumbers';
import { isOrdered, isoOf, READ_DATES_AS, type DateOrder } from './dateOrder';
import {
	isRequired,
	labelOf,
	property,
	type Field,
	type FieldOptions,
	type ReadContext,
	type Requiring,
} from './field';
import { dayOf, localText, readMoment } from './moments';
import { offsetAt } from './zones';

/**
 * How a vendor expects a moment:
 * `offset` 2026-03-01T10:00:00+01:00, `utc` 2026-03-01T09:00:00.000Z, `millis` epoch milliseconds,
 * `day` 2026-03-01, `usDay` 03/01/2026.
 */
export type DateStyle = 'offset' | 'utc' | 'millis' | 'day' | 'usDay';

/** The type of a date in a record. */
export type DateIn<Style extends DateStyle> = Style extends 'millis' ? number : string;

/** What reading a date depends on. Without `options`, dates that need the order of day and month are refused. */
export type DateContext = Pick<ReadContext, 'timezone'> & { options?: IDataObject };

const READY: Partial<Record<DateStyle, RegExp>> = {
	offset: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/,
	utc: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
	day: /^\d{4}-\d\d-\d\d$/,
};

/** A decimal number as text. */
const DIGITS = /^-?\d{1,25}(\.\d{1,20})?$/;

/**
 * Writes a moment as the vendor expects it. Text without an offset is read in the workflow's time zone.
 * @param value ISO 8601 text, a date object, or milliseconds since 1970
 * @throws InputError if it is not a date, or could be read in two ways
 */
export function formatDate(
	value: unknown,
	style: DateStyle,
	context: DateContext,
	name: string,
	field: string,
): string | number {
	const text = typeof value === 'string' ? value.trim() : value;
	if (typeof text === 'string' && READY[style]?.test(text) && isReal(text, style)) return text;
	const given =
		typeof text !== 'string'
			? text
			: isOrdered(text)
				? inOrder(text, context, name, field)
				: DIGITS.test(text)
					? Number(text)
					: text;
	const moment = readMoment(given, context.timezone);
	if (moment === undefined) throw refusal(value, given, style, name, field);
	const { millis, offset } = moment;
	switch (style) {
		case 'offset': {
			const minutes = offset ?? offsetAt(millis, context.timezone);
			return `${localText(millis, minutes).slice(0, 19)}${offsetText(minutes)}`;
		}
		case 'utc':
			return new Date(millis).toISOString();
		case 'millis':
			return millis;
		case 'day':
			return dayOf(moment, context.timezone);
		case 'usDay': {
			const [year, month, day] = dayOf(moment, context.timezone).split('-');
			return `${month}/${day}/${year}`;
		}
	}
}

/** True if a text in the vendor's own format is a moment that exists. */
function isReal(text: string, style: DateStyle): boolean {
	const day = text.slice(0, 10);
	const date = new Date(`${day}T00:00:00Z`);
	if (text < '0100' || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day))
		return false;
	return style === 'day' || (text.slice(11, 13) !== '24' && !Number.isNaN(Date.parse(text)));
}

function offsetText(minutes: number): string {
	const size = Math.trunc(Math.abs(minutes));
	const two = (part: number) => String(part).padStart(2, '0');
	return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A date that ends in the year, read in the order that the option names. Throws InputError if the option is not set or does not fit. */
function inOrder(text: string, { options }: DateContext, name: string, field: string): string {
	const order = options?.[READ_DATES_AS] as DateOrder | undefined;
	if (order === undefined) {
		throw new InputError(
			`${name} is ${show(text)}, which could have the day or the month first`,
			field,
			"Add the option 'Read Dates As' and choose Day First (31/12/2026) or Month First (12/31/2026), or give an ISO 8601 date such as 2026-12-31.",
		);
	}
	const iso = isoOf(text, order);
	if (iso !== undefined) return iso;
	const [is, other] =
		order === 'dayFirst' ? ['Day First', 'Month First'] : ['Month First', 'Day First'];
	throw new InputError(
		`${name} must be a date, but ${show(text)} is not one with the option 'Read Dates As' set to ${is}`,
		field,
		`Correct the date, or choose ${other} if all dates are written that way.`,
	);
}

function refusal(
	value: unknown,
	given: unknown,
	style: DateStyle,
	name: string,
	field: string,
): InputError {
	const example = style === 'day' || style === 'usDay' ? '2026-12-31' : '2026-03-01T10:00:00+01:00';
	if (typeof given !== 'number' || !Number.isFinite(given))
		return new InputError(
			`${name} must be a date, but is ${show(value)}`,
			field,
			`Give an ISO 8601 date such as ${example}.`,
		);
	const like = dateNumber(given);
	if (like === undefined)
		return new InputError(
			`${name} must be a date, but is ${show(value)}`,
			field,
			`A number must be milliseconds since 1970, of 12 or 13 digits. An ISO 8601 date such as ${example} is safer.`,
		);
	const { looksLike, meant, expression } = like;
	const convert =
		expression === undefined
			? `Give an ISO 8601 date such as ${meant ?? example}.`
			: `Convert it with an expression such as ${expression}.`;
	return new InputError(
		`${name} must be a date, but ${show(value)} looks like ${looksLike}`,
		field,
		`${upper(looksLike)}${meant === undefined ? '' : `: ${meant}`}. ${convert}`,
	);
}

function upper(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A date or date-time field, written in the vendor's own format. */
export function dateField<
	Name extends string,
	Style extends DateStyle,
	const Required extends boolean = false,
>(
	name: Name,
	displayName: string,
	style: Style,
	options: Requiring<FieldOptions, Required> = {},
): Field<Name, DateIn<Style>, Required> {
	const element =
		style === 'day' || style === 'usDay'
			? property('dateTime', name, displayName, '', {
					hint: 'The time of day is left out',
					...options,
				})
			: property('dateTime', name, displayName, '', options);
	const field: Field<Name, DateIn<Style>, Required> = {
		name,
		required: isRequired(options),
		dates: true,
		property: element,
		read: (value: unknown, context: ReadContext) => {
			if (isEmpty(value)) return undefined;
			const written: unknown = formatDate(value, style, context, labelOf(field, context), name);
			return written as DateIn<Style>;
		},
	};
	return field;
}
