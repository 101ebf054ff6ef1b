import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import {
	boolean,
	choice,
	dateField,
	readId,
	rows,
	text,
	type Field,
} from '../../shared/form/fields';
import { show } from '../../shared/base/values';
import { description, ID, owner, tags } from '../fields/common';
import { recurrence } from '../fields/recurrence';
import { relatedRecord } from '../fields/relatedRecord';
import { eventReminders } from '../fields/reminders';
import type { Module } from './module';

const participants = rows(
	'Participants',
	'Participants',
	[
		choice(
			'type',
			'Type',
			[
				{ name: 'Contact', value: 'contact' },
				{ name: 'Email', value: 'email' },
				{ name: 'User', value: 'user' },
			],
			{ required: true },
		),
		text('participant', 'Participant', {
			required: true,
			placeholder: 'e.g. name@email.com',
			description: 'ID of the contact or user, or an email address',
		}),
	],
	{
		button: 'Add Participant',
		row: 'Participant',
		unknown: 'send',
		description: 'Contacts, users and email addresses that take part in the event',
		finish: checkParticipant,
	},
);

/**
 * Checks that a participant fits its type: an email address, or the ID of a contact or user (bigin 3.8).
 * @throws InputError if it does not
 */
function checkParticipant(row: IDataObject, rowName: string): IDataObject {
	const label = `${rowName.slice(0, -1)} > Participant'`;
	if (row.type !== 'email')
		return {
			...row,
			participant: readId(row.participant, label, 'Participants', ID.form, ID.expects),
		};
	if (/^[^@\s]+@[^@\s]+$/.test(String(row.participant))) return row;
	throw new InputError(
		`${label} must be an email address, but is ${show(row.participant)}`,
		'Participants',
		"Correct the address, or choose another 'Type'.",
	);
}

/** An event must end after it starts. An all-day event may start and end at the same time. */
function checkTimes(event: IDataObject): IDataObject {
	const length = Date.parse(String(event.End_DateTime)) - Date.parse(String(event.Start_DateTime));
	if (length > 0 || (length === 0 && event.All_day === true)) return event;
	throw new InputError(
		`'End' must be after 'Start', but is ${String(event.End_DateTime)} for a start at ${String(event.Start_DateTime)}`,
		'End_DateTime',
		"Correct 'Start' or 'End'; times without an offset are read in the workflow's time zone.",
	);
}

/** An update may change only one of the two times. Bigin holds the other, so there is nothing to compare here. */
function checkChangedTimes(event: IDataObject): IDataObject {
	return event.Start_DateTime === undefined || event.End_DateTime === undefined
		? event
		: checkTimes(event);
}

/** Fields of an event (bigin 3.8). */
const fields: readonly Field[] = [
	text('Event_Title', 'Title', { required: true, placeholder: 'e.g. Kick-off with Zylker' }),
	dateField('Start_DateTime', 'Start', 'offset', { required: true }),
	dateField('End_DateTime', 'End', 'offset', { required: true }),
	boolean('All_day', 'All Day', { description: 'Whether the event lasts all day' }),
	description,
	owner,
	participants,
	relatedRecord,
	eventReminders,
	recurrence,
	tags,
	text('Venue', 'Venue', { placeholder: 'e.g. Online' }),
];

export const event: Module = {
	api: 'Events',
	name: 'Event',
	value: 'event',
	noun: 'event',
	nouns: 'events',
	fields,
	title: 'Event_Title',
	names: ['Event_Title'],
	simple: [
		'Event_Title',
		'Start_DateTime',
		'End_DateTime',
		'All_day',
		'Venue',
		'Related_To',
		'Owner',
		'Tag',
		'Modified_Time',
	],
	finish: checkTimes,
	finishUpdate: checkChangedTimes,
};
