import { InputError } from '../../shared/base/errors';
import { isEmpty, show } from '../../shared/base/values';
import { text, type Field } from '../../shared/form/fields';
import { labelOf } from '../../shared/form/fields/field';

const MINUTES_SECONDS = /^\d{1,5}:[0-5]\d$/;

/**
 * Converts the length of a call to what Bigin takes: text of the form mm:ss (bigin 3.7).
 * @param value minutes as a number or as text, or text that is already mm:ss
 * @throws InputError for anything else
 */
export function readDuration(value: unknown, label: string): string {
	if (typeof value === 'string' && MINUTES_SECONDS.test(value.trim())) return value.trim();
	const minutes = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof minutes !== 'number' || !Number.isFinite(minutes) || minutes < 0) {
		throw new InputError(
			`${label} must be a number of minutes, or minutes and seconds as mm:ss, but is ${show(value)}`,
			'Call_Duration',
			'Give minutes such as 15 or 1.5, or mm:ss such as 01:30.',
		);
	}
	const seconds = Math.round(minutes * 60);
	return `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}

/** How long a call took. */
export const callDuration: Field = durationField();

function durationField(): Field {
	const field = text('Call_Duration', 'Call Duration (Minutes)', {
		required: true,
		placeholder: 'e.g. 15',
		description: 'Minutes, such as 15 or 1.5, or minutes and seconds as mm:ss; 0 for a missed call',
	});
	return {
		...field,
		read: (value, context) =>
			isEmpty(value) ? undefined : readDuration(value, labelOf(field, context)),
	};
}
