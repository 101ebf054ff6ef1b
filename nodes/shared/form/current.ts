import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { at, isObject, textOf } from '../base/values';

/** The collections in which a form may keep a field that is not at the top level. */
const COLLECTIONS = ['additionalFields', 'updateFields', 'filters'];

/** The current value of a form parameter as text, or of the picker in it; undefined if it is empty. */
export function current(context: ILoadOptionsFunctions, name: string): string | undefined {
	for (const path of [name, ...COLLECTIONS.map((collection) => `${collection}.${name}`)]) {
		const value = context.getCurrentNodeParameter(path);
		const text = textOf(isObject(value) ? at(value, 'value') : value);
		if (text !== undefined) return text;
	}
	return undefined;
}
