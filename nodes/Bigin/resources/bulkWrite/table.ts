import type { IDataObject } from 'n8n-workflow';

import { csvRow } from '../../../shared/csv';
import { InputError } from '../../../shared/errors';
import { isEmpty, isObject, show, textOf } from '../../../shared/values';

/** What stands between several values of one cell. A guess: Zoho CRM's imports take it so (contract 10.2 names none). */
const BETWEEN_VALUES = ';';

/** Records as rows of one file. */
export interface Table {
	/** Names of the columns: API names, for lookups with `.id` (contract 10.2). */
	columns: string[];
	rows: string[][];
}

/** The keys of all records, in the order in which they come, as columns; what a record does not have is an empty cell. */
export function tableOf(records: readonly IDataObject[]): Table {
	const lookups = new Set(records.flatMap((record) => Object.keys(record).filter((key) => isObject(record[key]))));
	const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
	return {
		columns: keys.map((key) => (lookups.has(key) ? `${key}.id` : key)),
		rows: records.map((record) => keys.map((key) => cellOf(record[key]))),
	};
}

/** The file of an import. */
export function csvOf({ columns, rows }: Table): string {
	return csvRow(columns) + rows.map((row) => csvRow(row)).join('');
}

function cellOf(value: unknown): string {
	if (isEmpty(value)) return '';
	if (Array.isArray(value)) return value.map((entry: unknown) => (isObject(entry) ? String(entry.name ?? entry.id) : String(entry))).join(BETWEEN_VALUES);
	if (value instanceof Date) return value.toISOString();
	return isObject(value) ? String(value.id) : String(value);
}

/**
 * Checks that a record can be a row.
 * @throws InputError
 */
export function checkRow(record: IDataObject): IDataObject {
	if (Object.values(record).every(isEmpty)) throw new InputError('The item holds no values', undefined, "Map a record whose keys are API names of Bigin, such as Last_Name.");
	for (const [key, value] of Object.entries(record)) {
		if (key.trim() === '') throw new InputError('The item has a value without a name', undefined, 'Remove the empty key.');
		const entries: unknown[] = Array.isArray(value) ? value : [value];
		for (const entry of entries) {
			if (isObject(entry) && !(entry instanceof Date) && !isCell(entry, Array.isArray(value))) {
				throw new InputError(`'${key}' must be a single value, a list of values or an object with an ID, but is ${show(value)}`, key, 'Map the value itself, or for a lookup { "id": "..." }.');
			}
		}
	}
	return record;
}

/** A lookup by its id, or a tag by its name. */
function isCell(value: IDataObject, listed: boolean): boolean {
	return textOf(value.id) !== undefined || (listed && textOf(value.name) !== undefined);
}
