/** What a number in a date field looks like, and how an expression converts it to a date. */
export interface DateNumber {
	/** For use in a sentence: "a spreadsheet's day number". */
	looksLike: string;
	/** The date or time that it probably means, as text that a date field accepts. */
	meant?: string;
	/** Expression that converts the number at `$json.date` to such text. */
	expression?: string;
}

// 12 and 13 digits cover March 1973 to the year 2286, and with a minus sign the same span before 1970.
const FIRST_MILLIS = 1e11;
const LAST_MILLIS = 1e13;

/** Day 25,569 of a spreadsheet is January 1, 1970. */
const FIRST_DAY = 25_569;
/** The year 2200 as a day number; greater numbers mean something else. */
const LAST_DAY = 109_575;

/**
 * True if a number can be milliseconds since 1970, as JavaScript and many services write them. Other numbers are refused:
 * read as milliseconds, each would be stored as an early day of 1970.
 */
export function isMillis(value: number): boolean {
	const size = Math.abs(value);
	return size >= FIRST_MILLIS && size < LAST_MILLIS && compact(value) === undefined;
}

/** What a number that is not milliseconds looks like; undefined if it looks like nothing known. */
export function dateNumber(value: number): DateNumber | undefined {
	return (
		compact(value) ?? (Number.isInteger(value) ? yearOrUnit(value) : undefined) ?? serial(value)
	);
}

function yearOrUnit(value: number): DateNumber | undefined {
	if (value >= 1900 && value < 2200) return { looksLike: 'a year' };
	if (value >= 1e8 && value < 1e10)
		return {
			looksLike: 'seconds since 1970',
			meant: iso(value * 1e3),
			expression: "{{ $json.date.toDateTime('s') }}",
		};
	if (value >= 1e14 && value < 1e16)
		return {
			looksLike: 'microseconds since 1970',
			meant: iso(value / 1e3),
			expression: "{{ $json.date.toDateTime('us') }}",
		};
	if (value >= 1e17 && value < 1e19)
		return { looksLike: 'nanoseconds since 1970', meant: iso(value / 1e6) };
	return undefined;
}

function serial(value: number): DateNumber | undefined {
	if (value < 1 || value >= LAST_DAY) return undefined;
	const whole = Number.isInteger(value);
	// Spreadsheets have no time zone, so the time of day is local time.
	const time = iso(Math.round((value - FIRST_DAY) * 86_400) * 1e3).slice(0, -1);
	const format = whole ? 'yyyy-MM-dd' : 'yyyy-MM-dd HH:mm:ss';
	return {
		looksLike: "a spreadsheet's day number",
		meant: whole ? time.slice(0, 10) : time,
		expression: `{{ $json.date.toDateTime('excel').toUTC().toFormat('${format}') }}`,
	};
}

const COMPACT = /^((?:19|20|21)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$/;

function compact(value: number): DateNumber | undefined {
	const match = COMPACT.exec(String(value));
	if (match === null) return undefined;
	const [text, year, month, day, hour, minute, second] = match;
	const date = `${year}-${month}-${day}`;
	const written = hour === undefined ? date : `${date}T${hour}:${minute}:${second ?? '00'}`;
	const moment = new Date(hour === undefined ? date : `${written}Z`);
	// JavaScript turns February 30 into March 2.
	if (Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(written)) return undefined;
	const from = 'yyyyMMddHHmmss'.slice(0, text.length);
	const to = hour === undefined ? 'yyyy-MM-dd' : 'yyyy-MM-dd HH:mm:ss';
	return {
		looksLike: hour === undefined ? 'a compact date' : 'a compact date and time',
		meant: written,
		expression: `{{ DateTime.fromFormat($json.date.toString(), '${from}').toFormat('${to}') }}`,
	};
}

function iso(millis: number): string {
	return new Date(millis).toISOString().replace('.000Z', 'Z');
}
