import { choice } from './choices';

/** Name of the option that sets how dates that end in the year are read. */
export const READ_DATES_AS = 'readDatesAs';

export type DateOrder = 'dayFirst' | 'monthFirst';

/** How to read dates such as 05/04/2026. Operations with a date field offer this option; without it such dates are refused. */
export const readDatesAs = choice(
	READ_DATES_AS,
	'Read Dates As',
	[
		{ name: 'Day First (31/12/2026)', value: 'dayFirst' },
		{ name: 'Month First (12/31/2026)', value: 'monthFirst' },
	],
	{
		description:
			'How dates such as 05/04/2026, 05.04.2026 or 5-4-2026 are read; without this option they are refused',
	},
);

// Optionally with a time of day, as spreadsheets write it.
const ORDERED =
	/^(\d{1,2})([./-])(\d{1,2})([./-])(\d{4})(?:,?[ T](\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([AP])M)?)?$/i;

/** No such text is longer than this. */
const LONGEST = 30;

function partsOf(text: string): ReadonlyArray<string | undefined> {
	return (text.length > LONGEST ? null : ORDERED.exec(text)) ?? [];
}

/** True if the order of day and month decides what a text means. */
export function isOrdered(text: string): boolean {
	const [, , one, , other] = partsOf(text);
	return one !== undefined && one === other;
}

/** Such a text as ISO 8601; undefined if the month or the hour does not exist. The ISO 8601 reader checks the day. */
export function isoOf(text: string, order: DateOrder): string | undefined {
	const [, first = '', , second = '', , year, hour, minute = '00', seconds = '00', half] =
		partsOf(text);
	const [day, month] = order === 'dayFirst' ? [first, second] : [second, first];
	if (Number(month) < 1 || Number(month) > 12) return undefined;
	const date = `${year}-${two(month)}-${two(day)}`;
	if (hour === undefined) return date;
	if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
	const hours =
		half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
	return `${date}T${two(String(hours))}:${minute}:${seconds}`;
}

function two(digits: string): string {
	return digits.padStart(2, '0');
}
