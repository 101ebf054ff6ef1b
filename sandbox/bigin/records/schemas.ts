import { CUSTOM_FIELDS } from '../meta/custom';
import type { Kind } from '../meta/kinds';

/** Forms of the fields (bigin 3.2). `format` names stand for Bigin's own type names. */
const ID = {
	type: 'object',
	properties: { id: { type: 'string', pattern: '^\\d{1,19}$' } },
	required: ['id'],
};
const TAGS = {
	type: 'array',
	items: {
		type: 'object',
		properties: { name: { type: 'string', maxLength: 25 } },
		required: ['name'],
	},
};
const LINE = { type: 'string', maxLength: 255 };
const SMALL_BOX = { type: 'string', maxLength: 2000 };
const BOX = { type: 'string', maxLength: 32000 };
const PHONE = { type: 'string', maxLength: 50 };
const BOOLEAN = { type: 'boolean' };
const NUMBER = { type: 'number' };
const DATE = { type: 'string', format: 'date' };
const DATE_TIME = { type: 'string', format: 'datetime' };
/** Picklists take new values too. */
const PICKLIST = { type: 'string', minLength: 1, maxLength: 120 };
const RECURRENCE = {
	type: 'object',
	properties: { RRULE: { type: 'string', format: 'recurrence' } },
	required: ['RRULE'],
};

/** Fields that every module has. */
const COMMON = { Owner: ID, Tag: TAGS, Description: BOX };
/** What an activity belongs to (bigin 3.10); which name pipelines have is not confirmed, so both pass. */
const RELATED = {
	Related_To: ID,
	$se_module: { enum: ['Contacts', 'Accounts', 'Pipelines', 'Deals'] },
};

const REMINDERS = {
	type: 'array',
	items: {
		type: 'object',
		properties: {
			unit: { type: 'integer', minimum: 0 },
			period: { enum: ['minutes', 'hours', 'days', 'weeks'] },
		},
		required: ['unit', 'period'],
	},
};

const PARTICIPANTS = {
	type: 'array',
	items: {
		type: 'object',
		properties: { type: { enum: ['user', 'email', 'contact'] }, participant: { type: 'string' } },
		required: ['type', 'participant'],
		if: { properties: { type: { const: 'email' } } },
		then: { properties: { participant: { format: 'email' } } },
		else: { properties: { participant: { pattern: '^\\d{1,19}$' } } },
	},
};

const ROW = {
	type: 'object',
	properties: { Product: ID, List_Price: NUMBER, Quantity: NUMBER, Discount: NUMBER },
};
const PRODUCT_ROWS = { type: 'array', items: { ...ROW, required: ['Product'] } };

/** Fields whose form differs in an update: rows of products that are there already need no product (bigin 3.4). */
export const CHANGED_FORMS: Record<string, object> = {
	Associated_Products: { type: 'array', items: ROW },
};

/** Forms of custom fields (bigin 3.2). */
const KINDS: Partial<Record<Kind, object>> = {
	date: DATE,
	datetime: DATE_TIME,
	double: NUMBER,
	currency: NUMBER,
	integer: { type: 'integer' },
	boolean: BOOLEAN,
	picklist: PICKLIST,
	multiselectpicklist: { type: 'array', items: PICKLIST },
	lookup: ID,
	textarea: BOX,
};
const customOf = (module: string) =>
	Object.fromEntries(
		(CUSTOM_FIELDS[module] ?? []).map(({ name, kind, length = 255 }) => [
			name,
			KINDS[kind] ?? { type: 'string', maxLength: length },
		]),
	);

interface Schema {
	required: string[];
	properties: Record<string, object>;
}

/** Fields of each module and their forms (bigin 3.3 to 3.9); unknown keys are ignored. */
export const SCHEMAS: Record<string, Schema> = {
	Contacts: {
		required: ['Last_Name'],
		properties: {
			...COMMON,
			...customOf('Contacts'),
			Account_Name: ID,
			First_Name: LINE,
			Last_Name: { type: 'string', maxLength: 80 },
			Title: LINE,
			Email: { type: 'string', maxLength: 100, format: 'email' },
			Mobile: PHONE,
			Phone: PHONE,
			Home_Phone: PHONE,
			Email_Opt_Out: BOOLEAN,
			Mailing_Street: LINE,
			Mailing_City: LINE,
			Mailing_State: LINE,
			Mailing_Country: LINE,
			Mailing_Zip: LINE,
		},
	},
	Pipelines: {
		required: ['Deal_Name', 'Sub_Pipeline', 'Stage'],
		properties: {
			...COMMON,
			...customOf('Pipelines'),
			Deal_Name: LINE,
			Account_Name: ID,
			Contact_Name: ID,
			Sub_Pipeline: PICKLIST,
			Stage: PICKLIST,
			Amount: NUMBER,
			Secondary_Contacts: { type: 'array', items: ID },
			Closing_Date: DATE,
			Pipeline: ID,
			Layout: ID,
			Associated_Products: PRODUCT_ROWS,
		},
	},
	Accounts: {
		required: ['Account_Name'],
		properties: {
			...COMMON,
			...customOf('Accounts'),
			Account_Name: LINE,
			Phone: PHONE,
			Website: { type: 'string', maxLength: 255, format: 'website' },
			Billing_Street: LINE,
			Billing_City: LINE,
			Billing_State: LINE,
			Billing_Country: LINE,
			Billing_Code: LINE,
		},
	},
	Products: {
		required: ['Product_Name'],
		properties: {
			...COMMON,
			Product_Name: LINE,
			Product_Code: LINE,
			Unit_Price: NUMBER,
			Product_Category: PICKLIST,
			Product_Active: BOOLEAN,
		},
	},
	Tasks: {
		required: ['Subject'],
		properties: {
			...COMMON,
			...RELATED,
			Subject: LINE,
			Due_Date: DATE,
			Recurring_Activity: RECURRENCE,
			Priority: PICKLIST,
			Status: PICKLIST,
			Remind_At: {
				type: 'object',
				properties: { ALARM: { type: 'string', format: 'alarm' } },
				required: ['ALARM'],
			},
		},
	},
	Events: {
		required: ['Event_Title', 'Start_DateTime', 'End_DateTime'],
		properties: {
			...COMMON,
			...RELATED,
			Event_Title: LINE,
			Start_DateTime: DATE_TIME,
			End_DateTime: DATE_TIME,
			All_day: BOOLEAN,
			Recurring_Activity: RECURRENCE,
			Remind_At: REMINDERS,
			Venue: LINE,
			Participants: PARTICIPANTS,
		},
	},
	Calls: {
		required: ['Call_Type', 'Call_Duration', 'Call_Start_Time'],
		properties: {
			...COMMON,
			...RELATED,
			Contact_Name: ID,
			Call_Start_Time: DATE_TIME,
			Call_Duration: { type: 'string', format: 'duration' },
			Call_Type: { enum: ['Outbound', 'Inbound', 'Missed'] },
			Subject: LINE,
			Call_Agenda: SMALL_BOX,
			Reminder: DATE_TIME,
			Dialled_Number: PHONE,
		},
	},
};
