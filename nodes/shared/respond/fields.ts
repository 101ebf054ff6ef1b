import { WAIT_INDEFINITELY } from 'n8n-workflow';

import { InputError } from '../base/errors';
import { choice, dateField, group, number, text, type Field, type ValueIn } from '../form/fields';

/*
 * These fields have the names that n8n's own nodes use, because n8n derives the node's human-in-the-loop tool for agents
 * from them. That tool keeps `message`, `responseType` and `approvalOptions` and hides the others it knows.
 */

export const message = text('message', 'Message', {
	required: true,
	rows: 4,
	placeholder: 'e.g. May this order be refunded?',
	description: 'What to ask; the links for the answer follow it',
});

export const responseType = choice(
	'responseType',
	'Response Type',
	[
		{ name: 'Approval', value: 'approval', description: 'The reader approves or declines' },
		{ name: 'Free Text', value: 'freeText', description: 'The reader writes an answer in a form' },
	],
	{ required: true, default: 'approval', description: 'How the message is answered' },
);

const approval = group('approvalOptions', 'Approval Options', [
	choice(
		'approvalType',
		'Type of Approval',
		[
			{ name: 'Approve and Disapprove', value: 'double' },
			{ name: 'Approve Only', value: 'single' },
		],
		{ default: 'double' },
	),
	text('approveLabel', 'Approve Label', { max: 60, default: 'Approve' }),
	text('disapproveLabel', 'Disapprove Label', { max: 60, default: 'Decline' }),
]);

/** If absent, the reader can approve and decline. */
export const approvalOptions = {
	...approval,
	upFront: true,
	property: {
		...approval.property,
		placeholder: 'Add Option',
		displayOptions: { show: { responseType: ['approval'] } },
	},
};

function shownFor<One extends Field>(limitType: string, field: One): One {
	return {
		...field,
		property: { ...field.property, displayOptions: { show: { limitType: [limitType] } } },
	};
}

const limit = group('limitWaitTime', 'Limit Wait Time', [
	choice(
		'limitType',
		'Limit Type',
		[
			{ name: 'After Time Interval', value: 'afterTimeInterval' },
			{ name: 'At Specified Time', value: 'atSpecifiedTime' },
		],
		{ default: 'afterTimeInterval' },
	),
	shownFor('afterTimeInterval', number('resumeAmount', 'Amount', { min: 0, default: 45 })),
	shownFor(
		'afterTimeInterval',
		choice(
			'resumeUnit',
			'Unit',
			[
				{ name: 'Days', value: 'days' },
				{ name: 'Hours', value: 'hours' },
				{ name: 'Minutes', value: 'minutes' },
			],
			{ default: 'minutes' },
		),
	),
	shownFor('atSpecifiedTime', dateField('maxDateAndTime', 'Max Date and Time', 'utc')),
]);

export const limitWaitTime = {
	...limit,
	property: {
		...limit.property,
		description:
			'When the workflow continues without an answer; the input item is then passed on unchanged',
		default: {
			values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' },
		},
	},
};

export const linkLabel = text('messageButtonLabel', 'Link Label', {
	max: 60,
	default: 'Respond',
	description: "Text before the link to the answer form, for the response type 'Free Text'",
});

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/**
 * When the execution stops waiting.
 * @param now milliseconds since the epoch
 * @throws InputError if the limit is incomplete or in the past
 */
export function waitTill(
	{ limitWaitTime: limited }: ValueIn<typeof limitWaitTime>,
	now = Date.now(),
): Date {
	if (limited === undefined) return WAIT_INDEFINITELY;
	const {
		limitType = 'afterTimeInterval',
		resumeAmount = 45,
		resumeUnit = 'minutes',
		maxDateAndTime = '',
	} = limited;
	const until =
		limitType === 'atSpecifiedTime'
			? Date.parse(maxDateAndTime)
			: now + resumeAmount * UNITS[resumeUnit];
	const date = new Date(until);
	if (Number.isNaN(date.getTime()) || until < now)
		throw new InputError(
			"'Limit Wait Time' is not in the future",
			'limitWaitTime',
			"Give an amount and a unit, or a 'Max Date and Time' in the future.",
		);
	return date;
}
