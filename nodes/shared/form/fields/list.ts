import { InputError } from '../../base/errors';
import { isObject, show } from '../../base/values';
import { plainText } from './digits';
import {
	isRequired,
	labelOf,
	property,
	type Field,
	type FieldOptions,
	type ReadContext,
	type Requiring,
} from './field';
import { readId, type IdOptions } from './ids';

export interface ListOptions<Entry = string> extends FieldOptions {
	/** Maximum number of entries that the vendor accepts. */
	max?: number;
	/** True if the place of an entry counts, so an empty one between commas is kept as an empty text. */
	places?: boolean;
	/** True if the vendor accepts each entry only once, so repeated entries are sent once. */
	unique?: boolean;
	/** Checks and converts one entry. May throw InputError. */
	entry?: (value: unknown, label: string) => Entry;
}

/**
 * A list of short values: comma-separated text, or an expression that yields a list. An empty value that was given is sent
 * as an empty list.
 */
export function list<Name extends string, Entry = string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<ListOptions<Entry>, Required> = {},
): Field<Name, Entry[], Required> {
	const field: Field<Name, Entry[], Required> = {
		name,
		required: isRequired(options),
		property: property('string', name, displayName, '', options),
		read: (value, context) => {
			if (value === undefined || value === null) return undefined;
			const label = labelOf(field, context);
			const values = split(value, label, name, options.places);
			if (values.length === 0 && isNotGiven(value, context)) return undefined;
			const given = values.map((entry) => {
				if (typeof entry === 'number') plainText(entry, label, name);
				return options.entry ? options.entry(entry, label) : (entry as Entry);
			});
			const entries = options.unique ? [...new Set(given)] : given;
			limit(entries.length, options.max, label, name);
			return options.required && entries.length === 0 ? undefined : entries;
		},
	};
	return field;
}

/** True for empty text in JSON: as with other fields, it does not clear the record's value unless the user asked for that. */
export function isNotGiven(value: unknown, { from, clears }: ReadContext): boolean {
	return typeof value === 'string' && from === 'json' && clears !== 'empty';
}

function split(value: unknown, label: string, name: string, places = false): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value === 'string') {
		const entries = commaSeparated(value);
		return places && entries.length > 0 ? value.split(',').map((entry) => entry.trim()) : entries;
	}
	if (typeof value === 'number' || isObject(value)) return [value];
	throw new InputError(
		`${label} must be a list, but is ${show(value)}`,
		name,
		'Give values separated by commas, or map a list.',
	);
}

/** The values of a text, without empty ones. */
export function commaSeparated(text: string): string[] {
	return text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/**
 * An entry that is a text.
 * @throws InputError for anything but a text or a number
 */
export function textEntry(value: unknown, label: string, field: string): string {
	if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
	throw new InputError(
		`${label} must hold texts, but holds ${show(value)}`,
		field,
		'Map a list of texts, or give them separated by commas.',
	);
}

export function limit(count: number, max: number | undefined, label: string, name: string): void {
	if (max !== undefined && count > max) {
		throw new InputError(
			`${label} has ${count} entries, and at most ${max} are allowed`,
			name,
			'Leave out the others, or spread them over several records.',
		);
	}
}

/** A list of record IDs, sent as strings. */
export function idList<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<IdOptions & Pick<ListOptions, 'max' | 'unique'>, Required> = {},
): Field<Name, string[], Required> {
	return list(name, displayName, {
		...options,
		entry: (value, label) => readId(value, label, name, options.form, options.expects),
	});
}
