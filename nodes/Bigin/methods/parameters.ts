import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { at, isObject, textOf } from '../../shared/base/values';
import { moduleOf } from '../kinds';

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

/** API name of the module that the form is about: by its resource, or by the module that was chosen in it. */
export function currentModule(context: ILoadOptionsFunctions): string {
	return moduleOf(current(context, 'resource') ?? '') ?? current(context, 'module') ?? 'Contacts';
}
