import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { at, isObject, textOf } from '../../shared/base/values';

/** Where a form keeps its fields: at its top, or in a collection. */
const COLLECTIONS = ['additionalFields', 'updateFields', 'filters'];

/** What a parameter of the form holds at the moment; of a picker its value. */
export function current(context: ILoadOptionsFunctions, name: string): string | undefined {
	for (const path of [name, ...COLLECTIONS.map((collection) => `${collection}.${name}`)]) {
		const value = context.getCurrentNodeParameter(path);
		const text = textOf(isObject(value) ? at(value, 'value') : value);
		if (text !== undefined) return text;
	}
	return undefined;
}
