import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/base/errors';
import { isDate, isEmpty, momentText, show } from '../../../shared/base/values';
import { rows, text, type ValueIn } from '../../../shared/form/fields';
import { quoted } from '../../records/soql';

/**
 * Named values for a query.
 * @param value what a value may be
 */
export function parameterRows(value: string, description: string) {
	return rows(
		'parameters',
		'Query Parameters',
		[
			text('name', 'Name', {
				required: true,
				pattern: /^[A-Za-z]\w*$/,
				expects: 'a name of letters, digits and underscores',
				placeholder: 'e.g. status',
			}),
			{
				...text('value', 'Value', { description: value }),
				// Its type decides how it is written.
				read: (given: unknown) => given as IDataObject[string],
			},
		],
		{ button: 'Add Parameter', row: 'Parameter', description },
	);
}

/** Values that are put into a query where it names them: they are escaped, so that none can change what is asked for. */
export const parameters = parameterRows(
	'A text, a number, true or false, a date, or a list; a text that is a date or a time is sent as one',
	'Values for names such as :status in the query; they are escaped',
);

type Parameters = NonNullable<ValueIn<typeof parameters>['parameters']>;

const NAME = /^[A-Za-z]\w*/;
/** Longest name of a parameter. */
const LONGEST_NAME = 100;

/**
 * Puts parameters into a query.
 * @throws InputError for a name without a value
 */
export function withParameters(query: string, given: Parameters): string {
	const values = new Map(given.map(({ name, value }) => [name, value]));
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
		if (!values.has(name))
			throw new InputError(
				`'Query' names the parameter :${name}, which has no value`,
				'parameters',
				"Add it to 'Query Parameters', or put quotes around the text.",
			);
		written += query.slice(from, position) + literal(values.get(name), name);
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

/** Text that stands without quotes in SOQL: a time with its zone, or a day. */
const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/;

function literal(value: unknown, name: string): string {
	if (Array.isArray(value)) {
		if (value.length === 0)
			throw new InputError(
				`Parameter '${name}' is an empty list`,
				'parameters',
				'Give it a value.',
			);
		return `(${value.map((entry) => literal(entry, name)).join(', ')})`;
	}
	if (isEmpty(value)) return 'null';
	if (typeof value === 'boolean') return String(value);
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	const moment = isDate(value) ? momentText(value) : (momentText(value) ?? undefined);
	if (moment !== undefined) return moment;
	if (typeof value === 'string') return TIME.test(value) ? value : quoted(value);
	throw new InputError(
		`Parameter '${name}' must be a single value or a list, but is ${show(value)}`,
		'parameters',
	);
}
