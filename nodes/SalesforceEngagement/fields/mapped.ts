import { mappedFields, type Field } from '../../shared/form/fields';
import { toSalesforce } from './values';

/** Fields that the org has added to an object, as describe names and types them (salesforce-engagement 2.6). */
export const ownFields: Field = {
	...mappedFields('customFields', 'Custom Fields', {
		method: 'getCustomFields',
		dependsOn: ['resource', 'additionalFields.RecordTypeId', 'updateFields.RecordTypeId'],
		words: { singular: 'custom field', plural: 'custom fields' },
		description: 'Fields that your org has added',
		none: 'This object has no custom fields in your org.',
		convert: toSalesforce,
	}),
	// The org may have added some.
	dates: true,
};

/** All fields of an object that was chosen in the form. */
export const allFields: Field = {
	...mappedFields('fieldValues', 'Fields', {
		method: 'getObjectFields',
		dependsOn: ['object', 'operation', 'options.recordTypeId'],
		words: { singular: 'field', plural: 'fields' },
		description: 'The values of the record',
		none: 'This object has no fields that can be written.',
		convert: toSalesforce,
	}),
	dates: true,
};
