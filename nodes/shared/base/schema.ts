/** The shape of a value: a type name, an object by its keys, or a list with one kind of entry. */
export type Shape =
	| 'string'
	| 'number'
	| 'integer'
	| 'boolean'
	| 'object'
	| 'array'
	| { [key: string]: Shape }
	| readonly [Shape];

/** A JSON schema of n8n's kind for an operation's output items. */
export interface OutputSchema {
	type: 'object';
	properties: Record<string, object>;
	version: 1;
}

/** The output schema of a shape. n8n shows it as the item's fields before the first run. */
export function outputSchema(shape: { [key: string]: Shape }): OutputSchema {
	return { type: 'object', properties: propertiesOf(shape), version: 1 };
}

function propertiesOf(shape: { [key: string]: Shape }): Record<string, object> {
	return Object.fromEntries(Object.entries(shape).map(([key, inner]) => [key, schemaOf(inner)]));
}

function schemaOf(shape: Shape): object {
	if (typeof shape === 'string') return { type: shape };
	if (isList(shape)) return { type: 'array', items: schemaOf(shape[0]) };
	return { type: 'object', properties: propertiesOf(shape) };
}

function isList(shape: Shape): shape is readonly [Shape] {
	return Array.isArray(shape);
}
