import { field, type FieldSpec } from './kinds';

/** A field that an administrator added; its label has words of its own, as administrators choose them. */
const custom: typeof field = (name, kind, more = {}) => field(name, kind, { custom: true, ...more });

/** Enough plain texts to bring contacts beyond the 50 fields that one list can ask for (contract 4.1). */
const EXTRAS = Array.from({ length: 22 }, (_, index) => custom(`Extra_${String(index + 1).padStart(2, '0')}`, 'text', { length: 255 }));

/** Custom fields by module, of many kinds. */
export const CUSTOM_FIELDS: Record<string, readonly FieldSpec[]> = {
	Contacts: [
		custom('Customer_Since', 'date', { label: 'Customer since' }),
		custom('Score', 'double'),
		custom('Customer_Code', 'text', { length: 40, unique: true }),
		custom('Interests', 'multiselectpicklist', { values: ['Ski', 'Safari', 'Sailing'] }),
		custom('Last_Visit', 'datetime', { label: 'Last visit' }),
		custom('Referred_By', 'lookup', { to: 'Contacts', label: 'Referred by' }),
		custom('Newsletter', 'boolean'),
		custom('Segment', 'picklist', { values: ['A', 'B', 'C'] }),
		custom('Lifetime_Value', 'currency', { label: 'Lifetime value' }),
		custom('Visits', 'integer'),
		custom('Notes_Long', 'textarea', { length: 32000, label: 'Long notes' }),
		...EXTRAS,
	],
	Accounts: [custom('Tier', 'picklist', { values: ['Gold', 'Silver', 'Bronze'] })],
	Pipelines: [custom('Contract_End', 'date', { label: 'Contract end' })],
};
