import type { DateContext } from '../../shared/form/fields';
import { formatDate } from '../../shared/form/fields';

const DIGITS = /^-?\d{12,13}$/;

/**
 * A day as ShareCRM takes it: the milliseconds of its midnight in the tenant's zone (sharecrm 7).
 * Milliseconds pass as they are, because that is how ShareCRM gives days out.
 * @param timeZone the field's own zone, such as "GMT+8"; the workflow's where the field names none
 * @throws InputError if the value is not a date
 */
export function dayMillis(
	value: unknown,
	timeZone: string | undefined,
	context: DateContext,
	label: string,
	name: string,
): number {
	const isMillis =
		typeof value === 'number' || (typeof value === 'string' && DIGITS.test(value.trim()));
	if (isMillis) return Number(formatDate(value, 'millis', context, label, name));
	const day = formatDate(value, 'day', context, label, name);
	const timezone = zoneOf(timeZone) ?? context.timezone;
	return Number(formatDate(day, 'millis', { ...context, timezone }, label, name));
}

/** A zone in the form that n8n reads: "UTC+8" for "GMT+8" and "GMT+08:00". */
function zoneOf(zone: string | undefined): string | undefined {
	if (zone === undefined) return undefined;
	const offset = /^(?:GMT|UTC)([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(zone.trim());
	if (offset !== null) {
		const [, sign, hours, minutes] = offset;
		return `UTC${sign}${Number(hours)}${minutes === undefined ? '' : `:${minutes}`}`;
	}
	return /^[A-Z][A-Za-z_]+\/[\w/+-]+$/.test(zone) ? zone : undefined;
}

const TIME = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const DAY = 86_400_000;

/** A time of day as milliseconds since midnight; undefined if it is not one (sharecrm 7). */
export function timeMillis(value: unknown): number | undefined {
	const clock = typeof value === 'string' ? TIME.exec(value.trim()) : null;
	if (clock !== null) {
		const [, hours, minutes, seconds = '0'] = clock;
		return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
	}
	const millis = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
	return typeof millis === 'number' && Number.isInteger(millis) && millis >= 0 && millis < DAY
		? millis
		: undefined;
}
