import { InputError } from '../../shared/base/errors';
import {
	boolean,
	customFields,
	dateField,
	dynamicList,
	id,
	list,
	number,
	text,
	type Field,
	type ReadContext,
} from '../../shared/form/fields';
import { isObject } from '../../shared/base/values';

/** Form of a Kustomer id: 24 hexadecimal characters (kustomer 6). */
export const ID = {
	form: /^[0-9a-f]{24}$/i,
	expects: 'an ID of 24 hexadecimal characters',
	placeholder: 'e.g. 5a1b2c3d4e5f60718293a4b5',
};

/** Form of a tag (kustomer 2.4). */
const TAG = /^[0-9a-zA-ZÀ-ÿ_/<>\-.][0-9a-zA-ZÀ-ÿ_/<>\-. ]{0,63}$/;

/** Checks one tag. */
export function readTag(value: unknown, label: string): string {
	const tag = typeof value === 'object' ? '' : String(value);
	if (TAG.test(tag)) return tag;
	throw new InputError(
		`${label} holds "${typeof value === 'object' ? JSON.stringify(value) : tag}", which is not a tag`,
		'tags',
		'A tag has 1 to 64 letters, digits, blanks and the signs _ / < > - . and does not begin with a blank.',
	);
}

/** Most custom attributes of a conversation (kustomer 2.1). */
const MAX_CUSTOM = 100;

/** How a custom attribute is read, by the ending of its name, which sets its type (kustomer 4.9). */
const BY_SUFFIX: Record<string, (name: string, label: string) => Field> = {
	At: (name, label) => dateField(name, label, 'utc'),
	Bool: (name, label) => boolean(name, label),
	Id: (name, label) => id(name, label, ID),
	Num: (name, label) => number(name, label),
	Str: (name, label) => text(name, label, { max: 1024 }),
	Tree: (name, label) => text(name, label),
	Txt: (name, label) => text(name, label, { max: 1024 }),
	Url: (name, label) =>
		text(name, label, {
			pattern: /^[a-z][a-z0-9+.-]*:\S+$/i,
			expects: 'a URL such as https://example.com',
		}),
};
const SUFFIX = new RegExp(`.(${Object.keys(BY_SUFFIX).join('|')})$`);

const customRows = customFields('custom', 'Custom Attributes', {
	kinds: ['text', 'number', 'boolean', 'dateTime', 'list', 'lookup'],
	shape: 'object',
	placeholder: 'e.g. orderNumberStr',
	description:
		'Attributes that your organization has added, by their API name with its ending, such as orderNumberStr or dueAt',
	dateStyle: 'utc',
	dateTimeStyle: 'utc',
	max: MAX_CUSTOM,
});

/** Custom attributes, each checked by the ending of its name (kustomer 4.9). */
export const customAttributes: Field = {
	...customRows,
	read(value, context) {
		const given = customRows.read(value, context);
		if (!isObject(given)) return undefined;
		const entries = Object.entries(given).flatMap(([name, entry]): Array<[string, unknown]> => {
			// An empty value is left out; null empties the attribute (kustomer 4.9).
			return entry === undefined || entry === ''
				? []
				: [[name, entry === null ? null : readAttribute(name, entry, context)]];
		});
		return entries.length === 0 ? undefined : Object.fromEntries(entries);
	},
};

/**
 * Reads the value of one attribute, by the ending of its name; a list belongs to an attribute of several values.
 * @param label its name in a message
 * @throws InputError
 */
export function readAttribute(
	name: string,
	value: unknown,
	context: ReadContext,
	label: string = name,
): unknown {
	const field = attribute(name, label, context.prefix);
	return Array.isArray(value)
		? value.flatMap((one) => field.read(one, context) ?? [])
		: field.read(value, context);
}

function attribute(name: string, label: string, prefix: string): Field {
	const make = BY_SUFFIX[SUFFIX.exec(name)?.[1] ?? ''];
	if (make) return make(name, label);
	throw new InputError(
		`'${prefix}${name}' is not the API name of a custom attribute`,
		name,
		`The ending of the name sets the type, so it must be one of ${Object.keys(BY_SUFFIX).join(', ')}; for example ${name === '' ? 'order' : name}Str for text.`,
	);
}

/** Most tags of an object (kustomer 2.4). */
export const MAX_TAGS = 20;

/** Tags of an object; a change of them replaces the list. Their IDs are chosen, as replies show them (kustomer 2.4). */
export const tags = dynamicList(
	list('tags', 'Tag Names or IDs', {
		max: MAX_TAGS,
		unique: true,
		entry: readTag,
		description: 'An update replaces the whole list',
	}),
	{ method: 'getTagIds' },
);

/** Tags that are added or removed, by their names. */
export const tagNames = dynamicList(
	list('tags', 'Tag Names or IDs', {
		required: true,
		unique: true,
		entry: readTag,
		description: 'Names of tags; an expression may also give IDs',
	}),
	{ method: 'getTags' },
);

export const externalId = text('externalId', 'External ID', {
	max: 256,
	placeholder: 'e.g. crm-4711',
	description: 'ID of the object in your own system; it lets you find the object again',
});

export const defaultLang = text('defaultLang', 'Default Language', {
	max: 100,
	placeholder: 'e.g. en_us',
});

export const createdAt = dateField('createdAt', 'Created At', 'utc', {
	description: 'When it began, if that was not now',
});

export const importedAt = dateField('importedAt', 'Imported At', 'utc', {
	description:
		'When it was imported; what is imported does not count towards the limit per customer and minute',
});
