import type { INodeProperties } from 'n8n-workflow';

import type { Field } from './field';

const EXPRESSION = 'using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

export interface DynamicOptions {
	/** Name of the node's loadOptions method that lists the choices. */
	method: string;
	/** Parameters that the list of choices depends on. */
	dependsOn?: string[];
}

/** Shows a list field as a multiple choice that the service fills. n8n requires a display name that ends in "Names or IDs". */
export function dynamicList<One extends Field>(field: One, options: DynamicOptions): One {
	return {
		...field,
		property: element(
			field,
			'multiOptions',
			[],
			`Choose from the list, or specify IDs ${EXPRESSION}`,
			options,
		),
	};
}

/** Shows a text field as a single choice that the service fills. n8n requires a display name that ends in "Name or ID". */
export function dynamicOption<One extends Field>(field: One, options: DynamicOptions): One {
	return {
		...field,
		property: element(
			field,
			'options',
			'',
			`Choose from the list, or specify an ID ${EXPRESSION}`,
			options,
		),
	};
}

function element(
	{ property }: Field,
	type: 'options' | 'multiOptions',
	fallback: string | [],
	standard: string,
	{ method, dependsOn }: DynamicOptions,
): INodeProperties {
	const { displayName, name, required, description, displayOptions } = property;
	return {
		displayName,
		name,
		type,
		default: fallback,
		...(required ? { required } : {}),
		...(displayOptions ? { displayOptions } : {}),
		description: description === undefined ? standard : `${description}. ${standard}.`,
		typeOptions: {
			loadOptionsMethod: method,
			...(dependsOn ? { loadOptionsDependsOn: dependsOn } : {}),
		},
	};
}
