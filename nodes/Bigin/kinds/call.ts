import { choice, dateField, text, type Field } from '../../shared/form/fields';
import { callDuration } from '../fields/duration';
import { biginLookup, description, owner, tags } from '../fields/common';
import { relatedRecord } from '../fields/relatedRecord';
import type { Module } from './module';

/** Fields of a call. Some types in the vendor's table are wrong; these are the corrected ones (bigin 3.7). */
const fields: readonly Field[] = [
	choice('Call_Type', 'Call Type', ['Outbound', 'Inbound', 'Missed'], { required: true }),
	dateField('Call_Start_Time', 'Call Start Time', 'offset', { required: true }),
	callDuration,
	text('Call_Agenda', 'Call Agenda', { rows: 2 }),
	biginLookup('Contact_Name', 'Contact', 'The contact on the phone', 'searchContacts'),
	description,
	text('Dialled_Number', 'Dialled Number', { placeholder: 'e.g. +1 555 246 8135' }),
	owner,
	relatedRecord,
	dateField('Reminder', 'Reminder', 'offset', { description: 'When to remind you of the call' }),
	text('Subject', 'Subject', { placeholder: 'e.g. Cruise package discussion' }),
	tags,
];

export const call: Module = {
	api: 'Calls',
	name: 'Call',
	value: 'call',
	noun: 'call',
	nouns: 'calls',
	fields,
	title: 'Subject',
	names: ['Subject'],
	simple: [
		'Subject',
		'Call_Type',
		'Call_Start_Time',
		'Call_Duration',
		'Contact_Name',
		'Related_To',
		'Owner',
		'Tag',
		'Modified_Time',
	],
};
