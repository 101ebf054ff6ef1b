import { InputError } from '../../shared/base/errors';
import {
	dynamicList,
	id,
	idInAddress,
	list,
	lookup,
	number,
	pickable,
	text,
	type Field,
} from '../../shared/form/fields';
import { isObject, show, textOf } from '../../shared/base/values';

/** Format of a Bigin ID: up to 19 digits, sent as text (bigin 2). */
export const ID = {
	form: /^\d{1,19}$/,
	expects: 'a Bigin ID of up to 19 digits',
	placeholder: 'e.g. 2034020000000457001',
	idHint: 'Choose it from the list, or find its ID first, for example with Search.',
};

/** The address of a record's page. A guess: no vendor page shows one, so the long number in it is taken as the ID. */
const RECORD_URL = {
	pattern: /^https?:\/\/[^/]+\/.*?(\d{15,19})(?:[/?#]|$)/,
	placeholder: 'e.g. https://bigin.zoho.com/bigin/org20074/Home#/contacts/2034020000000457001',
};

/** Reads the ID from the value of a picker, which holds an ID or the address of a record's page. */
export function idIn(value: string | undefined): string | undefined {
	if (value === undefined) return undefined;
	return ID.form.test(value) ? value : idInAddress(value, RECORD_URL);
}

/** The lists behind the pickers, by their names in methods/listSearch.ts. */
export type Picker =
	| 'searchRecords'
	| 'searchRelatedRecords'
	| 'searchListedRecords'
	| 'searchUsers'
	| 'searchCompanies'
	| 'searchContacts'
	| 'searchProducts'
	| 'searchTeamPipelines'
	| 'searchSubPipelines'
	| 'searchStages'
	| 'searchCustomViews'
	| 'searchTags'
	| 'searchNotes';

/**
 * Adds a picker to a field with an ID. For records it also takes the address of their page; users and metadata have no page.
 * @param dependsOn parameters that decide what the list holds
 */
export function picked<One extends Field>(field: One, search: Picker, dependsOn?: string[]): One {
	const ofRecord = [
		'searchRecords',
		'searchRelatedRecords',
		'searchListedRecords',
		'searchCompanies',
		'searchContacts',
		'searchProducts',
	].includes(search);
	return pickable(field, {
		search,
		by: 'id',
		placeholder: ID.placeholder,
		...(ofRecord ? { url: RECORD_URL } : {}),
		dependsOn,
	});
}

/** Adds a picker to a field that holds a name. */
export function pickedName<One extends Field>(field: One, search: Picker): One {
	return pickable(field, { search, by: 'name', placeholder: field.property.placeholder });
}

/** A lookup field with a picker, sent as `{ id }`. */
export function biginLookup<Name extends string>(
	name: Name,
	displayName: string,
	description: string,
	search: Picker,
): Field<Name, { id: string }, false> {
	return picked(lookup(name, displayName, { ...ID, description }), search);
}

/**
 * The ID of the record that an operation works on.
 * @param dependsOn parameters that decide which records the picker shows
 */
export function recordId(
	noun: string,
	search: Picker = 'searchRecords',
	dependsOn?: string[],
): Field<'id', string, true> {
	const one = search === 'searchRecords' ? 'record' : noun;
	const name = one.replace(/^[a-z]/, (start) => start.toUpperCase());
	return picked(
		id('id', name, { ...ID, required: true, description: `The ${one} to work on` }),
		search,
		dependsOn,
	);
}

/** An ID inside a row or a group. */
export function biginId<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: { required?: Required; description?: string } = {},
): Field<Name, string, Required> {
	return id(name, displayName, { ...ID, ...options });
}

/** An optional number inside a row or a group. It is a text box in the form, because a number box there cannot stay empty. */
export function optionalNumber<Name extends string>(
	name: Name,
	displayName: string,
	options: {
		min?: number;
		max?: number;
		integer?: boolean;
		placeholder?: string;
		description?: string;
	},
): Field<Name, number, false> {
	const { placeholder, description } = options;
	return {
		...number(name, displayName, options),
		property: text(name, displayName, { placeholder, description }).property,
	};
}

/**
 * A field whose form has another shape than the API's JSON.
 * @param form the field in the form
 * @param json reads the value from a JSON record
 */
export function twoShapes(form: Field, json: Field): Field {
	return {
		...form,
		read: (value, context) => (context.from === 'form' ? form : json).read(value, context),
	};
}

/** The user that a record belongs to. */
export const owner = biginLookup(
	'Owner',
	'Owner',
	'The Bigin user who owns the record; a new record without an owner belongs to the connected user',
	'searchUsers',
);

/** Tags by name, sent as `[{ name }]`. */
export const tags = dynamicList(
	list('Tag', 'Tag Names or IDs', {
		description: 'Names of the tags; an expression may also name new ones',
		entry: readTag,
	}),
	{
		method: 'getTags',
		dependsOn: ['resource'],
	},
);

function readTag(tag: unknown, label: string): unknown {
	if (isObject(tag) && textOf(tag.name) !== undefined) return tag;
	const name = textOf(tag);
	if (name !== undefined) return { name: notAnId(name, label, 'Tag') };
	throw new InputError(
		`${label} must hold names of tags, but holds ${show(tag)}`,
		'Tag',
		'Map a list of texts, or of objects with a name.',
	);
}

/**
 * Returns the name of a tag. Refuses an ID, because Bigin would create a new tag with the ID as its name.
 * @throws InputError if the name looks like an ID
 */
export function notAnId(name: string, label: string, field: string): string {
	if (!/^\d{15,19}$/.test(name)) return name;
	throw new InputError(
		`${label} must hold names of tags, but holds the ID ${name}`,
		field,
		'Give the name of the tag.',
	);
}

export const description = text('Description', 'Description', { rows: 3, max: 32_000 });

/** Shows a field only while the field `name` beside it has one of these values. */
export function shownFor<One extends Field>(field: One, name: string, values: string[]): One {
	return {
		...field,
		property: { ...field.property, displayOptions: { show: { [name]: values } } },
	};
}
