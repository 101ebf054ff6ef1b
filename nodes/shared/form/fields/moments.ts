import { tryToParseDateTime } from 'n8n-workflow';

import { isDate } from '../../base/values';
import { isMillis } from './dateNumbers';
import { momentOf, offsetAt } from './zones';

/** A moment as it was given. */
export interface Moment {
	/** Milliseconds since 1970. */
	millis: number;
	/** Minutes ahead of UTC, if it was written with an offset. */
	offset?: number;
	/** Its day, if it was written without an offset: 2026-03-01. */
	day?: string;
}

const DAY = 86_400_000;

/** The common formats of ISO 8601 and SQL: a day, optionally with a time and an offset. */
const WRITTEN =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?)?$/i;

// Only these other formats reach n8n's parser. It passes any text to the JavaScript engine, which reads "Case 12" as a day
// in 2001, in the server's zone.
const RARE =
	/^(?:\d{4}-\d\d|\d{4}-?W\d\d(?:-?\d)?|\d{4}-\d{3}|(?:\d{4}-\d\d-\d\d|\d{8})T\d\d(?::?\d\d(?::?\d\d(?:[.,]\d{1,9})?)?)?)((?:Z|[+-]\d\d(?::?\d\d)?)(?:\[[\w/+-]{1,50}\])?)?$/i;
const MAIL =
	/^(?:[A-Z][a-z]{2}, )?(\d{1,2}) [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|Z|[+-]\d{4})$/;
const SCRIPT = /^[A-Z][a-z]{2} [A-Z][a-z]{2} (\d\d) \d{4} \d\d:\d\d:\d\d GMT([+-]\d{4})/;

/** Longest text to parse; the longest format is a JavaScript date with the name of its zone. */
const LONGEST = 100;

/**
 * Reads a date object, milliseconds since 1970, or text in a common format.
 * @param timezone IANA zone for text without an offset
 * @returns undefined for anything else
 */
export function readMoment(value: unknown, timezone: string): Moment | undefined {
	if (typeof value === 'string')
		return value.length > LONGEST ? undefined : readText(value, timezone);
	if (typeof value === 'number') return isMillis(value) ? { millis: Math.trunc(value) } : undefined;
	if (typeof value !== 'object' || value === null) return undefined;
	if (isDate(value)) return valid({ millis: value.getTime() });
	// n8n's own date type ($now). Checked by its members, because it may come from another copy of the library.
	const { offset, toMillis } = value as { offset?: unknown; toMillis?: unknown };
	return typeof offset === 'number' && typeof toMillis === 'function'
		? valid({ millis: Number(toMillis.call(value)), offset })
		: undefined;
}

/** Accepts only the years 1 to 9999, which fit in four digits. */
function valid(moment: Moment): Moment | undefined {
	return moment.millis >= -62_135_596_800_000 && moment.millis < 253_402_214_400_000
		? moment
		: undefined;
}

function readText(text: string, timezone: string): Moment | undefined {
	const match = WRITTEN.exec(text);
	if (match === null) return readRare(text, timezone);
	const [, year, month, day, hour, minute, second, fraction, offset] = match;
	const wall = wallOf(
		Number(year),
		Number(month),
		Number(day),
		Number(hour ?? 0),
		Number(minute ?? 0),
		Number(second ?? 0),
	);
	if (wall === undefined) return undefined;
	const millis = wall + (fraction === undefined ? 0 : Number(`${fraction}00`.slice(0, 3)));
	if (offset === undefined) return { millis: momentOf(millis, timezone), day: text.slice(0, 10) };
	const minutes = offsetOf(offset);
	return minutes === undefined ? undefined : { millis: millis - minutes * 60_000, offset: minutes };
}

/** A local time as if it were in UTC, in milliseconds; undefined if the day or time does not exist. */
function wallOf(
	year: number,
	month: number,
	day: number,
	hour: number,
	minute: number,
	second: number,
): number | undefined {
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
	// JavaScript turns February 30 into March 2, and the year 26 into 1926.
	return date.getUTCFullYear() === year &&
		date.getUTCMonth() === month - 1 &&
		date.getUTCDate() === day
		? date.getTime()
		: undefined;
}

function offsetOf(text: string): number | undefined {
	if (text.length === 1) return 0;
	const hours = Number(text.slice(1, 3));
	const minutes = text.length > 3 ? Number(text.slice(-2)) : 0;
	if (hours > 23 || minutes > 59) return undefined;
	return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function readRare(text: string, timezone: string): Moment | undefined {
	const iso = RARE.exec(text);
	const script = SCRIPT.exec(text);
	const [, date, scriptOffset] = script ?? MAIL.exec(text) ?? [];
	if (iso === null && date === undefined) return undefined;
	try {
		const moment = tryToParseDateTime(text, timezone);
		const millis = moment.toMillis();
		const offset = scriptOffset === undefined ? moment.offset : (offsetOf(scriptOffset) ?? 0);
		const day = dayAt(millis, offset);
		// The engine turns February 30 into March 2.
		const written =
			date === undefined ? /^\d{4}-\d\d-(\d\d)/.exec(text)?.[1] : date.padStart(2, '0');
		if (written !== undefined && written !== day.slice(8)) return undefined;
		return valid(iso !== null && iso[1] === undefined ? { millis, day } : { millis, offset });
	} catch {
		return undefined;
	}
}

/**
 * The day that a moment means, as 2026-03-01. If it was written without an offset or with one other than UTC's, it is the
 * day as written. Otherwise midnight UTC means the day in UTC, because that is how JavaScript turns a day without a time
 * into a moment, and any other moment means its day in the workflow's zone.
 */
export function dayOf({ millis, offset, day }: Moment, timezone: string): string {
	if (day !== undefined) return day;
	if (offset !== undefined && offset !== 0) return dayAt(millis, offset);
	return dayAt(millis, millis % DAY === 0 ? 0 : offsetAt(millis, timezone));
}

function dayAt(millis: number, offset: number): string {
	return localText(millis, offset).slice(0, 10);
}

/** The local time at an offset in minutes ahead of UTC: 2026-03-01T10:00:00.000. */
export function localText(millis: number, offset: number): string {
	return new Date(millis + offset * 60_000).toISOString().slice(0, -1);
}
