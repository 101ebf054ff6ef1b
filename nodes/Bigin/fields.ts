import { InputError } from '../shared/errors';
import { customFields as customFieldRows, id, list, lookup, number, text, type Field } from '../shared/fields';
import { isObject, show, textOf } from '../shared/values';

/** Form of a Bigin id: up to 19 digits, sent as text (contract 2). */
export const ID = { form: /^\d{1,19}$/, expects: 'a Bigin id of up to 19 digits', placeholder: 'e.g. 2034020000000457001' };

/** A lookup that is sent as `{ id }`. */
export function biginLookup(name: string, displayName: string, description: string): Field {
	return lookup(name, displayName, { ...ID, description });
}

/** An id inside a row or a frame. */
export function biginId(name: string, displayName: string, options: { required?: boolean; description?: string } = {}): Field {
	return id(name, displayName, { ...ID, ...options });
}

/** A number in a row or a frame, shown as a text box: a number box there could not stay empty. */
export function optionalNumber(name: string, displayName: string, options: { min?: number; max?: number; integer?: boolean; placeholder?: string; description?: string }): Field {
	const { placeholder, description } = options;
	return { ...number(name, displayName, options), property: text(name, displayName, { placeholder, description }).property };
}

/** A field that the form shows in another shape than the API takes. */
export function twoShapes(form: Field, json: Field): Field {
	return { ...form, read: (value, place) => (place.from === 'form' ? form : json).read(value, place) };
}

/** The user that a record belongs to. */
export const owner = biginLookup('Owner', 'Owner ID', 'ID of the Bigin user the record belongs to; the connected user if left out');

/** Tags by name, sent as `[{ name }]`. */
export const tags = list('Tag', 'Tags', {
	placeholder: 'e.g. VIP, Newsletter',
	description: 'Names of tags, separated by commas, or an expression that yields a list',
	entry: readTag,
});

function readTag(tag: unknown, shown: string): unknown {
	if (isObject(tag) && textOf(tag.name) !== undefined) return tag;
	const name = textOf(tag);
	if (name !== undefined) return { name };
	throw new InputError(`${shown} must hold names of tags, but holds ${show(tag)}`, 'Tag', 'Map a list of texts, or of objects with a name.');
}

export const description = text('Description', 'Description', { rows: 3, max: 32_000 });

/** Fields that the account has added to the module, by API name. */
export const customFields = customFieldRows('customFields', 'Custom Fields', {
	kinds: ['text', 'number', 'boolean', 'date', 'dateTime', 'list', 'lookup', 'json'],
	shape: 'spread',
	placeholder: 'e.g. Customer_Since',
	description: 'Fields that your account has added, by their API name; Bigin ignores a name that it does not know',
	dateStyle: 'day',
	dateTimeStyle: 'offset',
	write: { lookup: (value) => ({ id: value }) },
});

/** A field that the form shows only while another one beside it has one of these values. */
export function shownFor(field: Field, name: string, values: string[]): Field {
	return { ...field, property: { ...field.property, displayOptions: { show: { [name]: values } } } };
}
