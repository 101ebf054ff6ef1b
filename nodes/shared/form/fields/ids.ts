import { InputError } from '../../base/errors';
import { isObject, show } from '../../base/values';
import { checkDigits } from './digits';
import { property, type Field, type FieldOptions, type Requiring } from './field';
import { scalar } from './scalar';

const ID_FORM = /^(?!\.{1,2}$)[^\s/\\?#%\p{Cc}]+$/u;

/**
 * Reads the ID of a record. Long IDs must be text, because a number loses digits beyond 2^53. Anything that could change a
 * path (slash, line break, space, two dots) is refused with an InputError.
 */
export function readId(
	value: unknown,
	label: string,
	field: string,
	form: RegExp = ID_FORM,
	expects = 'an ID without spaces or slashes',
	hint?: string,
): string {
	if (typeof value === 'number') checkDigits(value, label, field);
	const id = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	if (!form.test(id))
		throw new InputError(`${label} must be ${expects}, but is ${show(value)}`, field, hint);
	return id;
}

export interface IdOptions extends FieldOptions {
	form?: RegExp;
	expects?: string;
	/** What to do if a value is not an ID. */
	idHint?: string;
}

/** The ID of a record, sent as text. */
export function id<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<IdOptions, Required> = {},
): Field<Name, string, Required> {
	return scalar(name, options, property('string', name, displayName, '', options), (value, label) =>
		readId(value, label, name, options.form, options.expects, options.idHint),
	);
}

/** A lookup: the user gives an ID, the vendor receives `{ id }`. Other keys of a given object are kept. */
export function lookup<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<IdOptions, Required> = {},
): Field<Name, { id: string }, Required> {
	return scalar(
		name,
		options,
		property('string', name, displayName, '', options),
		(value, label) =>
			isObject(value)
				? {
						...value,
						id: readId(value.id, label, name, options.form, options.expects, options.idHint),
					}
				: { id: readId(value, label, name, options.form, options.expects, options.idHint) },
	);
}
