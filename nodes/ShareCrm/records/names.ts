import type { IDataObject } from 'n8n-workflow';

import { choice } from '../../shared/form/fields';
import { isObject, textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { fieldsOf, type FieldMeta } from '../metadata';

/** Endings of the keys that ShareCRM puts beside a field (sharecrm 7). */
const ENDINGS = ['__r', '__l', '__relation_ids'];

/** How the output shows people, departments, lookups and options. */
export const namesFor = choice(
	'namesForIds',
	'Names for IDs',
	[
		{
			name: 'As ShareCRM Sends Them',
			value: 'asSent',
			description: 'IDs, with what ShareCRM puts beside them',
		},
		{
			name: 'Both',
			value: 'both',
			description: 'IDs, and beside each its name under the same key with __r',
		},
		{ name: 'Names', value: 'names', description: 'Names in place of IDs' },
	],
	{
		default: 'names',
		description: 'How owners, departments, lookups and options are returned',
	},
);

/**
 * Makes the function that puts names beside or in place of IDs. The labels of options come from the description of the object,
 * where the reply has none.
 */
export async function withNames(
	session: Session,
	object: string,
	options: IDataObject,
): Promise<(row: IDataObject) => IDataObject> {
	const mode = options.namesForIds;
	if (mode !== 'both' && mode !== 'names') return (row) => row;
	const described = await fieldsOf(session, object);
	const fields = described.ok ? described.value : [];
	if (!described.ok)
		session.hint(
			`The labels of options could not be read, so their values are returned: ${described.failure.message}`,
		);
	const selects = fields.filter(({ options }) => options.length > 0);
	return (row) => namedRow(row, selects, mode === 'names');
}

function namedRow(row: IDataObject, selects: readonly FieldMeta[], replaces: boolean): IDataObject {
	const result: IDataObject = {};
	const names = namesIn(row, selects);
	for (const [key, value] of Object.entries(row)) {
		const base = baseOf(key);
		if (base !== undefined && base in row) {
			// Without a name, the value stays as ShareCRM sent it.
			if (!names.has(base)) result[key] = value;
			else if (!replaces && key === `${base}__r`) result[key] = names.get(base) ?? null;
			continue;
		}
		const name = names.get(key);
		result[key] = replaces && name !== undefined ? name : value;
		if (!replaces && name !== undefined) result[`${key}__r`] = name;
	}
	return result;
}

function baseOf(key: string): string | undefined {
	const ending = ENDINGS.find((end) => key.endsWith(end));
	return ending === undefined ? undefined : key.slice(0, -ending.length);
}

function namesIn(
	row: IDataObject,
	selects: readonly FieldMeta[],
): Map<string, IDataObject[string]> {
	const names = new Map<string, IDataObject[string]>();
	for (const { apiName, options } of selects) {
		const value = row[apiName];
		const labelOf = (one: unknown) =>
			options.find((option) => option.value === one)?.label ?? String(one);
		if (Array.isArray(value)) names.set(apiName, (value as unknown[]).map(labelOf));
		else if (textOf(value) !== undefined) names.set(apiName, labelOf(value));
	}
	for (const key of Object.keys(row)) {
		if (!key.endsWith('__r')) continue;
		const base = key.slice(0, -3);
		const name = base in row ? nameIn(row[key], row[`${base}__l`]) : undefined;
		if (name !== undefined) names.set(base, name);
	}
	return names;
}

/** The name in what ShareCRM puts beside an ID: a text, an object, or a list of these. */
function nameIn(beside: unknown, all: unknown): string | string[] | undefined {
	if (Array.isArray(all) && all.length > 1) return nameIn(all, undefined);
	if (Array.isArray(beside)) {
		const names = beside.map((one) => nameIn(one, undefined));
		return names.every((name): name is string => typeof name === 'string') ? names : undefined;
	}
	return isObject(beside) ? (textOf(beside.name) ?? textOf(beside.deptName)) : textOf(beside);
}
