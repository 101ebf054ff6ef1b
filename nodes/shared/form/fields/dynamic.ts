import type { INodeProperties } from 'n8n-workflow';

import type { Field } from './field';

const EXPRESSION = 'using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

export interface DynamicOptions {
	/** Name of the node's loadOptions method that lists the choices. */
	method: string;
	/** Parameters that decide which choices there are. */
	dependsOn?: string[];
}

/** Shows a list field as a choice of several from what the service has. n8n wants "Names or IDs" at the end of the name. */
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

/** Shows a text field as a choice of one from what the service has. n8n wants "Name or ID" at the end of the name. */
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
