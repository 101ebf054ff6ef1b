/** A field of an object, as far as the fake org needs to know it (salesforce-engagement 2.6). */
export interface FieldSchema {
	name: string;
	label: string;
	type: string;
	length?: number;
	/** Allowed values of a picklist; others are refused where it is restricted. */
	values?: readonly string[];
	restricted?: boolean;
	required?: boolean;
	/** Filled in by Salesforce, so neither created nor updated. */
	system?: boolean;
	externalId?: boolean;
	unique?: boolean;
	idLookup?: boolean;
	nameField?: boolean;
	defaultValue?: boolean | string;
	referenceTo?: readonly string[];
	relationshipName?: string;
	compoundFieldName?: string;
}

/** A kind of record of the org. */
export interface ObjectSchema {
	name: string;
	label: string;
	labelPlural: string;
	keyPrefix: string;
	fields: readonly FieldSchema[];
	/** Record types beside the master, with the picklist values that each leaves (salesforce-engagement 2.7). */
	recordTypes?: ReadonlyArray<{ id: string; name: string; values: Record<string, string[]> }>;
}

/** A relationship that leads to the records which name one of an object (salesforce-engagement 2.6). */
export interface Relationship {
	name: string;
	object: string;
	field: string;
}

const field = (name: string, label: string, type: string, more: Partial<FieldSchema> = {}) => ({
	name,
	label,
	type,
	...more,
});
const text = (name: string, label: string, length: number, more: Partial<FieldSchema> = {}) =>
	field(name, label, 'string', { length, ...more });
const moment = (name: string, label: string, more: Partial<FieldSchema> = {}) =>
	field(name, label, 'datetime', more);
const flag = (name: string, label: string) =>
	field(name, label, 'boolean', { defaultValue: false });
const pick = (name: string, label: string, values: string[], more: Partial<FieldSchema> = {}) =>
	field(name, label, 'picklist', { length: 255, values, restricted: true, ...more });
const to = (name: string, label: string, ...referenceTo: string[]) =>
	field(name, label, 'reference', {
		length: 18,
		referenceTo,
		relationshipName: name.endsWith('__c') ? name.replace(/c$/, 'r') : name.replace(/Id$/, ''),
	});

/** Fields that every object has (salesforce-engagement 2). */
const SYSTEM: readonly FieldSchema[] = [
	field('Id', 'Record ID', 'id', { length: 18, system: true, idLookup: true }),
	field('IsDeleted', 'Deleted', 'boolean', { system: true }),
	moment('CreatedDate', 'Created Date', { system: true }),
	moment('LastModifiedDate', 'Last Modified Date', { system: true }),
	moment('SystemModstamp', 'System Modstamp', { system: true }),
	{ ...to('CreatedById', 'Created By ID', 'User'), system: true },
	{ ...to('LastModifiedById', 'Last Modified By ID', 'User'), system: true },
];
const owner = { ...to('OwnerId', 'Owner ID', 'User'), defaultValue: '005000000000001AAA' };
const autoName = text('Name', 'Name', 30, { system: true, nameField: true, idLookup: true });

const PEOPLE = ['Account', 'Contact', 'Lead'];
const PARENTS = ['EngagementInteraction', 'MessagingSession', 'VoiceCall'];

