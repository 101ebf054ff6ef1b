import { boolean, choice, number, rows, text, type Field } from '../../shared/form/fields';

/** Most entries of each list of a customer or company (kustomer 3.1). */
const MOST = 10;

const verified = boolean('verified', 'Verified', {
	description: 'Whether it is known to belong to the customer',
});

function typed(...types: string[]): Field {
	return choice(
		'type',
		'Type',
		types.map((value) => ({ name: value.replace(/^./, (letter) => letter.toUpperCase()), value })),
		{ default: types[0] },
	);
}

/** Email addresses, phone numbers and the like of a customer or company (kustomer 3.1 and 4.5). */
export const emails = rows(
	'emails',
	'Emails',
	[
		text('email', 'Email', { required: true, max: 256, placeholder: 'e.g. name@email.com' }),
		typed('home', 'other', 'work'),
		verified,
	],
	{
		button: 'Add Email',
		row: 'Email',
		max: MOST,
		description: 'An update replaces the whole list',
	},
);

export const phones = rows(
	'phones',
	'Phones',
	[
		text('phone', 'Phone', {
			required: true,
			max: 64,
			placeholder: 'e.g. +15551234567',
		}),
		typed('fax', 'home', 'mobile', 'other', 'work'),
		verified,
	],
	{
		button: 'Add Phone',
		row: 'Phone',
		max: MOST,
		description: 'Numbers with their country code; an update replaces the whole list',
	},
);

export const urls = rows(
	'urls',
	'URLs',
	[
		text('url', 'URL', { required: true, placeholder: 'e.g. https://example.com' }),
		typed('blog', 'other', 'website'),
	],
	{ button: 'Add URL', row: 'URL', max: MOST, description: 'An update replaces the whole list' },
);

export const socials = rows(
	'socials',
	'Socials',
	[
		typed('facebook', 'instagram', 'linkedin', 'pinterest', 'twitter'),
		text('userid', 'User ID', { max: 256 }),
		text('username', 'Username', { required: true, max: 256 }),
		verified,
	],
	{
		button: 'Add Social',
		row: 'Social',
		max: MOST,
		description: 'An update replaces the whole list',
	},
);

export const locations = rows(
	'locations',
	'Locations',
	[
		text('address', 'Address', { max: 256 }),
		text('cityName', 'City', { max: 128 }),
		text('countryCode', 'Country Code', { max: 2, placeholder: 'e.g. US' }),
		text('name', 'Name'),
		text('regionCode', 'Region Code', { max: 2 }),
		typed('home', 'other', 'work'),
		text('zipCode', 'ZIP Code', { max: 30 }),
	],
	{
		button: 'Add Location',
		row: 'Location',
		max: MOST,
		unknown: 'send',
		description: 'An update replaces the whole list',
	},
);

export const domains = rows(
	'domains',
	'Domains',
	[text('domain', 'Domain', { required: true, placeholder: 'e.g. example.com' })],
	{
		button: 'Add Domain',
		row: 'Domain',
		max: MOST,
		description: 'An update replaces the whole list',
	},
);

export const employeeCount = number('employeeCount', 'Employee Count', { min: 0, integer: true });
