import { text, type Field } from '../../shared/form/fields';
import {
	createdAt,
	customAttributes,
	defaultLang,
	externalId,
	importedAt,
	tags,
} from '../fields/common';
import {
	domains,
	emails,
	employeeCount,
	locations,
	phones,
	socials,
	urls,
} from '../fields/contact';
import { byExternalId } from './keys';
import type { Kind } from './kind';

/** Fields of a company (kustomer 4.5). */
const fields: readonly Field[] = [
	text('name', 'Name', {
		required: true,
		max: 256,
		pattern: /^.{3}/su,
		expects: 'a text of at least 3 characters',
		placeholder: 'e.g. Northwind Tours',
	}),
	text('avatarUrl', 'Avatar URL', { placeholder: 'e.g. https://example.com/logo.png' }),
	createdAt,
	customAttributes,
	defaultLang,
	domains,
	emails,
	employeeCount,
	externalId,
	importedAt,
	locations,
	phones,
	socials,
	tags,
	urls,
];

export const company: Kind = {
	api: 'company',
	name: 'Company',
	value: 'company',
	noun: 'company',
	nouns: 'companies',
	path: () => '/v1/companies',
	context: () => 'company',
	method: 'PUT',
	fields,
	names: ['name', 'externalId'],
	simple: [
		'name',
		'externalId',
		'domains',
		'emails',
		'phones',
		'tags',
		'custom',
		'createdAt',
		'updatedAt',
	],
	lookups: [{ ...byExternalId, listed: true }],
	picker: 'searchCompanies',
	deletes: false,
};