/** The objects of the org (salesforce-engagement 2.1 to 2.3), and some that serve them. */
export const SCHEMAS: readonly ObjectSchema[] = [
	{
		name: 'EngagementInteraction',
		label: 'Engagement Interaction',
		labelPlural: 'Engagement Interactions',
		keyPrefix: '0xx',
		fields: [
			...SYSTEM,
			autoName,
			owner,
			moment('AttendeeVerificationTime', 'Attendee Verification Time'),
			pick('CommunicationChannel', 'Communication Channel', [
				'In Person',
				'Video Call',
				'Voice Call',
				'Web Chat',
			]),
			to('ContextId', 'Context ID', 'ServiceAppointment', 'Visit'),
			text('Duration', 'Duration', 4000, { system: true }),
			moment('EndDateTime', 'End Date Time'),
			text('ExternalIdentifier', 'External Identifier', 255, { idLookup: true }),
			to('InitiatingAttendeeId', 'InitiatingAttendee ID', ...PEOPLE),
			flag('IsAttendeeAuthenticated', 'Is Attendee Authenticated'),
			flag('IsAttendeeVerified', 'Is Attendee Verified'),
			to('RecordTypeId', 'Record Type ID', 'RecordType'),
			pick('MappedState', 'Mapped State', ['Completed', 'InProgress', 'New'], { system: true }),
			field('PhoneNumber', 'Phone Number', 'phone', { length: 40 }),
			text('Reason', 'Reason', 765),
			pick('Sentiment', 'Sentiment', ['Negative', 'Neutral', 'Positive']),
			moment('StartDateTime', 'Start Date Time'),
			pick('Status', 'Status', ['Completed', 'In Progress', 'New']),
			pick('Type', 'Type', ['Inbound', 'Outbound', 'Inbound Interaction', 'Outbound Interaction']),
			text('Branch_Name__c', 'Branch Name', 80),
			field('Is_Vip__c', 'Is VIP', 'boolean', { defaultValue: false }),
			field('Branch_Geo__c', 'Branch Geo', 'location', { system: true }),
			field('Branch_Geo__Latitude__s', 'Branch Geo (Latitude)', 'double', {
				compoundFieldName: 'Branch_Geo__c',
			}),
			field('Branch_Geo__Longitude__s', 'Branch Geo (Longitude)', 'double', {
				compoundFieldName: 'Branch_Geo__c',
			}),
			field('Review_Date__c', 'Review Date', 'date'),
			pick('Line__c', 'Line', ['Hotline', 'Sales'], { restricted: false }),
		],
		recordTypes: [
			{
				id: '012000000000001AAA',
				name: 'Phone',
				values: { CommunicationChannel: ['Voice Call', 'Video Call'], Line__c: ['Hotline'] },
			},
		],
	},
	{
		name: 'EngagementAttendee',
		label: 'Engagement Attendee',
		labelPlural: 'Engagement Attendees',
		keyPrefix: '0xy',
		fields: [
			...SYSTEM,
			autoName,
			owner,
			moment('EndDateTime', 'End Date Time'),
			{ ...to('EngagementId', 'Engagement ID', ...PARENTS), required: true },
			to('ExternalAttendeeId', 'External Attendee ID', ...PEOPLE),
			to('InternalAttendeeId', 'Internal Attendee ID', 'User'),
			flag('IsAuthenticated', 'Is Authenticated'),
			flag('IsVerified', 'Is Verified'),
			pick('Role', 'Role', ['OnBehalf', 'Self'], { restricted: false }),
			moment('StartDateTime', 'Start Date Time'),
			moment('VerificationTime', 'Verification Time'),
		],
	},
	{
		name: 'EngagementTopic',
		label: 'Engagement Topic',
		labelPlural: 'Engagement Topics',
		keyPrefix: '0xz',
		fields: [
			...SYSTEM,
			text('Name', 'Name', 255, { required: true, nameField: true, idLookup: true }),
			owner,
			{ ...to('EngagementId', 'Engagement ID', ...PARENTS), required: true },
			text('InteractionSummary', 'Interaction Summary', 765),
			to('ParentTopicId', 'Engagement Topic ID', 'EngagementTopic'),
			pick('ProcessFailureReason', 'Process Failure Reason', [], { restricted: false }),
			text('ProcessName', 'Process Name', 255),
			pick('ProcessStatus', 'Process Status', ['Cancelled', 'Completed', 'Failed', 'Initiated']),
			pick('ProcessType', 'Process Type', ['Flow', 'OmniScript', 'QuickAction']),
			to('RelatedPersonId', 'RelatedPerson ID', ...PEOPLE),
			to('TopicId', 'Topic ID', 'Asset', 'Case', 'Order', 'Opportunity'),
		],
	},
	{
		name: 'Account',
		label: 'Account',
		labelPlural: 'Accounts',
		keyPrefix: '001',
		fields: [
			...SYSTEM,
			text('Name', 'Account Name', 255, { required: true, nameField: true }),
			owner,
			field('Phone', 'Account Phone', 'phone', { length: 40 }),
			text('Ext__c', 'External Key', 80, { externalId: true, unique: true, idLookup: true }),
		],
	},
	{
		name: 'Contact',
		label: 'Contact',
		labelPlural: 'Contacts',
		keyPrefix: '003',
		fields: [
			...SYSTEM,
			text('FirstName', 'First Name', 40),
			text('LastName', 'Last Name', 80, { required: true }),
			text('Name', 'Full Name', 121, { system: true, nameField: true }),
			owner,
			to('AccountId', 'Account ID', 'Account'),
			field('Email', 'Email', 'email', { length: 80, idLookup: true }),
			field('Phone', 'Business Phone', 'phone', { length: 40 }),
			field('MobilePhone', 'Mobile Phone', 'phone', { length: 40 }),
			field('Birthdate', 'Birthdate', 'date'),
			field('Description', 'Contact Description', 'textarea', { length: 32000 }),
			pick('LeadSource', 'Lead Source', ['Web', 'Phone', 'Other'], { restricted: false }),
			field('Ext__c', 'External Key', 'string', {
				length: 80,
				externalId: true,
				unique: true,
				idLookup: true,
			}),
			field('Score__c', 'Score', 'double'),
			field('Interests__c', 'Interests', 'multipicklist', {
				length: 4099,
				values: ['Golf', 'Wine', 'Opera'],
				restricted: true,
			}),
			field('Is_Vip__c', 'Is VIP', 'boolean', { defaultValue: false }),
		],
	},
	{
		name: 'Lead',
		label: 'Lead',
		labelPlural: 'Leads',
		keyPrefix: '00Q',
		fields: [
			...SYSTEM,
			text('LastName', 'Last Name', 80, { required: true }),
			text('Company', 'Company', 255, { required: true }),
			text('Name', 'Full Name', 121, { system: true, nameField: true }),
			field('Email', 'Email', 'email', { length: 80 }),
			field('Phone', 'Phone', 'phone', { length: 40 }),
			owner,
		],
	},
	{
		name: 'Case',
		label: 'Case',
		labelPlural: 'Cases',
		keyPrefix: '500',
		fields: [
			...SYSTEM,
			text('CaseNumber', 'Case Number', 30, { system: true, nameField: true, idLookup: true }),
			text('Subject', 'Subject', 255),
			owner,
			to('ContactId', 'Contact ID', 'Contact'),
			to('RecordTypeId', 'Record Type ID', 'RecordType'),
			pick('Status', 'Status', ['New', 'Working', 'Closed']),
			pick('Reason', 'Case Reason', ['Installation', 'Breakdown'], { restricted: false }),
		],
		recordTypes: [
			{
				id: '012000000000002AAA',
				name: 'Repair',
				values: { Status: ['New', 'Closed'], Reason: ['Breakdown'] },
			},
		],
	},
	{
		name: 'User',
		label: 'User',
		labelPlural: 'Users',
		keyPrefix: '005',
		fields: [
			...SYSTEM,
			text('Name', 'Full Name', 121, { system: true, nameField: true }),
			field('Email', 'Email', 'email', { length: 80, required: true }),
			text('Username', 'Username', 80, { idLookup: true }),
		],
	},
	{
		name: 'ContentVersion',
		label: 'Content Version',
		labelPlural: 'Content Versions',
		keyPrefix: '068',
		fields: [
			...SYSTEM,
			text('Title', 'Title', 255, { nameField: true }),
			text('PathOnClient', 'Path On Client', 500),
			to('ContentDocumentId', 'ContentDocument ID', 'ContentDocument'),
			to('FirstPublishLocationId', 'First Publish Location ID', 'Contact'),
			flag('IsLatest', 'Is Latest'),
			field('VersionData', 'Version Data', 'base64'),
		],
	},
	{
		name: 'ContentDocument',
		label: 'Content Document',
		labelPlural: 'Content Documents',
		keyPrefix: '069',
		fields: [
			...SYSTEM,
			text('Title', 'Title', 255, { nameField: true }),
			text('FileExtension', 'File Extension', 40),
			field('ContentSize', 'Size', 'int'),
		],
	},
	{
		name: 'ContentDocumentLink',
		label: 'Content Document Link',
		labelPlural: 'Content Document Links',
		keyPrefix: '06A',
		fields: [
			...SYSTEM,
			to('ContentDocumentId', 'ContentDocument ID', 'ContentDocument'),
			to('LinkedEntityId', 'Linked Entity ID', 'Contact'),
		],
	},
	{
		name: 'Call_Ended__e',
		label: 'Call Ended',
		labelPlural: 'Calls Ended',
		keyPrefix: 'e00',
		fields: [
			field('ReplayId', 'Replay ID', 'string', { system: true }),
			text('Call_Key__c', 'Call Key', 80, { required: true }),
		],
	},
];

/** The object of a name; Salesforce does not look at case. */
export function schemaOf(name: string): ObjectSchema | undefined {
	return SCHEMAS.find((schema) => schema.name.toLowerCase() === name.toLowerCase());
}

/** The field of a name; Salesforce does not look at case. */
export function fieldOf(schema: ObjectSchema, name: string): FieldSchema | undefined {
	return schema.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
}

/** The relationships of an object: one for each field of another one that names its records, apart from those that all objects have. */
export function relationshipsOf({ name }: ObjectSchema): Relationship[] {
	return SCHEMAS.flatMap((child) =>
		child.fields
			.filter(({ system, referenceTo = [] }) => !system && referenceTo.includes(name))
			.filter(({ name: own }) => own !== 'OwnerId')
			.map((one, index) => ({
				name: `${child.labelPlural.replaceAll(' ', '')}${index === 0 ? '' : index + 1}`,
				object: child.name,
				field: one.name,
			})),
	);
}
