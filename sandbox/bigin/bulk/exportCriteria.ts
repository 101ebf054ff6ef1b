import { Refused, type Json } from '../http/wire';
import { columnOf, literal, type Column } from '../query/column';
import { isOrdered, isText, test, type Scalar, type Test } from '../query/condition';
import type { AccountState } from '../state/accountState';

const MAX_DEPTH = 5;
const ORDERED = ['greater_than', 'greater_equal', 'less_than', 'less_equal', 'between'];
const TEXTUAL = ['contains', 'starts_with', 'ends_with'];
/** Comparators and what they are the opposite of (bigin 10.1). */
const NEGATED: Record<string, string> = {
	not_equal: 'equal',
	not_in: 'in',
	not_contains: 'contains',
	not_between: 'between',
};

/** The test of an export's criteria: groups within groups, or one condition (bigin 10.1). */
export function exportTest(state: AccountState, module: string, criteria: Json, depth = 0): Test {
	const { group, group_operator: operator } = criteria;
	if (group === undefined) return condition(state, module, criteria);
	if (!Array.isArray(group) || group.length === 0 || depth > MAX_DEPTH)
		throw new Refused(400, 'INVALID_DATA', { api_name: 'group', parent_api_name: 'criteria' });
	const how = String(operator).toLowerCase();
	if (how !== 'and' && how !== 'or')
		throw new Refused(400, 'INVALID_DATA', {
			api_name: 'group_operator',
			parent_api_name: 'criteria',
		});
	const tests = (group as Array<Json | null>).map((entry) =>
		exportTest(state, module, entry ?? {}, depth + 1),
	);
	return how === 'and'
		? (row) => tests.every((fits) => fits(row))
		: (row) => tests.some((fits) => fits(row));
}

function allowed({ kind }: Column, how: string): boolean {
	if (ORDERED.includes(how)) return isOrdered(kind);
	return TEXTUAL.includes(how) ? isText(kind) : how === 'equal' || how === 'in';
}

function condition(state: AccountState, module: string, given: Json): Test {
	const name = String(given.api_name ?? (given.field as Json | undefined)?.api_name);
	const column = columnOf(state, module, name);
	if (!column)
		throw new Refused(400, 'INVALID_DATA', { api_name: name, parent_api_name: 'criteria' });
	const comparator = String(given.comparator);
	const negated = comparator in NEGATED;
	const how = NEGATED[comparator] ?? comparator;
	if (!allowed(column, how))
		throw new Refused(400, 'INVALID_DATA', {
			api_name: name,
			operator: comparator,
			parent_api_name: 'criteria',
		});
	if (how === 'equal' && given.value === '${EMPTY}') return test(column, 'empty', [], negated);
	const texts = (
		Array.isArray(given.value)
			? given.value
			: how === 'in' || how === 'between'
				? String(given.value).split(',')
				: [given.value]
	).map(String);
	const values = texts.map((text) => literal(column.kind, text));
	if (
		given.value === undefined ||
		values.includes(undefined) ||
		(how === 'between' && values.length !== 2)
	)
		throw new Refused(400, 'INVALID_DATA', {
			api_name: name,
			parent_api_name: 'criteria',
			reason: 'invalid value',
		});
	return test(column, how, values as Scalar[], negated);
}
