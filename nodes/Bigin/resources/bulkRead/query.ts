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
	description: 'What the field is compared with; left empty for Is Empty and Is Not Empty',
});

/** Values that are no text stay what they are. */
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
			description: 'Which records are wanted; all if there is none',
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

/** What an export is about (bigin 10.1). */
export const queryFields = [
	moduleChoice(),
	upFront(
		dynamicList(
			list('fields', 'Field Names or IDs', {
				unique: true,
				description:
					'The fields to export; all if left empty. An expression may also name fields of related records, such as Account_Name.Account_Name',
			}),
			{ method: 'getFields', dependsOn: ['module'] },
		),
	),
	conditions,
	combine,
	picked(
		id('cvid', 'Custom View', { ...ID, description: 'Only records of this view' }),
		'searchCustomViews',
		['module'],
	),
] as const;

/** What an export is asked for. */
export type Asked = Values<typeof queryFields> & { timezone?: string };

/** The workflow's time zone belongs to the question: the days of its conditions are days there. */
export function withZone(asked: Asked, timezone: string): Asked {
	return { ...asked, timezone };
}

/**
 * The query of an export, from what the form gave. Values get the JSON type of their field.
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
			// Bigin's own page shows the module as a text (bigin 10.1).
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

/** The id is always there (bigin 10.1), and is asked for only where nothing else is. */
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

/** A form gives texts; a switch is compared with a switch, and a number with a number (bigin 10.1). */
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
	// With more digits than a JSON number can hold, it stays as it was written.
	const number = NUMBERS.includes(dataType) ? exactNumber(entry.trim()) : undefined;
	return typeof number === 'number' ? number : entry;
}
