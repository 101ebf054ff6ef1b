import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { isBinary, isEmpty, isObject, momentText, show } from '../../base/values';
import { formatDate, type DateStyle } from './dates';
import { plainText } from './digits';
import { label, property, type Field, type Place } from './field';
import { collection, readJson } from './lists';
import { readBoolean, readId, readLongNumber, readNumber } from './scalars';

/** The kinds of custom field that a form row can hold. */
export type CustomKind =
	| 'text'
	| 'number'
	| 'boolean'
	| 'date'
	| 'dateTime'
	| 'list'
	| 'lookup'
	| 'location'
	| 'json';

export interface CustomFieldsOptions {
	kinds: readonly CustomKind[];
	/**
	 * How the vendor takes them: `spread` as keys of the record, `object` as one object under the field's name,
	 * `pairs` as a list of `{ key, value }` under the field's name.
	 */
	shape: 'spread' | 'object' | 'pairs';
	/** What the field's API name looks like, as placeholder. */
	placeholder: string;
	description: string;
	dateStyle: DateStyle | ((settings: IDataObject) => DateStyle);
	dateTimeStyle: DateStyle;
	/** True where the vendor also takes a number as text, so that a long one is sent as it is written. */
	longNumbers?: boolean;
	/** Writes a value of a kind in another way than usual. */
	write?: Partial<Record<CustomKind, (value: unknown) => unknown>>;
	/** Last step for every value, in every input mode. Undefined leaves the field out. Throws InputError. */
	finish?: (value: unknown, shown: string, key: string) => unknown;
	/** Names of kinds in the form, where the vendor's differ. */
	kindNames?: Partial<Record<CustomKind, string>>;
	max?: number;
}

const KINDS: Record<CustomKind, { name: string; element: Omit<INodeProperties, 'name'> }> = {
	text: { name: 'Text', element: { displayName: 'Value', type: 'string', default: '' } },
	number: { name: 'Number', element: { displayName: 'Value', type: 'number', default: 0 } },
	boolean: {
		name: 'Checkbox',
		element: {
			displayName: 'Value',
			type: 'boolean',
			default: false,
			description: 'Whether the box is checked',
		},
	},
	date: { name: 'Date', element: { displayName: 'Value', type: 'dateTime', default: '' } },
	dateTime: {
		name: 'Date and Time',
		element: { displayName: 'Value', type: 'dateTime', default: '' },
	},
	list: {
		name: 'Multi-Select',
		element: {
			displayName: 'Value',
			type: 'string',
			default: '',
			placeholder: 'e.g. Red, Blue',
			description: 'Comma-separated values, or an expression that yields a list',
		},
	},
	lookup: {
		name: 'Lookup',
		element: { displayName: 'Value', type: 'string', default: '', description: 'ID of the record' },
	},
	location: {
		name: 'Location',
		element: { displayName: 'Value: Latitude', type: 'number', default: 0 },
	},
	json: { name: 'JSON', element: { displayName: 'Value', type: 'json', default: '{}' } },
};

/** Rows of custom fields: API name, kind, value. */
export function customFields(
	name: string,
	displayName: string,
	options: CustomFieldsOptions,
): Field {
	const field: Field = {
		name,
		required: false,
		dates: options.kinds.some((kind) => kind === 'date' || kind === 'dateTime'),
		spread: options.shape === 'spread',
		children: options.shape === 'spread' ? [] : undefined,
		property: {
			...collection(name, displayName, 'Custom Field', [], {
				multiple: true,
				button: 'Add Custom Field',
				description: options.description,
			}),
			options: [{ name: 'values', displayName: 'Custom Field', values: rowElements(options) }],
		},
		read: (value, place) => {
			if (isEmpty(value)) return undefined;
			const shown = label(field, place);
			const given =
				place.from === 'form'
					? formPairs(value, shown, name, place, options)
					: jsonPairs(value, shown, name);
			const pairs = options.finish ? finished(given, options.finish, place) : given;
			checkTwice(pairs, shown, name);
			if (pairs.length === 0 && place.from === 'form') return undefined;
			if (options.max !== undefined && pairs.length > options.max) {
				throw new InputError(
					`${shown} has ${pairs.length} entries, and at most ${options.max} are allowed`,
					name,
				);
			}
			if (options.shape === 'pairs') return pairs.map(([key, entry]) => ({ key, value: entry }));
			return Object.fromEntries(pairs);
		},
	};
	return field;
}

function rowElements(options: CustomFieldsOptions): INodeProperties[] {
	const kinds = options.kinds
		.map((kind) => ({ name: options.kindNames?.[kind] ?? KINDS[kind].name, value: kind }))
		.sort((a, b) => a.name.localeCompare(b.name));
	const elements: INodeProperties[] = [
		{
			displayName: 'API Name',
			name: 'key',
			type: 'string',
			default: '',
			placeholder: options.placeholder,
			description: 'API name of the custom field',
		},
		{
			...property('options', 'kind', 'Field Type', options.kinds[0] ?? 'text', {}),
			options: kinds,
		},
		...options.kinds.flatMap((kind): INodeProperties[] => {
			const displayOptions = { show: { kind: [kind] } };
			const first: INodeProperties = { ...KINDS[kind].element, name: kind, displayOptions };
			if (kind !== 'location') return [first];
			return [
				{ ...first, name: 'latitude' },
				{
					displayName: 'Value: Longitude',
					name: 'longitude',
					type: 'number',
					default: 0,
					displayOptions,
				},
			];
		}),
	];
	// By the names chosen here, alphabetical order is also the order in which a row is filled in.
	return elements.sort((a, b) => a.displayName.localeCompare(b.displayName));
}

