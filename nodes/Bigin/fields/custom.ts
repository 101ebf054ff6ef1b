import {
	formatDate,
	mappedFields,
	readBoolean,
	readId,
	readNumber,
	readText,
	readUntyped,
	type DatePlace,
	type Field,
} from '../../shared/form/fields';
import { isObject } from '../../shared/base/values';
import { ID } from './common';

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

/**
 * Writes a value of a custom field the way Bigin takes its type (bigin 3.2 and 7.2), the same in each input mode.
 * @param dataType Bigin's own type; undefined where it is not known
 * @throws InputError where the value cannot be of that type
 */
export function toBigin(
	value: unknown,
	dataType: string | undefined,
	shown: string,
	name: string,
	place: DatePlace,
): unknown {
	switch (dataType) {
		case 'date':
			return formatDate(value, 'day', place, shown, name);
		case 'datetime':
			return formatDate(value, 'offset', place, shown, name);
		case 'boolean':
			return readBoolean(value, shown, name);
		case 'integer':
			return readNumber(value, shown, name, { integer: true });
		case 'double':
		case 'currency':
		case 'percent':
			return readNumber(value, shown, name);
		case 'multiselectpicklist':
			return (Array.isArray(value) ? value : readText(value, shown, name).split(','))
				.map((entry) => readText(entry, shown, name).trim())
				.filter((entry) => entry !== '');
		case 'lookup':
		case 'ownerlookup':
		case 'userlookup':
			return isObject(value) ? value : { id: readId(value, shown, name, ID.form, ID.expects) };
		case 'text':
		case 'textarea':
		case 'email':
		case 'phone':
		case 'website':
		case 'picklist':
		case 'autonumber':
			return readText(value, shown, name);
		case 'bigint':
			return typeof value === 'number' ? readId(value, shown, name) : readText(value, shown, name);
		default:
			// Types that Bigin describes nowhere (bigin 7.2).
			return readUntyped(value, shown, name);
	}
}
