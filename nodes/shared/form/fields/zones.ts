import { tryToParseDateTime } from 'n8n-workflow';

const DAY = 86_400_000;

/** Maximum number of days to cache for each zone, more than a century. */
const MOST_DAYS = 40_000;

/** Offsets by zone at the start of each UTC day: asking n8n for one costs about a hundred times as much as this lookup. */
const starts = new Map<string, Map<number, number>>();

/**
 * A zone's offset from UTC at a moment, in minutes; a fraction only for dates before zones were standardized.
 * @param millis milliseconds since 1970
 * @throws Error for a zone that n8n does not know
 */
export function offsetAt(millis: number, timezone: string): number {
	const day = Math.floor(millis / DAY);
	const start = startOf(day, timezone);
	// No zone has ever changed its offset twice in one day.
	return start === startOf(day + 1, timezone) ? start : ask(millis, timezone);
}

function startOf(day: number, timezone: string): number {
	let days = starts.get(timezone);
	if (days === undefined) {
		days = new Map();
		starts.set(timezone, days);
	}
	let offset = days.get(day);
	if (offset === undefined) {
		offset = ask(day * DAY, timezone);
		if (days.size >= MOST_DAYS) days.clear();
		days.set(day, offset);
	}
	return offset;
}

function ask(millis: number, timezone: string): number {
	return tryToParseDateTime(new Date(millis), timezone).offset;
}

/**
 * The moment at which clocks in a zone show a time, in milliseconds since 1970. A time that occurs twice means the first
 * occurrence; a time that clocks skip is moved forward by the length of the gap.
 * @param wall the time as if it were in UTC, in milliseconds
 */
export function momentOf(wall: number, timezone: string): number {
	const before = offsetAt(wall - DAY, timezone);
	const after = offsetAt(wall + DAY, timezone);
	const early = wall - before * 60_000;
	if (before === after || offsetAt(early, timezone) === before) return early;
	const late = wall - after * 60_000;
	return offsetAt(late, timezone) === after ? late : early;
}
