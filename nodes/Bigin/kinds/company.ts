import { group, text, type Field } from '../../shared/form/fields';
import { description, owner, tags } from '../fields/common';
import type { Module } from './module';

/** Fields of a company (bigin 3.5). */
const fields: readonly Field[] = [
	text('Account_Name', 'Company Name', { required: true, placeholder: 'e.g. Techtronics Inc.' }),
	group(
		'Billing_Address',
		'Billing Address',
		[
			text('Billing_City', 'City'),
			text('Billing_Country', 'Country'),
			text('Billing_State', 'State'),
			text('Billing_Street', 'Street'),
			text('Billing_Code', 'ZIP or Postal Code'),
		],
		{ spread: true },
	),
	description,
	owner,
	text('Phone', 'Phone', { placeholder: 'e.g. +1 555 123 4567' }),
	tags,
	text('Website', 'Website', { placeholder: 'e.g. www.techtronics.com' }),
];

/** A company. In Bigin's API, companies are the module Accounts (bigin 2). */
export const company: Module = {
	api: 'Accounts',
	name: 'Company',
	value: 'company',
	noun: 'company',
	nouns: 'companies',
	fields,
	title: 'Account_Name',
	names: ['Account_Name'],
	simple: [
		'Account_Name',
		'Phone',
		'Website',
		'Billing_City',
		'Billing_Country',
		'Description',
		'Owner',
		'Tag',
		'Modified_Time',
	],
};
