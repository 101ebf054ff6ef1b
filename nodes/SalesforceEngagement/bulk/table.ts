import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import { isObject, momentText, show } from '../../shared/base/values';
import { plainText } from '../../shared/form/fields';
import { csvRow } from '../../shared/formats/csv';

/** Text that empties a field. An empty cell leaves it as it is (salesforce-engagement 4.6, from memory). */
const EMPTIED = '#N/A';

/** Records as the rows of one file. */
export interface Table {
	columns: string[];
	/** The cells of each record, in the order of the columns. */
	rows: string[][];
}

/** A value as a cell. Throws InputError. */
export function cellOf(value: unknown, key: string): string {
	if (value === null) return EMPTIED;
	if (value === undefined) return '';
	const moment = momentText(value);
	if (moment !== undefined) return moment;
	if (typeof value === 'object')
		throw new InputError(
			`'${key}' must be a single value, but is ${show(value)}`,
			key,
			'Map a single value; name a related record as Account.Ext__c.',
		);
	return plainText(value, `'${key}'`, key);
}

/** A record with a related one inside, as the columns of a file name it: `Account: { Ext__c }` becomes `Account.Ext__c`. */
export function flat(record: IDataObject): IDataObject {
	const row: IDataObject = {};
	for (const [key, value] of Object.entries(record)) {
		const [only, ...others] =
			isObject(value) && momentText(value) === undefined ? Object.entries(value) : [];
		if (only === undefined || others.length > 0) row[key] = value;
		else row[`${key}.${only[0]}`] = only[1] as IDataObject[string];
	}
	return row;
}

/** Puts records into one table. */
export function tableOf(records: readonly IDataObject[]): Table {
	const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
	return {
		columns,
		rows: records.map((record) => columns.map((column) => cellOf(record[column], column))),
	};
}

/** A bound for the characters of a table's file, without what is to be escaped in it: a text beyond half a billion cannot be made. */
export function lengthOf({ columns, rows }: Table): number {
	let length = rows.length * columns.length;
	for (const row of rows) for (const cell of row) length += cell.length;
	return length;
}

/** The file of a table; `id` is called `Id` there. */
export function csvOf({ columns, rows }: Table): Buffer {
	const lines = [csvRow(columns.map((column) => (column === 'id' ? 'Id' : column)))];
	for (const row of rows) lines.push(csvRow(row));
	// The job says that its lines end so.
	return Buffer.from(lines.join(''));
}
