import type { INodePropertyOptions } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { show } from '../../base/values';
import { plainText } from './digits';
import { property, type Field, type FieldOptions, type Requiring } from './field';
import { scalar } from './scalar';

/** A Boolean switch. */
export function boolean<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<FieldOptions, Required> = {},
): Field<Name, boolean, Required> {
	return scalar(
		name,
		options,
		property('boolean', name, displayName, false, options),
		(value, label) => readBoolean(value, label, name),
	);
}

/** Reads a Boolean; the texts "true" and "false" count, in any case. Throws InputError. */
export function readBoolean(value: unknown, label: string, field: string): boolean {
	if (typeof value === 'boolean') return value;
	const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
	if (word === 'true' || word === 'false') return word === 'true';
	throw new InputError(`${label} must be true or false, but is ${show(value)}`, field);
}

export interface ChoiceOptions extends FieldOptions {
	/** True if the vendor accepts values that are not listed. */
	open?: boolean;
}

type ChoiceEntry = string | INodePropertyOptions;

/** One of the values of a dropdown, or any text if it is open. */
type Chosen<Entry extends ChoiceEntry, Open extends boolean> = true extends Open
	? string
	: Entry extends INodePropertyOptions
		? Entry['value']
		: Entry;

/** A dropdown. Its values are the vendor's, with or without a separate display name. */
export function choice<
	Name extends string,
	const Entry extends ChoiceEntry,
	const Required extends boolean = false,
	Open extends boolean = false,
>(
	name: Name,
	displayName: string,
	values: readonly Entry[],
	options: Requiring<ChoiceOptions, Required> & { open?: Open } = {},
): Field<Name, Chosen<Entry, Open>, Required> {
	const entries = values.map(
		(value: ChoiceEntry): INodePropertyOptions =>
			typeof value === 'string' ? { name: value, value } : value,
	);
	const allowed = entries.map((entry) => entry.value);
	const element = {
		...property('options', name, displayName, allowed[0] ?? '', options),
		options: entries,
	};
	return scalar(name, options, element, (value, label): Chosen<Entry, Open> => {
		if (allowed.includes(value as string)) return value as Chosen<Entry, Open>;
		if (options.open && (typeof value === 'string' || typeof value === 'number')) {
			const other: unknown = plainText(value, label, name);
			return other as Chosen<Entry, Open>;
		}
		throw new InputError(
			`${label} must be one of ${allowed.join(', ')}, but is ${show(value)}`,
			name,
		);
	});
}
