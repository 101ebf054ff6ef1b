import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/base/errors';
import { isEmpty, isObject, momentText, show } from '../../../shared/base/values';
import { choice, rows, text, type DateContext, type ValueIn } from '../../../shared/form/fields';
import { literal, type Given } from '../../records/literal';

const name = text('name', 'Name', {
	required: true,
	pattern: /^[A-Za-z]\w*$/,
	expects: 'a name of letters, digits and underscores',
	placeholder: 'e.g. status',
});
const valueField = (description: string) => ({
	...text('value', 'Value', { description }),
	// Its type decides how it is written.
	read: (given: unknown) => given as IDataObject[string],
});
const BUTTON = { button: 'Add Parameter', row: 'Parameter' };

/**
 * Named values for a query.
 * @param value what a value may be
 */
export function parameterRows(value: string, description: string) {
	return rows('parameters', 'Query Parameters', [name, valueField(value)], {
		...BUTTON,
		description,
	});
}

/** Types of the form, and those of describe that a value is written as; Automatic has none. */
const TYPES: Record<string, string> = {
	boolean: 'boolean',
	date: 'date',
	dateTime: 'datetime',
	number: 'double',
	text: 'string',
};

const type = choice(
	'type',
	'Type',
	[
		{
			name: 'Automatic',
			value: 'auto',
			description:
				'A text goes in quotes; a number, true or false, a date object and a list are written as such',
		},
		{ name: 'Boolean', value: 'boolean' },
		{
			name: 'Date',
			value: 'date',
			description: 'A day such as 2026-12-31, or a name such as LAST_N_DAYS:7',
		},
		{
			name: 'Date and Time',
			value: 'dateTime',
			description: 'A time such as 2026-12-31T10:00:00Z, or a name such as TODAY',
		},
		{ name: 'Number', value: 'number' },
		{ name: 'Text', value: 'text', description: 'In quotes, whatever it is' },
	],
	{ default: 'auto', description: 'How the value is written; each entry of a list is written so' },
);

/** Values that are put into a query where it names them: they are escaped, so that none can change what is asked for. */
export const parameters = {
	...rows(
		'parameters',
		'Query Parameters',
		[
			name,
			type,
			valueField(
				'A single value, or a list by an expression; a text that is a date needs the type Date or Date and Time',
			),
		],
		{
			...BUTTON,
			description: 'Values for names such as :status in the query; they are escaped',
		},
	),
	dates: true,
};

type Parameter = NonNullable<ValueIn<typeof parameters>['parameters']>[number];

const NAME = /^[A-Za-z]\w*/;
/** Longest name of a parameter. */
const LONGEST_NAME = 100;

/**
 * The record of an operation with its parameters put into the query.
 * @throws InputError for a name without a value
 */
export function withParameters<Asked extends { query: string; parameters?: Parameter[] }>(
	asked: Asked,
	options: IDataObject,
	timezone: string,
): Asked {
	const { query, parameters: given = [] } = asked;
	return { ...asked, query: filledIn(query, given, { options, timezone }) };
}

function filledIn(query: string, given: readonly Parameter[], context: DateContext): string {
	const values = new Map(given.map((row) => [row.name, row]));
	let written = '';
	let from = 0;
	for (let position = 0; position < query.length; ) {
		if (query.charAt(position) === "'") {
			position = endOfQuoted(query, position);
			continue;
		}
		const name = nameAt(query, position);
		if (name === undefined) {
			position += 1;
			continue;
		}
		const row = values.get(name);
		if (row === undefined)
			throw new InputError(
				`'Query' names the parameter :${name}, which has no value`,
				'parameters',
				"Add it to 'Query Parameters', or put quotes around the text.",
			);
		written += query.slice(from, position) + valueOf(row, context);
		position += 1 + name.length;
		from = position;
	}
	return written + query.slice(from);
}

/** The place after the quotation mark that ends a quoted text; the end of the query where there is none. */
function endOfQuoted(query: string, start: number): number {
	let position = start + 1;
	while (position < query.length && query.charAt(position) !== "'")
		position += query.charAt(position) === '\\' ? 2 : 1;
	return position + 1;
}

/** The name behind a colon that is no part of LAST_N_DAYS:7 or of a time. */
function nameAt(query: string, colon: number): string | undefined {
	if (query.charAt(colon) !== ':' || /[\w:]/.test(query.charAt(colon - 1))) return undefined;
	return NAME.exec(query.slice(colon + 1, colon + 1 + LONGEST_NAME))?.[0];
}

/** A parameter as SOQL takes it; a list in parentheses. */
function valueOf({ name, type: chosen, value }: Parameter, context: DateContext): string {
	const readContext = { ...context, label: `Parameter '${name}'`, field: 'parameters' };
	const written = (entry: unknown): string => {
		if (Array.isArray(entry)) {
			if (entry.length > 0) return `(${entry.map(written).join(', ')})`;
			throw new InputError(
				`${readContext.label} is an empty list`,
				readContext.field,
				'Give it a value.',
			);
		}
		if (isEmpty(entry)) return 'null';
		const as = TYPES[chosen ?? 'auto'];
		return as === undefined ? ofItself(entry, readContext) : literal(entry, as, readContext);
	};
	return written(value);
}

/** A value by its own type: a text is a text, also one that looks like a date. */
function ofItself(value: unknown, readContext: Given): string {
	const moment = momentText(value);
	if (moment !== undefined) return moment;
	const isUsable = typeof value !== 'number' || Number.isFinite(value);
	if (!isObject(value) && isUsable) return literal(value, undefined, readContext);
	throw new InputError(
		`${readContext.label} must be a single value or a list, but is ${show(value)}`,
		readContext.field,
	);
}
