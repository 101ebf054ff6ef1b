import { boolean, text, type Field } from '../../shared/form/fields';
import { moment, picklist } from '../fields/common';
import { picked, reference } from '../fields/ids';
import { ownFields } from '../fields/mapped';
import type { SalesforceKind } from './kind';
import { related } from './record';

/** The user that a record belongs to. */
export const owner = picked(
	reference('OwnerId', 'Owner', { description: 'The user that the record belongs to' }),
	'searchUsers',
);

/** Fields of an interaction as the object has them (salesforce-engagement 2.1). */
const fields: readonly Field[] = [
	moment('AttendeeVerificationTime', 'Attendee Verification Time'),
	picklist('CommunicationChannel', 'Communication Channel', [
		'In Person',
		'Video Call',
		'Voice Call',
		'Web Chat',
	]),
	reference('ContextId', 'Context ID', { description: 'ID of the service appointment or visit' }),
	moment('EndDateTime', 'End Date Time'),
	text('ExternalIdentifier', 'External Identifier', {
		max: 255,
		placeholder: 'e.g. call-88121',
		description: 'Your own key for the interaction, to find it again',
	}),
	picked(
		reference('InitiatingAttendeeId', 'Initiating Attendee', {
			description: 'The account, contact or lead that began the conversation',
		}),
		'searchPeople',
	),
	boolean('IsAttendeeAuthenticated', 'Is Attendee Authenticated', {
		description: 'Whether the attendee was authenticated by the phone system or the website',
	}),
	boolean('IsAttendeeVerified', 'Is Attendee Verified', {
		description: 'Whether the attendee who began the conversation was verified',
	}),
	owner,
	text('PhoneNumber', 'Phone Number', { max: 40, placeholder: 'e.g. +44 111 000 0000' }),
	text('Reason', 'Reason', { max: 765, placeholder: 'e.g. Unknown Charges' }),
	reference('RecordTypeId', 'Record Type ID', { description: 'Since API version 62.0' }),
	picklist('Sentiment', 'Sentiment', ['Negative', 'Neutral', 'Positive'], { default: 'Neutral' }),
	moment('StartDateTime', 'Start Date Time'),
	picklist('Status', 'Status', ['Completed', 'In Progress', 'New'], { default: 'New' }),
	picklist('Type', 'Type', ['Inbound', 'Inbound Interaction', 'Outbound', 'Outbound Interaction']),
];

/** An engagement interaction as a record of its object. */
export const interaction: SalesforceKind = {
	api: 'EngagementInteraction',
	name: 'Interaction',
	value: 'interaction',
	noun: 'interaction',
	nouns: 'interactions',
	fields,
	names: ['ExternalIdentifier'],
	simple: [
		'Name',
		'ExternalIdentifier',
		'CommunicationChannel',
		'StartDateTime',
		'EndDateTime',
		'Status',
		'Type',
		'Reason',
		'InitiatingAttendeeId',
	],
	choose: [],
	mapper: ownFields,
	finish: related,
	finishUpdate: related,
};
