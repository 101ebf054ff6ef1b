import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { LONGEST_ADDRESS } from '../../base/trim';
import { isObject } from '../../base/values';
import { labelOf, type Field, type ReadContext } from './field';

/** The address of a record's page. The first group of the pattern is the record's ID. */
export interface RecordAddress {
	pattern: RegExp;
	placeholder: string;
}

export interface LocatorOptions {
	/** Name of the node's listSearch method that fills the list. */
	search: string;
	/** How to enter a value by hand: by its ID or by its name. */
	by: 'id' | 'name';
	placeholder?: string;
	/** How to find the ID in an address from the browser. */
	url?: RecordAddress;
	/** Parameters that the list depends on; changing one clears the picker. */
	dependsOn?: string[];
}

/** Lets the user pick a field's value from a list, enter it by hand, or paste an address from the browser. */
export function pickable<One extends Field>(field: One, options: LocatorOptions): One {
	const { displayName, name, required, description } = field.property;
	const given: One = {
		...field,
		property: {
			displayName,
			name,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			...(required ? { required } : {}),
			...(description === undefined ? {} : { description }),
			...(options.dependsOn === undefined
				? {}
				: { typeOptions: { loadOptionsDependsOn: options.dependsOn } }),
			modes: modesOf(options),
		},
		read: (value, context) =>
			field.read(
				context.from === 'form'
					? chosen(value, given, context, options)
					: fromAddress(value, options),
				context,
			),
	};
	return given;
}

function modesOf({ search, by, placeholder, url }: LocatorOptions): INodeProperties['modes'] {
	const mode = (
		displayName: string,
		name: string,
		more: Partial<INodePropertyMode>,
	): INodePropertyMode => Object.assign({ displayName, name }, { type: 'string' as const }, more);
	return [
		mode('From List', 'list', {
			type: 'list',
			typeOptions: { searchListMethod: search, searchable: true },
		}),
		by === 'id' ? mode('By ID', 'id', { placeholder }) : mode('By Name', 'name', { placeholder }),
		...(url === undefined
			? []
			: [
					mode('By URL', 'url', {
						placeholder: url.placeholder,
						extractValue: { type: 'regex', regex: url.pattern.source },
					}),
				]),
	];
}

/** The value in the form's picker; a plain value is returned unchanged. Throws InputError for an address without an ID. */
function chosen(
	value: unknown,
	field: Field,
	context: ReadContext,
	options: LocatorOptions,
): unknown {
	if (!isObject(value) || !('mode' in value)) return fromAddress(value, options);
	if (value.mode !== 'url' || typeof value.value !== 'string' || value.value === '')
		return fromAddress(value.value, options);
	const { url } = options;
	const id = url === undefined ? undefined : idInAddress(value.value, url);
	if (id !== undefined) return id;
	throw new InputError(
		`${labelOf(field, context)} is an address without an ID`,
		field.name,
		`Paste the address of the record itself, such as ${url?.placeholder.replace(/^e\.g\. /, '') ?? ''}.`,
	);
}

/** The ID if the value is the address of a record's page; any other value is returned unchanged. */
function fromAddress(value: unknown, { url }: LocatorOptions): unknown {
	return url !== undefined && typeof value === 'string' && value.startsWith('http')
		? (idInAddress(value, url) ?? value)
		: value;
}

/** The ID in the address of a record's page; undefined if it holds none. */
export function idInAddress(address: string, { pattern }: RecordAddress): string | undefined {
	return address.length > LONGEST_ADDRESS ? undefined : pattern.exec(address)?.[1];
}
