import { InputError } from '../../shared/base/errors';
import { isObject, momentText, show } from '../../shared/base/values';
import { mappedFields, plainText, readBoolean, type Field } from '../../shared/form/fields';

const mapper = mappedFields('customFields', 'Custom Fields', {
	method: 'getCustomFields',
	dependsOn: ['resource'],
	words: { singular: 'custom field', plural: 'custom fields' },
	description: 'Fields that the CRM has added, as /meta/object lists them',
	none: 'The CRM has added no fields to this object.',
	toggle: {
		name: 'mapCustomFields',
		displayName: 'Map Custom Fields',
		description: 'Whether to give values to fields that the CRM has added',
	},
	convert: toCrm,
});

/**
 * Fields that the CRM has added, as its metadata names and types them (khoros-marketing 4.10).
 * @param own the contract's own fields, whose names custom fields may not have
 */
export function customFields(own: readonly Field[]): Field {
	return {
		...mapper,
		read(value, context) {
			const read = mapper.read(value, context);
			const taken = isObject(read) ? own.find(({ name }) => name in read) : undefined;
			if (taken === undefined) return read;
			throw new InputError(
				`'Custom Fields' holds "${taken.name}", which is a field of its own`,
				taken.name,
				`Use the field '${taken.property.displayName}' instead.`,
			);
		},
	};
}

/** What a search looks for: the fields that the CRM calls searchable, as an object of their own (khoros-marketing 4.4). */
export const criteria: Field<'criteria', unknown, true> = {
	...mappedFields('criteria', 'Search For', {
		method: 'getSearchFields',
		dependsOn: ['resource'],
		words: { singular: 'field', plural: 'fields' },
		description: 'Values to look for; how they are compared and combined is up to the CRM',
		none: 'The CRM has no searchable fields.',
		convert: toCrm,
	}),
	name: 'criteria',
	required: true,
	spread: false,
	children: undefined,
};

/**
 * Writes a value the way the CRM's type takes it: all are texts but a checkbox (khoros-marketing 5.5).
 * @param type of the metadata; undefined where it is not known
 * @throws InputError
 */
export function toCrm(
	value: unknown,
	type: string | undefined,
	label: string,
	name: string,
): unknown {
	if (type === 'checkbox') return readBoolean(value, label, name);
	if (type === undefined && typeof value === 'boolean') return value;
	const moment = momentText(value);
	if (moment !== undefined) return moment;
	if (typeof value !== 'object') return plainText(value, label, name);
	throw new InputError(
		`${label} must be text, but is ${show(value)}`,
		name,
		'Map a single value, not an object or a list.',
	);
}
