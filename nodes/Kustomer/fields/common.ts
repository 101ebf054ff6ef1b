import { InputError } from '../../shared/base/errors';
import {
	boolean,
	customFields,
	dateField,
	id,
	number,
	text,
	type Field,
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
export function readTag(value: unknown, shown: string): string {
	const tag = typeof value === 'object' ? '' : String(value);
	if (TAG.test(tag)) return tag;
	throw new InputError(
		`${shown} holds "${typeof value === 'object' ? JSON.stringify(value) : tag}", which is not a tag`,
		'tags',
		'A tag has 1 to 64 letters, digits, blanks and the signs _ / < > - . and does not begin with a blank.',
	);
}

/** Most custom attributes of a conversation (kustomer 2.1). */
const MAX_CUSTOM = 100;

/** How a custom attribute is read, by the ending of its name, which sets its type (kustomer 4.9). */
const BY_SUFFIX: Record<string, (name: string) => Field> = {
	At: (name) => dateField(name, name, 'utc'),
	Bool: (name) => boolean(name, name),
	Id: (name) => id(name, name, ID),
	Num: (name) => number(name, name),
	Str: (name) => text(name, name, { max: 1024 }),
	Tree: (name) => text(name, name),
	Txt: (name) => text(name, name, { max: 1024 }),
	Url: (name) =>
		text(name, name, {
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
	read(value, place) {
		const given = customRows.read(value, place);
		if (!isObject(given)) return undefined;
		const entries = Object.entries(given).flatMap(([name, entry]): Array<[string, unknown]> => {
			const field = attribute(name, place.prefix);
			// A list belongs to an attribute of several values.
			if (Array.isArray(entry))
				return [[name, entry.flatMap((one) => field.read(one, place) ?? [])]];
			// What is empty is left out; null empties the attribute (kustomer 4.9).
			return entry === undefined || entry === ''
				? []
				: [[name, entry === null ? null : field.read(entry, place)]];
		});
		return entries.length === 0 ? undefined : Object.fromEntries(entries);
	},
};

function attribute(name: string, prefix: string): Field {
	const make = BY_SUFFIX[SUFFIX.exec(name)?.[1] ?? ''];
	if (make) return make(name);
	throw new InputError(
		`'${prefix}${name}' is not the API name of a custom attribute`,
		name,
		`The ending of the name sets the type, so it must be one of ${Object.keys(BY_SUFFIX).join(', ')}; for example ${name === '' ? 'order' : name}Str for text.`,
	);
}
