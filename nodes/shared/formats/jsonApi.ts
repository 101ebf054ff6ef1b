import type { IDataObject } from 'n8n-workflow';

import { at, isObject, textOf } from '../base/values';

/**
 * A JSON:API resource as one flat object: its ID and type, its attributes, and the ID of each relationship as `customerId`,
 * or `messagesIds` for a list. An attribute takes precedence over a relationship ID of the same name.
 */
export function flatResource(resource: unknown): IDataObject {
	const attributes = at(resource, 'attributes');
	const related = at(resource, 'relationships');
	const flat: IDataObject = {};
	const id = textOf(at(resource, 'id'));
	if (id !== undefined) flat.id = id;
	const type = textOf(at(resource, 'type'));
	if (type !== undefined) flat.type = type;
	for (const [name, relationship] of Object.entries(isObject(related) ? related : {})) {
		const data = at(relationship, 'data');
		const target = textOf(at(data, 'id'));
		if (target !== undefined) flat[`${name}Id`] = target;
		else if (Array.isArray(data) && data.length > 0)
			flat[`${name}Ids`] = data.flatMap((entry) => textOf(at(entry, 'id')) ?? []);
	}
	if (isObject(attributes))
		for (const [name, value] of Object.entries(attributes))
			if (name !== 'id' && name !== '__proto__') flat[name] = value;
	return flat;
}

/** The resources of a reply: those of a list, or the single one. */
export function resourcesOf(body: unknown): unknown[] {
	const data = at(body, 'data');
	if (Array.isArray(data)) return data;
	return isObject(data) ? [data] : [];
}
