import { choice, dateField, text, type Field } from '../../shared/form/fields';
import {
	createdAt,
	customAttributes,
	defaultLang,
	externalId,
	importedAt,
	tags,
} from '../fields/common';
import { emails, locations, phones, socials, urls } from '../fields/contact';
import { pickedId } from '../fields/pickers';
import { byEmail, byExternalId, byPhone } from './keys';
import type { Kind } from './kind';

/** Fields of a customer (kustomer 3.1). */
const fields: readonly Field[] = [
	text('name', 'Name', { max: 256, upFront: true, placeholder: 'e.g. Nathan Smith' }),
	text('avatarUrl', 'Avatar URL', { placeholder: 'e.g. https://example.com/ava.png' }),
	dateField('birthdayAt', 'Birthday', 'utc'),
	pickedId('company', 'Company', 'searchCompanies', {
		description: 'The company the customer belongs to',
	}),
	createdAt,
	customAttributes,
	defaultLang,
	emails,
	externalId,
	choice('gender', 'Gender', [
		{ name: 'Female', value: 'f' },
		{ name: 'Male', value: 'm' },
	]),
	importedAt,
	text('locale', 'Locale', { max: 16, placeholder: 'e.g. en_US' }),
	locations,
	phones,
	dateField('signedUpAt', 'Signed Up At', 'utc'),
	socials,
	tags,
	text('timeZone', 'Time Zone', { max: 64, placeholder: 'e.g. Europe/Berlin' }),
	urls,
	text('username', 'Username', { max: 256 }),
];

export const customer: Kind = {
	api: 'customer',
	name: 'Customer',
	value: 'customer',
	noun: 'customer',
	nouns: 'customers',
	path: () => '/v1/customers',
	context: () => 'customer',
	method: 'PATCH',
	fields,
	names: ['name', 'externalId'],
	simple: [
		'name',
		'externalId',
		'emails',
		'phones',
		'companyId',
		'tags',
		'custom',
		'createdAt',
		'updatedAt',
	],
	lookups: [
		byEmail,
		{ ...byExternalId, attribute: 'customer_externalId', type: 'string_notanalyzed' },
		byPhone,
	],
	picker: 'searchCustomers',
	unique: true,
	deletes: true,
};
