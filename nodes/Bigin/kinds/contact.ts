import { boolean, group, text, type Field } from '../../shared/form/fields';
import { biginLookup, description, owner, tags } from '../fields/common';
import type { Module } from './module';

/** Fields of a contact (bigin 3.3). */
const fields: readonly Field[] = [
	text('Last_Name', 'Last Name', { required: true, placeholder: 'e.g. Johnson' }),
	biginLookup('Account_Name', 'Company', 'The company the contact works for', 'searchCompanies'),
	description,
	text('Email', 'Email', { placeholder: 'e.g. name@email.com' }),
	boolean('Email_Opt_Out', 'Email Opt Out', {
		description: 'Whether the contact has opted out of emails',
	}),
	text('First_Name', 'First Name', { placeholder: 'e.g. Sarah' }),
	text('Home_Phone', 'Home Phone'),
	group(
		'Mailing_Address',
		'Mailing Address',
		[
			text('Mailing_City', 'City'),
			text('Mailing_Country', 'Country'),
			text('Mailing_State', 'State'),
			text('Mailing_Street', 'Street'),
			text('Mailing_Zip', 'ZIP or Postal Code'),
		],
		{ spread: true },
	),
	text('Mobile', 'Mobile', { placeholder: 'e.g. +1 555 987 6543' }),
	owner,
	text('Phone', 'Phone'),
	tags,
	text('Title', 'Title', { placeholder: 'e.g. HR Director' }),
];

export const contact: Module = {
	api: 'Contacts',
	name: 'Contact',
	value: 'contact',
	noun: 'contact',
	nouns: 'contacts',
	fields,
	unique: ['Email'],
	title: 'Full_Name',
	names: ['First_Name', 'Last_Name'],
	subtitle: 'Email',
	simple: [
		'Full_Name',
		'Email',
		'Phone',
		'Mobile',
		'Title',
		'Account_Name',
		'Owner',
		'Tag',
		'Modified_Time',
	],
};
