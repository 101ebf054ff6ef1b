/** Kinds of fields with the form of their values (bigin 7.2). */
export const JSON_TYPES = {
	text: 'string',
	textarea: 'string',
	email: 'string',
	phone: 'string',
	website: 'string',
	picklist: 'string',
	multiselectpicklist: 'jsonarray',
	boolean: 'boolean',
	integer: 'integer',
	bigint: 'string',
	double: 'double',
	currency: 'double',
	date: 'string',
	datetime: 'string',
	lookup: 'jsonobject',
	ownerlookup: 'jsonobject',
	userlookup: 'jsonobject',
	multiselectlookup: 'jsonarray',
	multi_module_lookup: 'jsonobject',
	subform: 'jsonarray',
	profileimage: 'string',
	event_reminder: 'jsonarray',
	RRULE: 'jsonobject',
	ALARM: 'jsonobject',
	tags: 'jsonarray',
	participants: 'jsonarray',
} as const;

export type Kind = keyof typeof JSON_TYPES;

/** One field of a module. */
export interface FieldSpec {
	name: string;
	kind: Kind;
	/** The word of Bigin's screens. */
	label: string;
	/** The word that Zoho CRM uses, where it is another one (bigin 18, row 7.2). */
	crmLabel?: string;
	length?: number;
	required?: true;
	/** Set by Bigin alone. */
	readOnly?: true;
	custom?: true;
	unique?: true;
	/** Module that a lookup points to; for pipelines, the layout is the team pipeline. */
	to?: string;
	values?: readonly string[];
	/** True where no other values are taken. */
	closed?: true;
	/** Form of a text, where its kind has none. */
	format?: string;
}

/** A field; its label is its name in words unless given. */
export function field(name: string, kind: Kind, more: Partial<FieldSpec> = {}): FieldSpec {
	return { name, kind, label: name.replaceAll('_', ' '), ...more };
}

export const NUMBERS: ReadonlySet<Kind> = new Set<Kind>(['integer', 'double', 'currency']);
export const TIMES: ReadonlySet<Kind> = new Set<Kind>(['date', 'datetime']);
export const TEXTS: ReadonlySet<Kind> = new Set<Kind>([
	'text',
	'textarea',
	'email',
	'phone',
	'website',
	'picklist',
]);
export const LOOKUPS: ReadonlySet<Kind> = new Set<Kind>([
	'lookup',
	'ownerlookup',
	'userlookup',
	'multi_module_lookup',
]);
