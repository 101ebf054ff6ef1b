import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { LONGEST_ADDRESS } from '../../base/trim';
import { isObject } from '../../base/values';
import { labelOf, type Field, type ReadContext } from './field';

/** The address of a record's page: where its ID stands, as the first group of the pattern. */
export interface RecordAddress {
	pattern: RegExp;
	placeholder: string;
}

export interface LocatorOptions {
	/** Name of the node's listSearch method that fills the list. */
	search: string;
	/** How a value is given by hand: by its ID, or by its name. */
	by: 'id' | 'name';
	placeholder?: string;
	/** How an address from the browser holds the ID. */
	url?: RecordAddress;
	/** Parameters that decide what the list holds; a change of one empties the picker. */
	dependsOn?: string[];
}

/** Lets a field be picked from a list, beside giving its value by hand or as an address from the browser. */
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

/** The value that the form's picker holds; a plain value passes as it is. */
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
		`${labelOf(field, context)} is an address that holds no ID`,
		field.name,
		`Paste the address of the record itself, such as ${url?.placeholder.replace(/^e\.g\. /, '') ?? ''}.`,
	);
}

/** The ID where a record is given by the address of its page in place of its ID; any other value as it is. */
function fromAddress(value: unknown, { url }: LocatorOptions): unknown {
	return url !== undefined && typeof value === 'string' && value.startsWith('http')
		? (idInAddress(value, url) ?? value)
		: value;
}

/** The ID in the address of a record's page. */
export function idInAddress(address: string, { pattern }: RecordAddress): string | undefined {
	return address.length > LONGEST_ADDRESS ? undefined : pattern.exec(address)?.[1];
}
