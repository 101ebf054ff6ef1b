import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { isBinary, isEmpty, momentText, show } from '../../base/values';
import type { CustomFieldsOptions, CustomKind } from './customKinds';
import { formatDate } from './dates';
import { plainText } from './digits';
import type { ReadContext } from './field';
import { readJson } from './json';
import { readBoolean } from './choices';
import { readId } from './ids';
import { commaSeparated } from './list';
import { readLongNumber, readNumber } from './numbers';

/**
 * The value of a form row as the vendor expects it; undefined if it was left empty.
 * @throws InputError
 */
export function rowValue(
	row: IDataObject,
	label: string,
	context: ReadContext,
	options: CustomFieldsOptions,
): unknown {
	const key = String(row.key);
	const kind = (row.kind ?? options.kinds[0]) as CustomKind;
	if (!options.kinds.includes(kind))
		throw new InputError(`${label} has the unknown type ${show(kind)}`, key);
	const raw = kind === 'location' ? row.latitude : row[kind];
	if (isEmpty(raw)) return undefined;
	const value = read(kind, raw, row, label, key, context, options);
	const write = options.write?.[kind];
	return write ? write(value) : value;
}

function read(
	kind: CustomKind,
	raw: unknown,
	row: IDataObject,
	label: string,
	key: string,
	context: ReadContext,
	options: CustomFieldsOptions,
): unknown {
	switch (kind) {
		case 'text':
			return textOf(raw, label, key);
		case 'number':
			return options.longNumbers ? readLongNumber(raw, label, key) : readNumber(raw, label, key);
		case 'boolean':
			return readBoolean(raw, label, key);
		case 'date':
			return formatDate(
				raw,
				typeof options.dateStyle === 'function'
					? options.dateStyle(context.options)
					: options.dateStyle,
				context,
				label,
				key,
			);
		case 'dateTime':
			return formatDate(raw, options.dateTimeStyle, context, label, key);
		case 'list':
			return Array.isArray(raw) ? raw : commaSeparated(singleText(raw, label, key));
		case 'lookup':
			return readId(raw, label, key);
		case 'location':
			return {
				latitude: readNumber(raw, `${label} latitude`, key, { min: -90, max: 90 }),
				longitude: readNumber(row.longitude, `${label} longitude`, key, { min: -180, max: 180 }),
			};
		case 'json':
			return readJson(
				raw,
				label,
				key,
				Array.isArray(raw) || String(raw).trimStart().startsWith('[') ? 'array' : 'object',
			);
	}
}

/**
 * Text of a single value.
 * @throws InputError for an object that is not a date
 */
function singleText(raw: unknown, label: string, key: string): string {
	const moment = momentText(raw);
	if (moment !== undefined) return moment;
	if (typeof raw !== 'object') return plainText(raw, label, key);
	throw new InputError(
		`${label} must be a list, but is ${show(raw)}`,
		key,
		'Give values separated by commas, or map a list.',
	);
}

/** Text of any value; an object becomes JSON. */
function textOf(raw: unknown, label: string, key: string): string {
	const moment = momentText(raw);
	if (moment !== undefined) return moment;
	if (typeof raw !== 'object') return plainText(raw, label, key);
	const numbers: number[] = [];
	const json = isBinary(raw) ? undefined : jsonOf(raw, numbers);
	for (const value of numbers) plainText(value, label, key);
	if (json === undefined || json === 'null')
		throw new InputError(`${label} must be text, but is ${show(raw)}`, key, 'Map a single value.');
	return json;
}

/**
 * An object as JSON text; undefined if it is circular.
 * @param numbers receives the numbers in it
 */
function jsonOf(raw: unknown, numbers: number[]): string | undefined {
	try {
		return JSON.stringify(raw, (_name, value: unknown) => {
			if (typeof value === 'number') numbers.push(value);
			return value;
		});
	} catch {
		return undefined;
	}
}