function formPairs(
	value: unknown,
	shown: string,
	name: string,
	place: Place,
	options: CustomFieldsOptions,
): Array<[string, unknown]> {
	const given = isObject(value) ? (value.values ?? []) : value;
	const list = Array.isArray(given) ? given : [given];
	return list.flatMap((row, index): Array<[string, unknown]> => {
		const shownRow = `${shown.slice(0, -1)} ${index + 1}'`;
		if (!isObject(row) || isEmpty(row.key) || String(row.key).trim() === '')
			throw new InputError(
				`${shownRow} has no API name`,
				name,
				'Fill in the API name, or remove the row.',
			);
		const converted = convert(row, `'${place.prefix}${String(row.key)}'`, place, options);
		return converted === undefined ? [] : [[String(row.key).trim(), converted]];
	});
}

function convert(
	row: IDataObject,
	shown: string,
	place: Place,
	options: CustomFieldsOptions,
): unknown {
	const key = String(row.key);
	const kind = (row.kind ?? options.kinds[0]) as CustomKind;
	if (!options.kinds.includes(kind))
		throw new InputError(`${shown} has the unknown type ${show(kind)}`, key);
	const raw = kind === 'location' ? row.latitude : row[kind];
	if (isEmpty(raw)) return undefined;
	const value = read(kind, raw, row, shown, key, place, options);
	const write = options.write?.[kind];
	return write ? write(value) : value;
}

function read(
	kind: CustomKind,
	raw: unknown,
	row: IDataObject,
	shown: string,
	key: string,
	place: Place,
	options: CustomFieldsOptions,
): unknown {
	switch (kind) {
		case 'text':
			return textOf(raw, shown, key);
		case 'number':
			return options.longNumbers ? readLongNumber(raw, shown, key) : readNumber(raw, shown, key);
		case 'boolean':
			return readBoolean(raw, shown, key);
		case 'date':
			return formatDate(
				raw,
				typeof options.dateStyle === 'function'
					? options.dateStyle(place.settings)
					: options.dateStyle,
				place,
				shown,
				key,
			);
		case 'dateTime':
			return formatDate(raw, options.dateTimeStyle, place, shown, key);
		case 'list':
			return Array.isArray(raw)
				? raw
				: String(raw)
						.split(',')
						.map((entry) => entry.trim())
						.filter((entry) => entry !== '');
		case 'lookup':
			return readId(raw, shown, key);
		case 'location':
			return {
				latitude: readNumber(raw, `${shown} latitude`, key, { min: -90, max: 90 }),
				longitude: readNumber(row.longitude, `${shown} longitude`, key, { min: -180, max: 180 }),
			};
		case 'json':
			return readJson(
				raw,
				shown,
				key,
				Array.isArray(raw) || String(raw).trimStart().startsWith('[') ? 'array' : 'object',
			);
	}
}

/** An object is written as JSON. */
function textOf(raw: unknown, shown: string, key: string): string {
	const moment = momentText(raw);
	if (moment !== undefined) return moment;
	if (typeof raw !== 'object') return plainText(raw, shown, key);
	const numbers: number[] = [];
	const json = isBinary(raw) ? undefined : jsonOf(raw, numbers);
	for (const value of numbers) plainText(value, shown, key);
	if (json === undefined || json === 'null')
		throw new InputError(`${shown} must be text, but is ${show(raw)}`, key, 'Map a single value.');
	return json;
}

/**
 * An object as JSON text; undefined where it holds itself.
 * @param numbers gets the numbers in it
 */
function jsonOf(raw: unknown, numbers: number[]): string | undefined {
	try {
		return JSON.stringify(raw, (_name, value: unknown) => {
			if (typeof value === 'number') numbers.push(value);
			return value;
		});
	} catch {
		return undefined;
	}
}

function checkTwice(pairs: ReadonlyArray<[string, unknown]>, shown: string, name: string): void {
	const keys = new Set<string>();
	for (const [key] of pairs) {
		if (keys.has(key))
			throw new InputError(`${shown} gives '${key}' twice`, name, 'Remove one of its rows.');
		keys.add(key);
	}
}

function finished(
	pairs: Array<[string, unknown]>,
	finish: NonNullable<CustomFieldsOptions['finish']>,
	{ prefix }: Place,
): Array<[string, unknown]> {
	return pairs
		.map(([key, value]): [string, unknown] => [key, finish(value, `'${prefix}${key}'`, key)])
		.filter(([, value]) => value !== undefined);
}

function jsonPairs(value: unknown, shown: string, name: string): Array<[string, unknown]> {
	if (isObject(value)) return Object.entries(value);
	const pairs = Array.isArray(value) ? value : [undefined];
	return pairs.map((pair) => {
		if (!isObject(pair) || typeof pair.key !== 'string') {
			throw new InputError(
				`${shown} must be an object, or a list of { key, value }, but is ${show(value)}`,
				name,
			);
		}
		return [pair.key, pair.value];
	});
}
