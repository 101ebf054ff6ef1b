import { InputError } from '../../base/errors';
import { isEmpty, isObject, show } from '../../base/values';
import { isRequired, labelOf, type Field, type FieldOptions, type Requiring } from './field';
import { readFields } from './readFields';
import type { Values } from './values';
import { collection, unframed } from './rows';

export interface GroupOptions extends FieldOptions {
	/** True if the keys belong to the record itself and the group is only a frame in the form. */
	spread?: boolean;
	unknown?: 'send' | 'refuse';
}

/** A frame of fields: sent as an object, or spread over the record. */
export function group(
	name: string,
	displayName: string,
	fields: readonly Field[],
	options: GroupOptions & { spread: true },
): Field;
export function group<
	Name extends string,
	const Fields extends readonly Field[],
	const Required extends boolean = false,
>(
	name: Name,
	displayName: string,
	fields: Fields,
	options?: Requiring<GroupOptions, Required>,
): Field<Name, Values<Fields>, Required>;
export function group<
	Name extends string,
	const Fields extends readonly Field[],
	const Required extends boolean = false,
>(
	name: Name,
	displayName: string,
	fields: Fields,
	options: Requiring<GroupOptions, Required> = {},
): Field<Name, Values<Fields>, Required> {
	const field: Field<Name, Values<Fields>, Required> = {
		name,
		required: isRequired(options),
		dates: fields.some(({ dates }) => dates),
		spread: options.spread,
		children: options.spread ? fields : undefined,
		property: collection(name, displayName, displayName, fields, options),
		read: (value, context) => {
			if (isEmpty(value)) return undefined;
			const given = unframed(value, context);
			if (given === undefined) return undefined;
			if (!isObject(given))
				throw new InputError(
					`${labelOf(field, context)} must be an object, but is ${show(value)}`,
					name,
				);
			const read: unknown = readFields(
				fields,
				given,
				{ ...context, clears: undefined, prefix: `${context.prefix}${displayName} > ` },
				options.unknown ?? 'send',
			);
			return read as Values<Fields>;
		},
	};
	return field;
}
