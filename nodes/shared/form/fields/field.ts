import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { AccountFields } from './account';

/** Where a value comes from. */
export interface ReadContext {
	/** `form`: as n8n's form stores it. `json`: as the vendor's API expects it. */
	from: 'form' | 'json';
	/** IANA zone of the workflow, for dates without an offset. */
	timezone: string;
	/** Prefix of the field's label in a message, for example `Topic 2 > `. */
	prefix: string;
	/** The operation's options for this item, for fields whose format depends on one. */
	options: IDataObject;
	/** True if the user chose to leave out unknown keys, including those of rows. */
	dropUnknown?: boolean;
	/** Which values clear a field: null in a JSON record, or any given value that is empty. Absent if none does, as inside rows and frames, because n8n fills in the elements that the user left blank. */
	clears?: 'null' | 'empty';
	/** Shows a hint above the output of the execution. */
	hint?: (message: string) => void;
	/** The fields of the account, where they are known. */
	account?: AccountFields;
}

/**
 * One field of a record: what the user fills in and what the vendor receives. The name is the vendor's API name and also
 * the key in the record. `Values` derives a record's type from its fields.
 */
export interface Field<
	Name extends string = string,
	Value = unknown,
	Required extends boolean = boolean,
> {
	name: Name;
	required: Required;
	/** True if the form shows it next to the required fields, although it may be left empty. */
	upFront?: boolean;
	/** True if it reads dates, so the operation offers the option Read Dates As. */
	dates?: boolean;
	/** The form element, without display conditions. */
	property: INodeProperties;
	/** A switch above the form element, which shows only while it is on. */
	toggle?: INodeProperties;
	/**
	 * Converts a given value to what the vendor expects.
	 * @returns undefined if there is nothing to send
	 * @throws InputError if the vendor cannot accept the value
	 */
	read(value: unknown, context: ReadContext): Value | undefined;
	/** True if the form element is only a frame: the result's keys belong to the record itself. */
	spread?: boolean;
	/** The fields inside a frame. A JSON record holds them without the frame. */
	children?: readonly Field[];
}

/** Options of every field. */
export interface FieldOptions {
	required?: boolean;
	upFront?: boolean;
	description?: string;
	placeholder?: string;
	/** Form default; the type's empty value if absent. */
	default?: INodeProperties['default'];
	hint?: string;
}

/** Field options that carry in their type whether the field is required. */
export type Requiring<Options extends FieldOptions, Required extends boolean> = Options & {
	required?: Required;
};

export function isRequired<Required extends boolean>({
	required = false as Required,
}: {
	required?: Required;
}): Required {
	return required;
}

/** The same field, shown next to the required ones although it may be left empty. */
export function upFront<One extends Field>(field: One): One {
	return { ...field, upFront: true };
}

/** True if a field is in the form itself and not in the collection of additional fields. */
export function standsUpFront(field: Field): boolean {
	return field.required || (field.upFront ?? false);
}

/** The field's name in a message, in quotes and with the path of rows and frames around it. */
export function labelOf(
	field: { property: INodeProperties },
	context: Pick<ReadContext, 'prefix'>,
): string {
	return `'${context.prefix}${field.property.displayName}'`;
}

/** The parts of a form element that all kinds of fields share. */
export function property(
	type: INodeProperties['type'],
	name: string,
	displayName: string,
	fallback: INodeProperties['default'],
	options: FieldOptions,
): INodeProperties {
	return {
		displayName,
		name,
		type,
		default: options.default ?? fallback,
		...(options.required ? { required: true } : {}),
		...(options.description ? { description: options.description } : {}),
		...(options.placeholder ? { placeholder: options.placeholder } : {}),
		...(options.hint ? { hint: options.hint } : {}),
	};
}
