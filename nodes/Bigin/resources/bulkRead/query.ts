import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/base/errors';
import {
	choice,
	dynamicList,
	dynamicOption,
	exactNumber,
	formatDate,
	id,
	list,
	rows,
	text,
	upFront,
	type Field,
	type Values,
} from '../../../shared/form/fields';
import type { Result } from '../../../shared/base/result';
import { remember } from '../../../shared/http/remember';
import type { Session } from '../../../shared/http/session';
import { isEmpty } from '../../../shared/base/values';
import { ID, picked } from '../../fields/common';
import { moduleChoice } from '../../kinds/moduleChoice';
import { fieldsOf } from '../../metadata';
import { searched } from '../../records/criteria';
import { COMPARATORS, EMPTY, SEVERAL, TWO, WITHOUT_VALUE } from './comparators';

type Value = IDataObject[string];

const value = text('value', 'Value', {
	placeholder: 'e.g. Smith',
	description: 'The value to compare with; leave it empty for Is Empty and Is Not Empty',
});

/** Numbers and booleans stay what they are, because Bigin compares JSON types (bigin 10.1). */
const comparedValue: Field<'value', Value, false> = {
	...value,
	read: (given, { timezone }) =>
		isEmpty(given)
			? undefined
			: typeof given === 'number' || typeof given === 'boolean'
				? given
				: separated(given, timezone),
};

function separated(given: unknown, timezone: string): Value {
	return Array.isArray(given)
		? given.map((entry) => separated(entry, timezone))
		: typeof given === 'number' || typeof given === 'boolean'
			? given
			: searched(given, timezone);
}

const conditions = upFront(
	rows(
		'conditions',
		'Conditions',
		[
			dynamicOption(text('field', 'Field Name or ID', { required: true }), {
				method: 'getFields',
				dependsOn: ['module'],
			}),
			choice('operator', 'Operator', COMPARATORS, { default: 'equal', required: true }),
			comparedValue,
		],
		{
			button: 'Add Condition',
			row: 'Condition',
			description: 'Which records to export; all if there are no conditions',
		},
	),
);

const combine = upFront(
	choice(
		'combine',
		'Combine Conditions With',
		[
			{ name: 'And', value: 'and', description: 'A record must meet all conditions' },
			{ name: 'Or', value: 'or', description: 'A record must meet one of the conditions' },
		],
		{ default: 'and' },
	),
);

/** The fields that choose what to export (bigin 10.1). */
export const queryFields = [
	moduleChoice(),
	upFront(
		dynamicList(
			list('fields', 'Field Names or IDs', {
				unique: true,
				description:
					'The fields to export; all if left empty. An expression may also name related fields, such as Account_Name.Account_Name',
			}),
			{ method: 'getFields', dependsOn: ['module'] },
		),
	),
	conditions,
	combine,
	picked(
		id('cvid', 'Custom View', { ...ID, description: 'Only records in this view' }),
		'searchCustomViews',
		['module'],
	),
] as const;

/** The values of these fields, with the workflow's time zone. */
export type Asked = Values<typeof queryFields> & { timezone?: string };

/** Adds the workflow's time zone, because the days in its conditions are days in that zone. */
export function withZone(asked: Asked, timezone: string): Asked {
	return { ...asked, timezone };
}

/**
 * Builds the query of an export from the form's values. Compared values get the JSON type of their field.
 * @throws InputError for a condition without the values that its comparator needs
 */
export async function queryOf(
	session: Session,
	asked: Asked,
	page: number,
): Promise<Result<IDataObject>> {
	const given = asked.conditions ?? [];
	const fields = withoutId(asked.fields ?? []);
	const types =
		given.length === 0
			? { ok: true as const, value: new Map<string, string>() }
			: await typesOf(session, asked.module);
	if (!types.ok) return types;
	const { timezone = 'UTC' } = asked;
	const group = given.map((condition, index) =>
		written(
			condition,
			`'Condition ${index + 1} > Value'`,
			types.value.get(condition.field),
			timezone,
		),
	);
	return {
		ok: true,
		value: {
			// Bigin's own page shows the module as text (bigin 10.1).
			module: asked.module,
			...(fields.length > 0 ? { fields } : {}),
			page,
			...(asked.cvid === undefined ? {} : { cvid: asked.cvid }),
			...(group.length > 0
				? { criteria: { group_operator: asked.combine === 'or' ? 'or' : 'and', group } }
				: {}),
		},
	};
}

/** Leaves out the ID, which every export holds (bigin 10.1), unless it is the only field. */
function withoutId(fields: readonly string[]): readonly string[] {
	const others = fields.filter((name) => name.toLowerCase() !== 'id');
	return others.length > 0 ? others : fields;
}

async function typesOf(session: Session, module: string): Promise<Result<Map<string, string>>> {
	return await remember(session, `types of ${module}`, async () => {
		const known = await fieldsOf(session, module);
		return known.ok
			? {
					ok: true,
					value: new Map(known.value.map(({ apiName, dataType }) => [apiName, dataType])),
				}
			: known;
	});
}

function written(
	{ field, operator, value: given }: IDataObject,
	label: string,
	dataType: string | undefined,
	timezone: string,
): IDataObject {
	const comparator = String(operator);
	const withoutValue = WITHOUT_VALUE[comparator];
	if (withoutValue !== undefined)
		return { api_name: field, comparator: withoutValue, value: EMPTY };
	if (given === undefined)
		throw new InputError(
			`${label} is missing`,
			'conditions',
			"Fill it in, or choose 'Is Empty' as 'Operator'.",
		);
	const several = SEVERAL.includes(comparator) || TWO.includes(comparator);
	const values = several
		? split(given).map((entry) => typed(entry, dataType, label, timezone))
		: typed(given as IDataObject[string], dataType, label, timezone);
	if (TWO.includes(comparator) && (values as unknown[]).length !== 2) {
		throw new InputError(
			`${label} must be two values separated by a comma for the operator 'Between' or 'Not Between'`,
			'conditions',
			"Give the lower and the upper value, such as '10, 20'.",
		);
	}
	return { api_name: field, comparator, value: values };
}

function split(given: Value): Value[] {
	return (
		Array.isArray(given)
			? given
			: String(given)
					.split(',')
					.map((entry) => entry.trim())
	) as Value[];
}

const DAY = /^\d{4}-\d\d-\d\d/;

const NUMBERS = ['integer', 'double', 'currency', 'percent'];

/** Converts the form's text to the field's type: a boolean is compared with a boolean, a number with a number (bigin 10.1). */
function typed(entry: Value, dataType: string | undefined, label: string, timezone: string): Value {
	if (typeof entry !== 'string' || dataType === undefined) return entry;
	const [day] = DAY.exec(entry) ?? [];
	if (dataType === 'date' && day !== undefined)
		return formatDate(entry, 'day', { timezone }, label, 'conditions');
	if (dataType === 'datetime' && day === entry) {
		throw new InputError(
			`${label} must be a date with a time of day, but is "${entry}"`,
			'conditions',
			`Write it as ${entry}T00:00:00+01:00.`,
		);
	}
	if (dataType === 'boolean')
		return entry.toLowerCase() === 'true' ? true : entry.toLowerCase() === 'false' ? false : entry;
	// A number with more digits than a JSON number can hold stays text.
	const number = NUMBERS.includes(dataType) ? exactNumber(entry.trim()) : undefined;
	return typeof number === 'number' ? number : entry;
}
