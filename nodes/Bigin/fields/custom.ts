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

/** Reads a list, or text with the values separated by commas. */
const readChoices: ReadValue = (value, label, name) =>
	(Array.isArray(value) ? value : readText(value, label, name).split(','))
		.map((entry) => readText(entry, label, name).trim())
		.filter((entry) => entry !== '');

/**
 * Converts the value of a custom field to what Bigin takes for its type (bigin 3.2 and 7.2), the same in every input mode.
 * @throws InputError if the value does not fit the type
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

/** The fields that the account has added to the module, with names and types from Bigin's metadata (bigin 7.2). */
export const customFields: Field = {
	...mappedFields('customFields', 'Custom Fields', {
		method: 'getCustomFields',
		dependsOn: ['resource'],
		words: { singular: 'custom field', plural: 'custom fields' },
		description: 'Fields that your account has added',
		none: 'This module has no custom fields in your account.',
		toggle: {
			name: 'mapCustomFields',
			displayName: 'Map Custom Fields',
			description: 'Whether to give values to fields that your account has added',
		},
		convert: toBigin,
	}),
	// The account may have added date fields.
	dates: true,
};
