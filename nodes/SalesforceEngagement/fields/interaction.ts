import type { IDataObject } from 'n8n-workflow';
import { boolean, id, rows, text, type Field } from '../../shared/form/fields';
import { InputError } from '../../shared/base/errors';
import { NOT_SET, customFields, moment, picklist } from './common';
import { picked } from './ids';

type Words = { description: string; hint?: string };

/** An account, a contact or a lead, picked by its name. */
function person(name: string, displayName: string, words: Words): Field {
	return picked(id(name, displayName, words), 'searchPeople');
}

function user(name: string, displayName: string, words: Words): Field {
	return picked(id(name, displayName, words), 'searchUsers');
}

/** Fields of an attendee (salesforce-engagement 1.4). `id` and `engagementInteractionId` make no sense inside a new interaction. */
export const attendeeFields: readonly Field[] = [
	customFields('attendee'),
	moment('endDateTime', 'End Date Time'),
	person('externalAttendeeId', 'External Attendee', {
		description: 'The account, contact or lead; needed unless Internal Attendee is filled in',
	}),
	user('internalAttendeeId', 'Internal Attendee', {
		description: 'The user; needed unless External Attendee is filled in',
		hint: 'Salesforce adds the connected user as an attendee by itself, unless your org has switched that off; adding that user here may list the user twice',
	}),
	boolean('isAuthenticated', 'Is Authenticated', {
		description: 'Whether the attendee was authenticated',
	}),
	boolean('isVerified', 'Is Verified', { description: 'Whether the attendee was verified' }),
	user('ownerId', 'Owner', { description: 'The user the attendee record belongs to' }),
	picklist('role', 'Role', [NOT_SET, { name: 'On Behalf', value: 'OnBehalf' }, 'Self'], {
		default: '',
		description: 'For whom the attendee speaks',
	}),
	moment('startDateTime', 'Start Date Time', { required: true }),
	moment('verificationTime', 'Verification Time'),
];

/** Fields of a topic (salesforce-engagement 1.5). */
export const topicFields: readonly Field[] = [
	customFields('topic'),
	text('interactionSummary', 'Interaction Summary', { rows: 3, max: 765 }),
	text('name', 'Name', { required: true, max: 255, placeholder: 'e.g. Fee Reversal' }),
	user('ownerId', 'Owner', {
		description: 'The user the topic belongs to; the connected user if left out',
	}),
	id('parentTopicId', 'Parent Topic ID', {
		description: 'ID of another engagement topic that this one belongs to',
	}),
	text('processFailureReason', 'Process Failure Reason', {
		description: 'A value of the picklist that your org has set up',
	}),
	text('processName', 'Process Name', { max: 255, placeholder: 'e.g. Card Fee Reversal' }),
	// The vendor's pages spell one value in two ways (salesforce-engagement 12).
	picklist(
		'processStatus',
		'Process Status',
		['Canceled', 'Cancelled', 'Completed', 'Failed', 'Initiated', NOT_SET],
		{ default: '' },
	),
	picklist(
		'processType',
		'Process Type',
		['Flow', NOT_SET, 'OmniScript', { name: 'Quick Action', value: 'QuickAction' }],
		{ default: '' },
	),
	person('relatedPersonId', 'Related Person', {
		description: 'The account, contact or lead the topic is about',
	}),
	id('topicId', 'Topic ID', {
		placeholder: 'e.g. 500000000000001AAA',
		description:
			'ID of the business record the conversation was about, such as a case, an order or an asset',
	}),
];

/** Fields of an interaction (salesforce-engagement 1.3). */
export const interactionFields = [
	picklist(
		'communicationChannel',
		'Communication Channel',
		['In Person', 'Video Call', 'Voice Call', 'Web Chat'],
		{ required: true, description: 'How the conversation was held' },
	),
	moment('startDateTime', 'Start Date Time', {
		required: true,
		description: 'When the conversation began',
	}),
	boolean('attendeeVerified', 'Attendee Verified', {
		required: true,
		description: 'Whether the attendee who began the conversation was verified',
	}),
	boolean('attendeeAuthenticated', 'Attendee Authenticated', {
		description: 'Whether the attendee was authenticated by the phone system or the website',
	}),
	moment('attendeeVerificationTime', 'Attendee Verification Time', {
		description: 'When the attendee was verified; now, if left out for a verified attendee',
	}),
	id('contextId', 'Context ID', { description: 'ID of the service appointment or visit' }),
	customFields('interaction'),
	moment('endDateTime', 'End Date Time'),
	rows('engagementAttendees', 'Attendees', attendeeFields, {
		row: 'Attendee',
		button: 'Add Attendee',
		finish: withAttendee,
		description: 'Who took part',
	}),
	rows('engagementTopics', 'Topics', topicFields, {
		row: 'Topic',
		button: 'Add Topic',
		description: 'What the conversation was about',
	}),
	text('externalIdentifierId', 'External Identifier', {
		max: 255,
		placeholder: 'e.g. call-88121',
		description: 'Your own key for the interaction, to find it again',
	}),
	person('initiatingAttendeeId', 'Initiating Attendee', {
		description: 'The account, contact or lead that began the conversation',
	}),
	picklist('mappedState', 'Mapped State', ['Completed', 'In Progress', 'New'], {
		default: 'New',
		description: 'Leave it out to let it follow the status',
	}),
	text('phoneNumber', 'Phone Number', {
		max: 40,
		placeholder: 'e.g. +44 111 000 0000',
		description: 'Number of the caller',
	}),
	text('reason', 'Reason', { max: 765, placeholder: 'e.g. Unknown Charges' }),
	picklist('sentiment', 'Sentiment', ['Negative', 'Neutral', 'Positive'], { default: 'Neutral' }),
	picklist('status', 'Status', ['Completed', 'In Progress', 'New'], { default: 'New' }),
	// The vendor's pages name these values in two ways (salesforce-engagement 12); which of them is right depends on the org.
	picklist('type', 'Type', ['Inbound', 'Inbound Interaction', 'Outbound', 'Outbound Interaction'], {
		description: 'Choose the spelling that your org uses',
	}),
] as const;

/** An attendee is a person outside, a user, or both (salesforce-engagement 1.4). */
function withAttendee(row: IDataObject, label: string): IDataObject {
	if (row.externalAttendeeId !== undefined || row.internalAttendeeId !== undefined) return row;
	throw new InputError(
		`${label} has neither an 'External Attendee' nor an 'Internal Attendee'`,
		'externalAttendeeId',
		"Fill in 'External Attendee' for a customer or 'Internal Attendee' for a user.",
	);
}

/** API names of records whose name in the interaction is another one (salesforce-engagement 2.4), in lower case. */
const RECORD_NAMES: Record<string, string> = {
	isattendeeauthenticated: 'attendeeauthenticated',
	isattendeeverified: 'attendeeverified',
	externalidentifier: 'externalidentifierid',
};

const displayNames = new Map(
	[...topicFields, ...attendeeFields, ...interactionFields].map((field) => [
		field.name.toLowerCase(),
		field.property.displayName,
	]),
);

/** The display name of a field that Salesforce names, be it as a property of the request or as a field of the record. */
export function displayNameOf(field: string): string | undefined {
	const name = field.toLowerCase();
	return displayNames.get(RECORD_NAMES[name] ?? name);
}
