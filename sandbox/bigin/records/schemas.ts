import { FIELDS } from '../meta/fieldList';
import type { FieldSpec, Kind } from '../meta/kinds';

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

/** What an activity belongs to (bigin 3.10); which name pipelines have is not confirmed, so both pass. */
const SE_MODULE = { $se_module: { enum: ['Contacts', 'Accounts', 'Pipelines', 'Deals'] } };

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

/** Forms of the values of each kind; the others are texts, as long as the field's metadata says (bigin 3.2). */
const FORMS: Partial<Record<Kind, object>> = {
	ALARM: {
		type: 'object',
		properties: { ALARM: { type: 'string', format: 'alarm' } },
		required: ['ALARM'],
	},
	RRULE: RECURRENCE,
	boolean: BOOLEAN,
	currency: NUMBER,
	date: DATE,
	datetime: DATE_TIME,
	double: NUMBER,
	event_reminder: REMINDERS,
	integer: { type: 'integer' },
	lookup: ID,
	multi_module_lookup: ID,
	multiselectlookup: { type: 'array', items: ID },
	multiselectpicklist: { type: 'array', items: PICKLIST },
	ownerlookup: ID,
	participants: PARTICIPANTS,
	picklist: PICKLIST,
	subform: PRODUCT_ROWS,
	tags: TAGS,
};

/** Kinds of texts that have a form of their own beside their length. */
const TEXT_FORMATS: Partial<Record<Kind, string>> = { email: 'email', website: 'website' };

function formOf({ kind, length, format = TEXT_FORMATS[kind], closed, values }: FieldSpec): object {
	if (closed) return { enum: values };
	return (
		FORMS[kind] ?? {
			type: 'string',
			...(length === undefined ? {} : { maxLength: length }),
			...(format === undefined ? {} : { format }),
		}
	);
}

interface Schema {
	required: string[];
	properties: Record<string, object>;
}

/** What a module's records must be like, by its metadata; fields that only Bigin writes are ignored, as unknown keys are. */
function schemaOf(fields: readonly FieldSpec[]): Schema {
	const writable = fields.filter(({ readOnly }) => !readOnly);
	const forms = writable.map((field): [string, object] => [field.name, formOf(field)]);
	const isActivity = writable.some(({ kind }) => kind === 'multi_module_lookup');
	return {
		required: writable.filter(({ required }) => required).map(({ name }) => name),
		properties: { ...Object.fromEntries(forms), ...(isActivity ? SE_MODULE : {}) },
	};
}

/** The records of each module and their forms (bigin 3.3 to 3.9). Notes have calls of their own. */
export const SCHEMAS: Record<string, Schema> = Object.fromEntries(
	Object.entries(FIELDS)
		.filter(([module]) => module !== 'Notes')
		.map(([module, fields]) => [module, schemaOf(fields)]),
);
