import { field, type FieldSpec } from './kinds';

/** A field that an administrator added; its label has words of its own, as administrators choose them. */
const custom: typeof field = (name, kind, more = {}) =>
	field(name, kind, { custom: true, ...more });

/** What a travel agency notes of its customers: enough plain texts to bring contacts beyond the 50 fields that one list can ask for (bigin 4.1). */
const TRAVEL_NOTES = [
	'Allergies',
	'Car_Class',
	'Currency',
	'Destination',
	'Diet',
	'Emergency_Contact',
	'Frequent_Flyer',
	'Home_Airport',
	'Hotel_Chain',
	'Insurance',
	'Language',
	'Membership',
	'Nationality',
	'Passport_Number',
	'Payment_Terms',
	'Preferred_Airline',
	'Room_Type',
	'Seat',
	'Source',
	'Time_Zone',
	'Travel_Class',
	'Visa_Status',
].map((name) => custom(name, 'text', { length: 255 }));

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
		...TRAVEL_NOTES,
	],
	Accounts: [custom('Tier', 'picklist', { values: ['Gold', 'Silver', 'Bronze'] })],
	Pipelines: [custom('Contract_End', 'date', { label: 'Contract end' })],
};
