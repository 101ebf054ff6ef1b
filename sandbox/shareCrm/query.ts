import { listOf, objectOf, refusal, type Json } from './replies';
import type { Row } from './tenant';

/** Most rows of a page, and the last row that can be had by its number (sharecrm 5.4). */
const PAGE = 100;
const DEEPEST = 10_000;

type Test = (value: unknown, values: string[]) => boolean;

const isBlank = (value: unknown) =>
	value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);

/** A value as it is compared: numbers as numbers, all else as text. */
function compare(value: unknown, other: string): number {
	const [a, b] = [Number(value), Number(other)];
	if (!isBlank(value) && !Number.isNaN(a) && !Number.isNaN(b) && !isHex(value)) return a - b;
	return String(value) < other ? -1 : String(value) > other ? 1 : 0;
}

/** IDs are texts, also where they hold digits alone. */
function isHex(value: unknown): boolean {
	return typeof value === 'string' && value.length >= 24;
}

function texts(value: unknown): string[] {
	return Array.isArray(value) ? value.map(String) : isBlank(value) ? [] : [String(value)];
}

const some = (value: unknown, test: (text: string) => boolean) => texts(value).some(test);
const first = (values: string[]) => values[0] ?? '';

const TESTS: Record<string, Test> = {
	EQ: (value, values) => some(value, (text) => compare(text, first(values)) === 0),
	N: (value, values) => !some(value, (text) => compare(text, first(values)) === 0),
	GT: (value, values) => !isBlank(value) && compare(value, first(values)) > 0,
	GTE: (value, values) => !isBlank(value) && compare(value, first(values)) >= 0,
	LT: (value, values) => !isBlank(value) && compare(value, first(values)) < 0,
	LTE: (value, values) => !isBlank(value) && compare(value, first(values)) <= 0,
	LIKE: (value, values) => some(value, (text) => text.includes(first(values))),
	NLIKE: (value, values) => !some(value, (text) => text.includes(first(values))),
	IS: (value) => isBlank(value),
	ISN: (value) => !isBlank(value),
	IN: (value, values) => some(value, (text) => values.includes(text)),
	NIN: (value, values) => !some(value, (text) => values.includes(text)),
	BETWEEN: (value, [from = '', to = '']) =>
		!isBlank(value) && compare(value, from) >= 0 && compare(value, to) <= 0,
	NBETWEEN: (value, [from = '', to = '']) =>
		isBlank(value) || compare(value, from) < 0 || compare(value, to) > 0,
	STARTWITH: (value, values) => some(value, (text) => text.startsWith(first(values))),
	ENDWITH: (value, values) => some(value, (text) => text.endsWith(first(values))),
	HASANYOF: (value, values) => some(value, (text) => values.includes(text)),
	NHASANYOF: (value, values) => !some(value, (text) => values.includes(text)),
	CONTAINS: (value, values) => some(value, (text) => values.includes(text)),
};

/** Looks for records as the query of an object does (sharecrm 5.4). */
export function queryRows(table: Iterable<Row>, info: Json): { rows: Row[]; total: number } | Json {
	const { limit, offset } = info;
	if (typeof limit !== 'number' || limit < 1 || limit > PAGE)
		return refusal(10013, 'limit must be 1 to 100');
	if (typeof offset !== 'number' || offset < 0 || offset % limit !== 0)
		return refusal(10013, 'offset must be a multiple of limit');
	if (offset > DEEPEST) return refusal(10013, 'offset is out of range: at most 10000');
	if (!Array.isArray(info.filters) || !Array.isArray(info.orders))
		return refusal(32000, 'filters and orders must be lists');
	const filters = info.filters.map(objectOf);
	for (const { operator, field_values: values, field_name: name } of filters) {
		if (TESTS[String(operator)] === undefined)
			return refusal(32000, `operator ${String(operator)} is illegal`);
		if (!Array.isArray(values) || values.some((value) => typeof value !== 'string'))
			return refusal(32000, `field_values of ${String(name)} must be a list of texts`);
	}
	// A guess: voided records show only where a filter asks for their state.
	const showsVoided = filters.some(({ field_name: name }) =>
		['life_status', 'is_deleted'].includes(String(name)),
	);
	const found: Row[] = [];
	for (const row of table) {
		if (!showsVoided && row.life_status === 'invalid') continue;
		if (
			filters.every(({ field_name: name, field_values: values, operator }) =>
				(TESTS[String(operator)] as Test)(row[String(name)], listOf(values) as string[]),
			)
		)
			found.push(row);
	}
	const rows = sorted(found, listOf(info.orders).map(objectOf));
	return { rows: rows.slice(offset, offset + limit), total: rows.length };
}

/** Rows stand in the order of their IDs, so that order costs nothing. */
function sorted(rows: Row[], orders: Json[]): Row[] {
	const [order] = orders;
	if (order === undefined || (order.fieldName === '_id' && order.isAsc === true)) return rows;
	return rows.sort((a, b) => {
		for (const { fieldName, isAsc } of orders) {
			const by = compare(a[String(fieldName)], String(b[String(fieldName)] ?? ''));
			if (by !== 0) return isAsc === true ? by : -by;
		}
		return 0;
	});
}
