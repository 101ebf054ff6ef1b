import { CUSTOM_FIELDS } from './custom';
import { field, type FieldSpec } from './kinds';
import { stagesOf, subPipelinesOf, TEAM_PIPELINES } from './pipelines';

const line = (name: string, more: Partial<FieldSpec> = {}) =>
	field(name, 'text', { length: 255, ...more });
const lines = (...names: string[]) => names.map((name) => line(name));
const phone = (name: string) => field(name, 'phone', { length: 50 });

/** Fields of every record; only Bigin writes them. */
const SYSTEM = [
	field('id', 'bigint', { label: 'Record Id', readOnly: true, length: 19 }),
	field('Created_Time', 'datetime', { readOnly: true }),
	field('Modified_Time', 'datetime', { readOnly: true }),
	field('Created_By', 'userlookup', { readOnly: true }),
	field('Modified_By', 'userlookup', { readOnly: true }),
];
const COMMON = [
	field('Owner', 'ownerlookup'),
	field('Tag', 'tags'),
	field('Description', 'textarea', { length: 32000 }),
];
const ACTIVITY = field('Related_To', 'multi_module_lookup');

/** The documented fields of each module (bigin 3.3 to 3.9, 4.2 and 5.1). */
const STANDARD: Record<string, readonly FieldSpec[]> = {
	Contacts: [
		line('First_Name', { length: 40 }),
		line('Last_Name', { length: 80, required: true }),
		line('Full_Name', { length: 80, readOnly: true }),
		field('Account_Name', 'lookup', {
			label: 'Company Name',
			crmLabel: 'Account Name',
			to: 'Accounts',
		}),
		line('Title', { length: 100 }),
		field('Email', 'email', { length: 100, unique: true }),
		...['Mobile', 'Phone', 'Home_Phone'].map(phone),
		field('Email_Opt_Out', 'boolean'),
		...lines('Mailing_Street', 'Mailing_City', 'Mailing_State', 'Mailing_Country', 'Mailing_Zip'),
		field('Record_Image', 'profileimage', {
			label: 'Contact Image',
			crmLabel: 'Record Image',
			readOnly: true,
		}),
		field('Last_Activity_Time', 'datetime', { readOnly: true }),
		line('Unsubscribed_Mode', { readOnly: true }),
		field('Unsubscribed_Time', 'datetime', { readOnly: true }),
	],
	Pipelines: [
		line('Deal_Name', { label: 'Pipeline Record Name', required: true }),
		field('Account_Name', 'lookup', {
			label: 'Company Name',
			crmLabel: 'Account Name',
			to: 'Accounts',
		}),
		field('Contact_Name', 'lookup', { to: 'Contacts' }),
		field('Sub_Pipeline', 'picklist', { required: true, values: subPipelinesOf(TEAM_PIPELINES) }),
		field('Stage', 'picklist', { required: true, values: stagesOf(TEAM_PIPELINES) }),
		field('Amount', 'currency'),
		field('Secondary_Contacts', 'multiselectlookup', { to: 'Contacts' }),
		field('Closing_Date', 'date'),
		field('Pipeline', 'lookup', { to: 'Layouts' }),
		field('Layout', 'lookup', { to: 'Layouts' }),
		field('Associated_Products', 'subform', { to: 'Products' }),
	],
	Accounts: [
		line('Account_Name', { label: 'Company Name', crmLabel: 'Account Name', required: true }),
		phone('Phone'),
		field('Website', 'website', { length: 255 }),
		...lines('Billing_Street', 'Billing_City', 'Billing_State', 'Billing_Country', 'Billing_Code'),
	],
	Products: [
		line('Product_Name', { required: true }),
		line('Product_Code'),
		field('Unit_Price', 'currency'),
		field('Product_Category', 'picklist', { values: ['Safari', 'Cruise', 'Expedition'] }),
		field('Product_Active', 'boolean'),
	],
	Tasks: [
		line('Subject', { required: true }),
		field('Due_Date', 'date'),
		field('Recurring_Activity', 'RRULE'),
		field('Remind_At', 'ALARM'),
		ACTIVITY,
		field('Priority', 'picklist', { values: ['High', 'Highest', 'Low', 'Lowest', 'Normal'] }),
		field('Status', 'picklist', {
			values: ['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting for input'],
		}),
	],
	Events: [
		line('Event_Title', { label: 'Title', required: true }),
		field('Start_DateTime', 'datetime', { label: 'From', required: true }),
		field('End_DateTime', 'datetime', { label: 'To', required: true }),
		field('All_day', 'boolean'),
		field('Recurring_Activity', 'RRULE'),
		field('Remind_At', 'event_reminder'),
		line('Venue'),
		ACTIVITY,
		field('Participants', 'participants'),
	],
	Calls: [
		field('Contact_Name', 'lookup', { to: 'Contacts' }),
		field('Call_Start_Time', 'datetime', { required: true }),
		field('Call_Duration', 'text', { length: 20, required: true, format: 'duration' }),
		field('Call_Type', 'picklist', {
			required: true,
			values: ['Outbound', 'Inbound', 'Missed'],
			closed: true,
		}),
		ACTIVITY,
		line('Subject'),
		field('Call_Agenda', 'textarea', { length: 2000 }),
		field('Reminder', 'datetime'),
		phone('Dialled_Number'),
	],
};

const NOTE_FIELDS = [
	field('Owner', 'ownerlookup'),
	line('Note_Title', { length: 120 }),
	field('Note_Content', 'textarea', { length: 32000, required: true }),
	field('Parent_Id', 'multi_module_lookup'),
];

/** Fields of each module, those of the administrator last. */
export const FIELDS: Record<string, readonly FieldSpec[]> = {
	...Object.fromEntries(
		Object.entries(STANDARD).map(([module, fields]) => [
			module,
			[
				...COMMON.slice(0, 1),
				...fields,
				...COMMON.slice(1),
				...SYSTEM,
				...(CUSTOM_FIELDS[module] ?? []),
			],
		]),
	),
	Notes: [...NOTE_FIELDS, ...SYSTEM],
};

const BY_NAME = new Map(
	Object.entries(FIELDS).map(([module, fields]) => [
		module,
		new Map(fields.map((entry) => [entry.name, entry])),
	]),
);

/** A field by its API name, which is case-sensitive. */
export function fieldOf(module: string, name: string): FieldSpec | undefined {
	return BY_NAME.get(module)?.get(name);
}

/** Field that a record is called by. */
export const NAME_FIELDS: Record<string, string> = {
	Contacts: 'Full_Name',
	Accounts: 'Account_Name',
	Pipelines: 'Deal_Name',
	Products: 'Product_Name',
	Tasks: 'Subject',
	Events: 'Event_Title',
	Calls: 'Subject',
	Notes: 'Note_Title',
};

/** Fields that no two records of a module may share (bigin 4.4). */
export const uniqueFields = (module: string): string[] =>
	(FIELDS[module] ?? []).filter(({ unique }) => unique).map(({ name }) => name);

/** Fields that may also find a record to update in an upsert (bigin 4.4). */
export const REFERENCE_FIELDS: Record<string, string> = {
	Accounts: 'Account_Name',
	Pipelines: 'Deal_Name',
	Products: 'Product_Name',
};
