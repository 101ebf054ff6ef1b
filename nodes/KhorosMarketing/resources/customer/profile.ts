import { choice, list, rows, text } from '../../../shared/form/fields';

/** What Khoros knows of a social profile (khoros-marketing 4.5). */
export const profile = [
	list('accountNumbers', 'Account Numbers', { placeholder: 'e.g. 4711, 4712' }),
	rows(
		'addresses',
		'Addresses',
		[
			text('city', 'City'),
			text('state', 'State'),
			text('streetOne', 'Street'),
			text('streetTwo', 'Street, Second Line'),
			text('zip', 'ZIP or Postal Code'),
		],
		{ row: 'Address', button: 'Add Address' },
	),
	list('caseNumbers', 'Case Numbers', {
		description: 'Case numbers noted in Khoros, which are not those of this CRM',
	}),
	text('description', 'Description', { rows: 3, description: 'What Khoros says of the person' }),
	text('displayName', 'Display Name', {
		placeholder: 'e.g. Jane Doe',
		description: 'Name as the network shows it',
	}),
	text('email', 'Email', { placeholder: 'e.g. name@email.com' }),
	list('orderNumbers', 'Order Numbers', { placeholder: 'e.g. A-1, A-2' }),
	list('phoneNumbers', 'Phone Numbers', { placeholder: 'e.g. +1 555 0100' }),
	text('profileUrl', 'Profile URL', {
		placeholder: 'e.g. https://social.example/janed',
		description: 'Link to the social profile',
	}),
	text('screenName', 'Screen Name', { placeholder: 'e.g. janed', description: 'The handle' }),
] as const;

/** Marketing declares them as one text, Care as a list (khoros-marketing 4.5). */
export const accountNumbersAs = choice(
	'accountNumbersAs',
	'Account Numbers As',
	[
		{ name: 'List (Khoros Care)', value: 'list' },
		{ name: 'Text (Khoros Marketing)', value: 'text' },
	],
	{ default: 'text', description: 'How the account numbers are sent' },
);
