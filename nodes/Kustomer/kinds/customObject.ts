import { json, list, mappedFields, pickable, text, type Field } from '../../shared/form/fields';
import { pathPart } from '../../shared/http/replies';
import {
	createdAt,
	customAttributes,
	externalId,
	importedAt,
	readAttribute,
	tags,
} from '../fields/common';
import { pickedId } from '../fields/pickers';
import { byExternalId } from './keys';
import type { Kind } from './kind';

/** The class of custom objects, by its name (kustomer 4.6). */
export const klass = pickable(
	text('klass', 'Class', {
		required: true,
		max: 255,
		pattern: /^[0-9a-zA-Z_-]+$/,
		expects: 'the name of a class, of letters, digits, hyphens and underscores',
		placeholder: 'e.g. order',
		description: 'The class of the custom objects',
	}),
	{ search: 'searchClasses', by: 'name', placeholder: 'e.g. order' },
);

const mapper = mappedFields('custom', 'Attributes', {
	method: 'getAttributes',
	dependsOn: ['klass.value'],
	words: { singular: 'attribute', plural: 'attributes' },
	description: 'Attributes of the class, as your organization has defined them',
	none: 'This class has no attributes, or none is chosen.',
	convert: (value, _type, label, name, context) =>
		readAttribute(name, value, context, label.slice(1, -1)),
});

/** Attributes of a class: mapped in the form, an object in JSON. */
const attributes: Field = {
	...mapper,
	spread: false,
	children: undefined,
	read: (value, context) =>
		context.from === 'form' ? mapper.read(value, context) : customAttributes.read(value, context),
};

/** Fields of both a new and a changed custom object (kustomer 4.6). */
const common: readonly Field[] = [
	text('title', 'Title', { required: true, max: 256, placeholder: 'e.g. Order 4711' }),
	createdAt,
	attributes,
	json('data', 'Data', { description: 'Free data of the object, as JSON' }),
	text('description', 'Description', { max: 10_240, rows: 3 }),
	externalId,
	text('icon', 'Icon', { max: 64 }),
	list('images', 'Image URLs', {
		max: 20,
		description: 'Addresses of images, separated by commas',
	}),
	importedAt,
	tags,
];

export const customObject: Kind = {
	api: 'kobject',
	name: 'Custom Object',
	value: 'customObject',
	noun: 'custom object',
	nouns: 'custom objects',
	path: ({ klass: of }) => `/v1/klasses/${pathPart(String(of))}`,
	context: ({ klass: of }) => `kobject_${String(of)}`,
	method: 'PUT',
	fields: [
		...common,
		pickedId('customer', 'Customer', 'searchCustomers', {
			description: 'The customer the object belongs to',
		}),
		pickedId('company', 'Company', 'searchCompanies', {
			description: 'The company the object belongs to',
		}),
	],
	updateFields: common,
	createOnly: ['customer', 'company'],
	names: ['title', 'externalId'],
	simple: [
		'title',
		'description',
		'externalId',
		'customerId',
		'companyId',
		'tags',
		'custom',
		'createdAt',
		'updatedAt',
	],
	lookups: [byExternalId],
	requiredOptions: [klass],
	picker: 'searchCustomObjects',
	deletes: true,
};
