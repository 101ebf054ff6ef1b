import { choice, dateField, text, type Field } from '../../../shared/fields';
import { createRecords } from '../../create';
import { callDuration } from '../../duration';
import { biginLookup, customFields, description, owner, tags } from '../../fields';
import { relatedRecord } from '../../related';

/** Fields of a call, with the types that the page's table gets wrong put right (contract 3.7). */
const fields: readonly Field[] = [
	choice('Call_Type', 'Call Type', ['Outbound', 'Inbound', 'Missed'], { required: true }),
	dateField('Call_Start_Time', 'Call Start Time', 'offset', { required: true }),
	callDuration,
	text('Call_Agenda', 'Call Agenda', { rows: 2 }),
	biginLookup('Contact_Name', 'Contact ID', 'ID of the contact on the phone'),
	customFields,
	description,
	text('Dialled_Number', 'Dialled Number', { placeholder: 'e.g. +1 555 246 8135' }),
	owner,
	relatedRecord,
	dateField('Reminder', 'Reminder', 'offset', { description: 'When you are reminded of the call' }),
	text('Subject', 'Subject', { placeholder: 'e.g. Cruise package discussion' }),
	tags,
];

export const createCall = createRecords({ module: 'Calls', noun: 'call', fields });
