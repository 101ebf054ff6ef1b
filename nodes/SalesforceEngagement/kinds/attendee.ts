import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import { boolean, type Field } from '../../shared/form/fields';
import { moment, picklist } from '../fields/common';
import { picked, reference } from '../fields/ids';
import { ownFields } from '../fields/mapped';
import { owner } from './interaction';
import type { SalesforceKind } from './kind';
import { related } from './record';

/** The interaction, voice call or messaging session that a record belongs to. */
export const parent: Field = picked(
	reference('EngagementId', 'Interaction', {
		required: true,
		description: 'The interaction, voice call or messaging session it belongs to',
	}),
	'searchInteractions',
);

/** Fields of an attendee as the object has them (salesforce-engagement 2.2). */
const fields: readonly Field[] = [
	parent,
	moment('StartDateTime', 'Start Date Time', { required: true }),
	moment('EndDateTime', 'End Date Time'),
	picked(
		reference('ExternalAttendeeId', 'External Attendee', {
			description: 'The account, contact or lead; needed unless Internal Attendee is filled in',
		}),
		'searchPeople',
	),
	picked(
		reference('InternalAttendeeId', 'Internal Attendee', {
			description: 'The user; needed unless External Attendee is filled in',
		}),
		'searchUsers',
	),
	boolean('IsAuthenticated', 'Is Authenticated', {
		description: 'Whether the attendee was authenticated',
	}),
	boolean('IsVerified', 'Is Verified', { description: 'Whether the attendee was verified' }),
	owner,
	picklist('Role', 'Role', [{ name: 'On Behalf', value: 'OnBehalf' }, 'Self'], {
		default: 'Self',
		description: 'For whom the attendee speaks',
	}),
	moment('VerificationTime', 'Verification Time'),
];

/** An attendee of an interaction, a voice call or a messaging session. */
export const attendee: SalesforceKind = {
	api: 'EngagementAttendee',
	name: 'Attendee',
	value: 'attendee',
	noun: 'attendee',
	nouns: 'attendees',
	fields,
	names: ['EngagementId', 'ExternalAttendeeId'],
	simple: [
		'Name',
		'EngagementId',
		'ExternalAttendeeId',
		'InternalAttendeeId',
		'Role',
		'StartDateTime',
		'EndDateTime',
		'IsVerified',
	],
	choose: [],
	mapper: ownFields,
	finish: withPerson,
	finishUpdate: related,
};

/** An attendee is a person outside, a user, or both (salesforce-engagement 2.2). */
function withPerson(values: IDataObject): IDataObject {
	const record = related(values);
	if (
		['ExternalAttendeeId', 'InternalAttendeeId', 'ExternalAttendee', 'InternalAttendee'].some(
			(name) => record[name] !== undefined,
		)
	)
		return record;
	throw new InputError(
		"The attendee has neither an 'External Attendee' nor an 'Internal Attendee'",
		'ExternalAttendeeId',
		"Fill in 'External Attendee' for a customer or 'Internal Attendee' for a user.",
	);
}
