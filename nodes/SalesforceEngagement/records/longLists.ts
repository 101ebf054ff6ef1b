import type { IDataObject } from 'n8n-workflow';

import { STATEMENT_LENGTH } from '../limits';
import { quoted } from './soql';

/** Longest part of a list that is too long for one query: the other conditions and the fields need room, too. */
const PART_LENGTH = 60_000;

/** The values of a condition: a list, or texts separated by commas. */
export function listOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	return typeof value === 'string' ? value.split(',').map((entry) => entry.trim()) : [value];
}

/**
 * The conditions, with the longest list of values in as many parts as queries need.
 * @param keyOf the same text for values that find the same records; these stay together
 */
export function dividedBy<Row extends { operator: string; value?: IDataObject[string] }>(
	given: readonly Row[],
	anyOfThem: boolean,
	keyOf: (value: unknown, row: Row, position: number) => string,
): Row[][] {
	const lengths = given.map(({ operator, value }) =>
		operator === 'isOneOf' ? lengthOf(listOf(value)) : 0,
	);
	const longest = Math.max(0, ...lengths);
	// With Or, a record could meet the conditions of several parts.
	if (longest <= STATEMENT_LENGTH || (anyOfThem && given.length > 1)) return [[...given]];
	const position = lengths.indexOf(longest);
	const divided = given[position];
	if (divided === undefined) return [[...given]];
	return parts(listOf(divided.value), (value) => keyOf(value, divided, position)).map((value) =>
		given.map((row, index) => (index === position ? { ...row, value } : row)),
	);
}

function lengthOf(values: readonly unknown[]): number {
	return values.reduce((sum: number, value) => sum + sizeOf(value), 0);
}

/** With quotes and a comma; escaped characters take two. */
function sizeOf(value: unknown): number {
	return typeof value === 'string' ? quoted(value).length + 2 : String(value).length + 4;
}

/** Values in parts that fit a query each. */
function parts(values: readonly unknown[], keyOf: (value: unknown) => string): unknown[][] {
	const groups = new Map<string, unknown[]>();
	for (const value of new Set(values)) {
		const key = keyOf(value);
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	const found: unknown[][] = [];
	let size = Infinity;
	for (const group of groups.values()) {
		const added = lengthOf(group);
		if (size + added > PART_LENGTH) {
			found.push([]);
			size = 0;
		}
		found.at(-1)?.push(...group);
		size += added;
	}
	return found;
}
