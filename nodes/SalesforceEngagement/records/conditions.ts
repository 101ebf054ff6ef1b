import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import { isEmpty } from '../../shared/base/values';
import {
	choice,
	dynamicOption,
	rows,
	text,
	type DateContext,
	type Values,
} from '../../shared/form/fields';
import { fieldNamed, type FieldMeta } from '../metadata';
import { ID, shortId } from '../fields/ids';
import { asText, literal } from './literal';
import { dividedBy, listOf } from './longLists';
import { pattern } from './soql';

/** A field, or one of a related record: Account.Name. */
export const PATH = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*){0,5}$/;

const OPERATORS = [
	{ name: 'Begins With', value: 'beginsWith' },
	{ name: 'Contains', value: 'contains' },
	{ name: 'Does Not Equal', value: 'notEquals' },
	{ name: 'Ends With', value: 'endsWith' },
	{ name: 'Equals', value: 'equals' },
	{
		name: 'Excludes',
		value: 'excludes',
		description: 'Multi-select picklist without these values',
	},
	{ name: 'Greater Than', value: 'greater' },
	{ name: 'Greater Than or Equal', value: 'greaterOrEqual' },
	{ name: 'Includes', value: 'includes', description: 'Multi-select picklist with one of these' },
	{ name: 'Is Empty', value: 'isEmpty' },
	{ name: 'Is Not Empty', value: 'isNotEmpty' },
	{
		name: 'Is Not One Of',
		value: 'isNotOneOf',
		description: 'Values separated by commas, or a list',
	},
	{ name: 'Is One Of', value: 'isOneOf', description: 'Values separated by commas, or a list' },
	{ name: 'Less Than', value: 'less' },
	{ name: 'Less Than or Equal', value: 'lessOrEqual' },
] as const;

/** How SOQL writes a comparison with one value. */
const SIGNS: Record<string, string> = {
	equals: '=',
	notEquals: '!=',
	greater: '>',
	greaterOrEqual: '>=',
	less: '<',
	lessOrEqual: '<=',
};
/** How SOQL writes a comparison with a list of values. */
const LISTS: Record<string, string> = {
	isOneOf: 'IN',
	isNotOneOf: 'NOT IN',
	includes: 'INCLUDES',
	excludes: 'EXCLUDES',
};
const PATTERNS: Record<string, [string, string]> = {
	beginsWith: ['', '%'],
	contains: ['%', '%'],
	endsWith: ['%', ''],
};

const comparedValue = {
	...text('value', 'Value', {
		placeholder: 'e.g. Completed',
		description: 'What the field is compared with; a day may also be a name such as LAST_N_DAYS:7',
	}),
	// Its form depends on the type of the field, which the org tells.
	read: (value: unknown) => (isEmpty(value) ? undefined : (value as IDataObject[string])),
};

/** Conditions as rows of the form. */
export const conditions = {
	...rows(
		'conditions',
		'Conditions',
		[
			dynamicOption(
				text('field', 'Field Name or ID', {
					required: true,
					pattern: PATH,
					expects: 'the API name of a field, such as Status or Account.Name',
				}),
				{ method: 'getFilterFields', dependsOn: ['resource', 'object'] },
			),
			choice('operator', 'Operator', OPERATORS, { default: 'equals', required: true }),
			comparedValue,
		],
		{ button: 'Add Condition', row: 'Condition', description: 'Which records are wanted' },
	),
	upFront: true,
	dates: true,
};

/** Whether all conditions must hold, or one. */
export const combine = {
	...choice(
		'combine',
		'Combine Conditions With',
		[
			{ name: 'And', value: 'AND', description: 'A record must meet all conditions' },
			{ name: 'Or', value: 'OR', description: 'A record must meet one of the conditions' },
		],
		{ default: 'AND' },
	),
	upFront: true,
};

/** A further condition in Salesforce's own language. */
export const whereClause = text('where', 'Where (SOQL)', {
	rows: 2,
	max: 20_000,
	placeholder: "e.g. Status = 'New' AND (Type = 'Inbound' OR Type = null)",
	description:
		'A further condition in SOQL, without WHERE. A value that an expression puts in can change what is asked for.',
});

/** Conditions that records are asked for by. */
export type Conditions = Values<[typeof conditions, typeof combine, typeof whereClause]>;

type Condition = NonNullable<Conditions['conditions']>[number];

/**
 * Writes the conditions of queries: each in parentheses of its own. One query will do unless a list of values is too long for it.
 * @param fields of the object, which tell how a value is written
 * @returns the conditions of each query; no record meets those of two
 * @throws InputError
 */
export function wheresOf(
	asked: Conditions,
	fields: readonly FieldMeta[],
	readContext: DateContext,
): string[][] {
	const lists = dividedBy(asked.conditions ?? [], asked.combine === 'OR', (value, row, position) =>
		sameValue(value, fieldNamed(fields, row.field)?.dataType, () =>
			condition({ ...row, value: [value] }, fields, readContext, position),
		),
	);
	return lists.map((conditions) => whereOf({ ...asked, conditions }, fields, readContext));
}

/** A text that is the same for values which find the same records: an ID has two forms, and Salesforce takes texts without regard to case. */
function sameValue(value: unknown, type: string | undefined, written: () => string): string {
	const mayBeId = type === 'id' || type === 'reference' || type === undefined;
	return mayBeId && typeof value === 'string' && ID.form.test(value)
		? shortId(value).toLowerCase()
		: written().toLowerCase();
}

function whereOf(
	asked: Conditions,
	fields: readonly FieldMeta[],
	readContext: DateContext,
): string[] {
	const given = asked.conditions ?? [];
	const written = given.map((row, index) => `(${condition(row, fields, readContext, index)})`);
	const clause = (asked.where ?? '').trim();
	return [
		...(written.length === 0 ? [] : [written.join(asked.combine === 'OR' ? ' OR ' : ' AND ')]),
		...(clause === '' ? [] : [clause]),
	];
}

function condition(
	row: Condition,
	fields: readonly FieldMeta[],
	context: DateContext,
	index: number,
): string {
	const { field, operator } = row;
	if (operator === 'isEmpty') return `${field} = null`;
	if (operator === 'isNotEmpty') return `${field} != null`;
	const label = `'Condition ${index + 1} > Value'`;
	if (row.value === undefined)
		throw new InputError(
			`${label} is missing`,
			'conditions',
			"Fill it in, or choose 'Is Empty' to find records without a value.",
		);
	const type = fieldNamed(fields, field)?.dataType;
	const readContext = { ...context, label, field: 'conditions' };
	const around = PATTERNS[operator];
	if (around) return `${field} LIKE ${pattern(asText(row.value, readContext), ...around)}`;
	const write = (value: unknown) => literal(value, type, readContext);
	const inList = LISTS[operator];
	return inList === undefined
		? `${field} ${SIGNS[operator] ?? '='} ${write(row.value)}`
		: `${field} ${inList} (${listOf(row.value).map(write).join(', ')})`;
}
