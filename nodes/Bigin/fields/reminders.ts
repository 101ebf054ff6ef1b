import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import {
	choice,
	dateField,
	group,
	number,
	rows,
	text,
	type Field,
	type ReadContext,
} from '../../shared/form/fields';
import { isObject } from '../../shared/base/values';
import { ruleText } from './ruleText';
import { shownFor } from './common';

/** Reminders of an event: a list of times before its start (bigin 3.8). */
export const eventReminders = rows(
	'Remind_At',
	'Reminders',
	[
		number('unit', 'Time Before', {
			required: true,
			min: 0,
			integer: true,
			default: 15,
			description: 'How long before the start to remind the participants',
		}),
		choice(
			'period',
			'Time Unit',
			[
				{ name: 'Minutes', value: 'minutes' },
				{ name: 'Hours', value: 'hours' },
				{ name: 'Days', value: 'days' },
				{ name: 'Weeks', value: 'weeks' },
			],
			{ required: true },
		),
	],
	{
		button: 'Add Reminder',
		row: 'Reminder',
		unknown: 'send',
		description: 'When to remind the participants before the event starts',
	},
);

const frame = group('Remind_At', 'Reminder', [
	choice(
		'ACTION',
		'Notify By',
		[
			{ name: 'Email', value: 'EMAIL' },
			{ name: 'Pop-Up', value: 'POPUP' },
		],
		{ required: true },
	),
	choice(
		'when',
		'Remind',
		[
			{ name: 'At a Date and Time', value: 'moment' },
			{ name: 'Days Before', value: 'D', description: 'For tasks that repeat' },
			{ name: 'Weeks Before', value: 'W', description: 'For tasks that repeat' },
		],
		{ required: true },
	),
	shownFor(dateField('moment', 'Remind At', 'offset'), 'when', ['moment']),
	shownFor(
		number('before', 'Remind Before', {
			min: 1,
			integer: true,
			description: 'How many days or weeks before the task',
		}),
		'when',
		['D', 'W'],
	),
	shownFor(
		text('TRIGGER_TIME', 'Time of Day', {
			pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
			expects: 'a time from 00:00 to 23:59',
			placeholder: 'e.g. 09:00',
			description: 'Time on that day, in 24-hour format',
		}),
		'when',
		['D', 'W'],
	),
]);

/** The one reminder of a task: `{ ALARM: "ACTION=..;TRIGGER=.." }` (bigin 3.12). */
export const taskReminder: Field = {
	...frame,
	read: (value, context) =>
		context.from === 'form'
			? alarmOfForm(frame.read(value, context), context)
			: ruleText(value, 'ALARM', /(^|;)ACTION=/, frame, context),
};

function alarmOfForm(
	values: ReturnType<typeof frame.read>,
	context: ReadContext,
): IDataObject | undefined {
	if (values === undefined) return undefined;
	const given = (key: keyof typeof values, name: string) => {
		if (values[key] !== undefined) return String(values[key]);
		throw new InputError(
			`'${context.prefix}Reminder > ${name}' is missing`,
			key,
			`Fill in '${name}', or choose another value for 'Remind'.`,
		);
	};
	const action = `ACTION=${values.ACTION}`;
	// The page contradicts itself about signs and FREQ. Its grammar and its full example share these forms (bigin 3.12).
	if (values.when === 'moment')
		return { ALARM: `FREQ=NONE;${action};TRIGGER=DATE-TIME:${given('moment', 'Remind At')}` };
	return {
		ALARM: `${action};TRIGGER=-P${given('before', 'Remind Before')}${values.when};TRIGGER_TIME=${given('TRIGGER_TIME', 'Time of Day')}`,
	};
}

/**
 * Checks that only a task that repeats has a reminder some days or weeks before (bigin 3.12).
 * @throws InputError if the task does not repeat
 */
export function checkTaskReminder(task: IDataObject): IDataObject {
	const alarm = isObject(task.Remind_At) ? String(task.Remind_At.ALARM) : '';
	if (/(^|;)TRIGGER_TIME=/.test(alarm) && task.Recurring_Activity === undefined) {
		throw new InputError(
			"'Reminder' is set to days or weeks before, which only a task that repeats can have",
			'Remind_At',
			"Set 'Remind' to 'At a Date and Time', or fill in 'Repeat'.",
		);
	}
	return task;
}
