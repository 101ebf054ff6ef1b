import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { DateStyle } from './dates';
import { property } from './field';

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
	 * How the vendor expects them: `spread` as keys of the record, `object` as one object under the field's name, `pairs` as
	 * a list of `{ key, value }` under the field's name.
	 */
	shape: 'spread' | 'object' | 'pairs';
	/** An example of a field's API name, as the placeholder. */
	placeholder: string;
	description: string;
	dateStyle: DateStyle | ((options: IDataObject) => DateStyle);
	dateTimeStyle: DateStyle;
	/** True if the vendor also accepts a number as text, so a long one keeps all its digits. */
	longNumbers?: boolean;
	/** Overrides how a value of a kind is written. */
	write?: Partial<Record<CustomKind, (value: unknown) => unknown>>;
	/** Last step for every value, in every input mode. Returning undefined leaves the field out. May throw InputError. */
	finish?: (value: unknown, label: string, key: string) => unknown;
	/** Display names of kinds, if the vendor uses different ones. */
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

/** The form elements of a row: the API name, the kind, and one value element for each kind. */
export function rowElements(options: CustomFieldsOptions): INodeProperties[] {
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
	// The display names are chosen so that alphabetical order is also the order of filling in a row.
	return elements.sort((a, b) => a.displayName.localeCompare(b.displayName));
}
