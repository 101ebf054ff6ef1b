import {
	converter,
	dateReader,
	mappedFields,
	readBoolean,
	readDecimal,
	readId,
	readInteger,
	readText,
	readUntyped,
	type Field,
	type ReadValue,
} from '../../shared/form/fields';
import { isObject } from '../../shared/base/values';
import { ID } from './common';

const readReference: ReadValue = (value, label, name) =>
	isObject(value) ? value : { id: readId(value, label, name, ID.form, ID.expects) };

/** A list, or a text of values with commas between them. */
const readChoices: ReadValue = (value, label, name) =>
	(Array.isArray(value) ? value : readText(value, label, name).split(','))
		.map((entry) => readText(entry, label, name).trim())
		.filter((entry) => entry !== '');

/**
 * Writes a value of a custom field the way Bigin takes its type (bigin 3.2 and 7.2), the same in each input mode.
 * Throws InputError where the value cannot be of that type.
 */
export const toBigin = converter(
	{
		autonumber: readText,
		bigint: (value, label, name) =>
			typeof value === 'number' ? readId(value, label, name) : readText(value, label, name),
		boolean: readBoolean,
		currency: readDecimal,
		date: dateReader('day'),
		datetime: dateReader('offset'),
		double: readDecimal,
		email: readText,
		integer: readInteger,
		lookup: readReference,
		multiselectpicklist: readChoices,
		ownerlookup: readReference,
		percent: readDecimal,
		phone: readText,
		picklist: readText,
		text: readText,
		textarea: readText,
		userlookup: readReference,
		website: readText,
	},
	// Bigin describes no other types (bigin 7.2).
	readUntyped,
);

/** Fields that the account has added to the module, as Bigin's field metadata names and types them (bigin 7.2). */
export const customFields: Field = {
	...mappedFields('customFields', 'Custom Fields', {
		method: 'getCustomFields',
		dependsOn: ['resource'],
		words: { singular: 'custom field', plural: 'custom fields' },
		description: 'Fields that your account has added',
		none: 'This module has no custom fields in your account.',
		convert: toBigin,
	}),
	// The account may have added some.
	dates: true,
};
