import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../base/values';

/** Makes a function that keeps the ID and these fields of a row. A lookup becomes its name (or ID), tags their names; other objects, such as an address, stay. */
export function simplified(names: readonly string[]): (row: IDataObject) => IDataObject {
	return (row) => {
		const kept: IDataObject = {};
		for (const name of ['id', ...names]) if (row[name] !== undefined) kept[name] = flat(row[name]);
		return kept;
	};
}

function flat(value: IDataObject[string]): IDataObject[string] {
	if (Array.isArray(value))
		return value.map((entry) => flat(entry as IDataObject[string])) as IDataObject[string];
	if (!isObject(value) || !('name' in value || 'id' in value)) return value;
	return (value.name ?? value.id ?? null) as IDataObject[string];
}
