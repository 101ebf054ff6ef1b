import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import {
	choice,
	dateField,
	group,
	list,
	number,
	type Field,
	type ReadContext,
} from '../../shared/form/fields';
import { isEmpty, show } from '../../shared/base/values';
import { optionalNumber, shownFor } from './common';
import { ruleText } from './ruleText';

const DAYS = [
	{ name: 'Friday', value: 'FR' },
	{ name: 'Monday', value: 'MO' },
	{ name: 'Saturday', value: 'SA' },
	{ name: 'Sunday', value: 'SU' },
	{ name: 'Thursday', value: 'TH' },
	{ name: 'Tuesday', value: 'TU' },
	{ name: 'Wednesday', value: 'WE' },
];

const WEEKS = [
	{ name: 'First', value: '1' },
	{ name: 'Fourth', value: '4' },
	{ name: 'Last', value: '-1' },
	{ name: 'Not Set', value: '' },
	{ name: 'Second', value: '2' },
	{ name: 'Third', value: '3' },
];

/** Keys of a rule in the order in which the node writes them. Bigin's own examples use several orders (bigin 3.11). */
const ORDER = [
	'FREQ',
	'INTERVAL',
	'COUNT',
	'UNTIL',
	'BYMONTHDAY',
	'BYDAY',
	'BYSETPOS',
	'DTSTART',
] as const;

const byDayOptions = {
	description: 'Days of the week on which it repeats; the weekday of the first one if left empty',
};

/** Days as a multi-select. A guess: several are joined by commas, as in iCalendar. The page shows only one (bigin 3.11). */
const byDay = withElement(
	list('BYDAY', 'On Days of Week', {
		...byDayOptions,
		entry: (value, label) => {
			if (DAYS.some((day) => day.value === value)) return value;
			throw new InputError(
				`${label} must hold SU, MO, TU, WE, TH, FR or SA only, but holds ${show(value)}`,
				'BYDAY',
			);
		},
	}),
	{ type: 'multiOptions', default: [], options: DAYS },
);

const bySetPos = choice('BYSETPOS', 'On Week of Month', WEEKS, {
	default: '',
	description: 'Week of the month in which it repeats',
});

/** The form of a rule. Its fields stand in the order in which a user fills them in. */
const frame = group('Recurring_Activity', 'Repeat', [
	choice(
		'FREQ',
		'Frequency',
		[
			{ name: 'Daily', value: 'DAILY' },
			{ name: 'Weekly', value: 'WEEKLY' },
			{ name: 'Monthly', value: 'MONTHLY' },
			{ name: 'Yearly', value: 'YEARLY' },
		],
		{ required: true },
	),
	number('INTERVAL', 'Interval', {
		required: true,
		min: 1,
		max: 99,
		integer: true,
		description:
			'How many days, weeks, months or years each step takes, such as 2 for every second week',
	}),
	shownFor(
		optionalNumber('BYMONTHDAY', 'On Day of Month', {
			min: 1,
			max: 31,
			integer: true,
			placeholder: 'e.g. 15',
			description: 'Day of the month on which it repeats',
		}),
		'FREQ',
		['MONTHLY', 'YEARLY'],
	),
	shownFor(byDay, 'FREQ', ['WEEKLY', 'MONTHLY', 'YEARLY']),
	// A week from an expression may be a number.
	shownFor(
		{
			...bySetPos,
			read: (value, context) =>
				bySetPos.read(typeof value === 'number' ? String(value) : value, context),
		},
		'FREQ',
		['MONTHLY', 'YEARLY'],
	),
	choice(
		'ends',
		'Repeat Ends',
		[
			{ name: 'After a Number of Times', value: 'COUNT' },
			{ name: 'On a Date', value: 'UNTIL' },
		],
		{ required: true },
	),
	shownFor(
		number('COUNT', 'Repeat Times', {
			min: 1,
			max: 99,
			integer: true,
			description: 'How many times it takes place in total',
		}),
		'ends',
		['COUNT'],
	),
	shownFor(
		dateField('UNTIL', 'Repeat Until', 'day', {
			description: 'Last day on which it may take place',
		}),
		'ends',
		['UNTIL'],
	),
	dateField('DTSTART', 'Start Date', 'day', { description: 'Day on which the rule starts' }),
]);

/** How an event or a task repeats: `{ RRULE: "FREQ=..;INTERVAL=.." }` (bigin 3.11). */
export const recurrence: Field = {
	...frame,
	read: (value, context) =>
		context.from === 'form'
			? ruleOfForm(frame.read(value, context), context)
			: ruleText(value, 'RRULE', /(^|;)FREQ=/, frame, context),
};

function ruleOfForm(
	values: ReturnType<typeof frame.read>,
	context: ReadContext,
): IDataObject | undefined {
	if (values === undefined) return undefined;
	const inside = `${context.prefix}Repeat > `;
	const { ends } = values;
	if (isEmpty(values[ends])) {
		const missing = ends === 'COUNT' ? 'Repeat Times' : 'Repeat Until';
		throw new InputError(
			`'${inside}${missing}' is missing`,
			ends,
			`Fill in '${missing}', or choose another value for 'Repeat Ends'.`,
		);
	}
	const pastMonths = values.FREQ === 'DAILY' || values.FREQ === 'WEEKLY';
	for (const [key, name] of [
		['BYMONTHDAY', 'On Day of Month'],
		['BYSETPOS', 'On Week of Month'],
	] as const) {
		if (pastMonths && !isEmpty(values[key])) {
			throw new InputError(
				`'${inside}${name}' is only for a monthly or yearly frequency`,
				key,
				`Clear '${name}', or choose another 'Frequency'.`,
			);
		}
	}
	const other = ends === 'COUNT' ? 'UNTIL' : 'COUNT';
	const parts = ORDER.filter((key) => key !== other).flatMap((key) => {
		const given = values[key];
		const text = Array.isArray(given) ? given.join(',') : given;
		return isEmpty(text) ? [] : [`${key}=${text}`];
	});
	return { RRULE: parts.join(';') };
}

function withElement<One extends Field>(field: One, element: Partial<Field['property']>): One {
	return { ...field, property: { ...field.property, ...element } };
}
