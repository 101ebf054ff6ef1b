import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import { isEmpty, momentText, show } from '../../shared/base/values';
import { exactNumber } from '../../shared/form/fields';

/** Most criteria of one list, less the two that a slice of time takes (kustomer 3.6). */
export const MOST_CRITERIA = 18;

/** Operators of a search. `equals` to `not_set` are the vendor's own; the others are a guess (kustomer 3.6). */
export const OPERATORS = [
	{ name: 'Contains', value: 'contains' },
	{ name: 'Does Not Contain', value: 'not_contains' },
	{ name: 'Equals', value: 'equals' },
	{ name: 'Greater Than', value: 'gt' },
	{ name: 'Greater Than or Equal', value: 'gte' },
	{ name: 'Is Empty', value: 'not_set' },
	{ name: 'Is None Of', value: 'not_in' },
	{ name: 'Is Not Empty', value: 'set' },
	{ name: 'Is One Of', value: 'in' },
	{ name: 'Less Than', value: 'lt' },
	{ name: 'Less Than or Equal', value: 'lte' },
	{ name: 'Not Equal', value: 'not_equals' },
	{ name: 'Starts With', value: 'prefix' },
] as const;

const KNOWN: readonly string[] = OPERATORS.map(({ value }) => value);

/** True for an operator whose form of the value is known, so that a condition can be written with it. */
export function isOperator(value: string): boolean {
	return KNOWN.includes(value);
}

/** Operators that take no value, and those that take several. */
export const WITHOUT_VALUE = ['set', 'not_set'];
const WITH_SEVERAL = ['in', 'not_in'];

/** One row of conditions in the form. */
export interface Condition {
	attribute: string;
	operator: string;
	value?: unknown;
}

/**
 * One condition as the search takes it (kustomer 3.6).
 * @throws InputError where the operator is not known, or has no value
 */
export function criterion({ attribute, operator, value }: Condition, label: string): IDataObject {
	if (!isOperator(operator))
		throw new InputError(
			`'${label} > Operator' is ${show(operator)}, which is not an operator of the search`,
			'conditions',
			`Give one of ${KNOWN.join(', ')}. For any other, send the search with 'API Call'.`,
		);
	if (WITHOUT_VALUE.includes(operator)) return { [attribute]: { [operator]: true } };
	if (isEmpty(value))
		throw new InputError(
			`'${label} > Value' is missing`,
			'conditions',
			"Give a value, or choose the operator 'Is Empty' or 'Is Not Empty'.",
		);
	const typed = (one: unknown) => typedFor(attribute, one);
	if (!WITH_SEVERAL.includes(operator)) return { [attribute]: { [operator]: typed(value) } };
	const values = Array.isArray(value) ? value : String(value).split(',');
	return {
		[attribute]: {
			[operator]: values
				.map((one: unknown) => (typeof one === 'string' ? one.trim() : one))
				.filter((one) => one !== '')
				.map(typed),
		},
	} as IDataObject;
}

/** Numbers and truth values where the name of the attribute says that it holds them; all else as it is given. */
function typedFor(attribute: string, value: unknown): unknown {
	const moment = momentText(value);
	if (moment !== undefined) return moment;
	if (typeof value !== 'string') return value;
	if (
		/Bool$|_(imported|redacted|auto|deleted|ended|sla_breached)$/.test(attribute) &&
		/^(true|false)$/.test(value)
	)
		return value === 'true';
	if (/Num$|_(count|size|score|rating|priority|time)$/.test(attribute)) {
		const number = exactNumber(value.trim());
		if (typeof number === 'number') return number;
	}
	return value;
}
