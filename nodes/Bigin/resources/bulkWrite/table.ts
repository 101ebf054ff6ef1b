import type { IDataObject } from 'n8n-workflow';

import { csvRow } from '../../../shared/formats/csv';
import { InputError } from '../../../shared/base/errors';
import { plainText, readId, type DateContext } from '../../../shared/form/fields';
import { isDate, isEmpty, isObject, momentText, show, textOf } from '../../../shared/base/values';
import { ID } from '../../fields/common';
import { MODULES } from '../../kinds';

/** Separates several values in one cell. A guess from Zoho CRM's imports, because bigin 10.2 names no separator. */
const BETWEEN_VALUES = ';';

/** Records as rows of one file. */
export interface Table {
	/** Names of the columns: API names, with `.id` for lookups (bigin 10.2). */
	columns: string[];
	rows: string[][];
}

/** Makes the keys of all records columns, in order of first appearance. A key that a record lacks becomes an empty cell. */
export function tableOf(records: readonly IDataObject[]): Table {
	const lookups = new Set(
		records.flatMap((record) =>
			Object.keys(record).filter(
				(key) => isObject(record[key]) && momentText(record[key]) === undefined,
			),
		),
	);
	const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
	return {
		columns: keys.map((key) => (lookups.has(key) ? `${key}.id` : key)),
		rows: records.map((record) => keys.map((key) => cellOf(record[key]))),
	};
}

/** Writes a table as the CSV file of an import. */
export function csvOf({ columns, rows }: Table): string {
	return csvRow(columns) + rows.map((row) => csvRow(row)).join('');
}

/** Writes a value as the text of a cell. */
export function cellOf(value: unknown): string {
	if (isEmpty(value)) return '';
	if (Array.isArray(value))
		return value
			.map((entry: unknown) => (isObject(entry) ? String(entry.name ?? entry.id) : String(entry)))
			.join(BETWEEN_VALUES);
	const moment = momentText(value);
	// Bigin's own times have an offset and no milliseconds (bigin 3.2).
	if (moment !== undefined) return moment.replace(/\.\d+/, '').replace(/Z$/, '+00:00');
	return isObject(value) ? String(value.id) : String(value);
}

/**
 * Checks that a record can become a row.
 * @throws InputError if it is empty, or has a key or a value that does not fit into a table
 */
export function checkRow(record: IDataObject): IDataObject {
	if (Object.values(record).every(isEmpty))
		throw new InputError(
			'The item holds no values',
			undefined,
			'Map a record whose keys are API names of Bigin, such as Last_Name.',
		);
	for (const [key, value] of Object.entries(record)) {
		if (key.trim() === '')
			throw new InputError(
				'The item has a value without a name',
				undefined,
				'Remove the empty key.',
			);
		if (key === 'id' || key.endsWith('.id')) checkId(value, key);
		const entries: unknown[] = Array.isArray(value) ? value : [value];
		for (const entry of entries) {
			if (typeof entry === 'number') plainText(entry, `'${key}'`, key);
			if (isDate(entry) && momentText(entry) === undefined)
				throw new InputError(
					`'${key}' is an invalid date`,
					key,
					'Correct the date, or leave the field out.',
				);
			if (
				isObject(entry) &&
				momentText(entry) === undefined &&
				!isCell(entry, Array.isArray(value))
			) {
				throw new InputError(
					`'${key}' must be a single value, a list of values or an object with an ID, but is ${show(value)}`,
					key,
					'Map the value itself, or for a lookup { "id": "..." }.',
				);
			}
		}
	}
	return record;
}

/** A malformed ID could be the ID of another record. */
function checkId(value: unknown, key: string): void {
	if (!isEmpty(value)) readId(value, `'${key}'`, key, ID.form, ID.expects);
}

/**
 * Converts the date fields of a record that the node knows to days, as Create sends them (bigin 3.2).
 * @param context the workflow's time zone and the options of the item
 */
export function withDays(
	record: IDataObject,
	module: string,
	{ timezone, options = {} }: DateContext,
): IDataObject {
	const days =
		MODULES.find(({ api }) => api === module)?.fields.filter(
			({ name, property }) => property.type === 'dateTime' && !isEmpty(record[name]),
		) ?? [];
	const context = { from: 'json' as const, timezone, prefix: '', options };
	return {
		...record,
		...Object.fromEntries(
			days.map((field) => [field.name, field.read(record[field.name], context) as string]),
		),
	};
}

/** A lookup by its id, or a tag by its name. */
function isCell(value: IDataObject, listed: boolean): boolean {
	return textOf(value.id) !== undefined || (listed && textOf(value.name) !== undefined);
}
