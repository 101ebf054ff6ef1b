import { InputError } from '../../shared/base/errors';
import { boolean, choice, dynamicOption, rows, text, type Values } from '../../shared/form/fields';
import { defineList } from '../../shared/operations/define';
import type { RecordList } from '../../shared/operations/recordApi';
import type { Kind } from '../kinds';
import { SEARCH_PAGE } from '../limits';
import { criterion, MOST_CRITERIA } from './criteria';
import { searchAll } from './searchAll';

const conditions = {
	...rows(
		'conditions',
		'Conditions',
		[
			dynamicOption(
				text('attribute', 'Attribute Name or ID', {
					required: true,
					placeholder: 'e.g. customer_name',
				}),
				{ method: 'getSearchAttributes', dependsOn: ['resource', 'klass.value'] },
			),
			dynamicOption(
				text('operator', 'Operator Name or ID', {
					description: 'Those that the attribute has; Equals if left empty',
				}),
				{ method: 'getSearchOperators', dependsOn: ['&attribute'] },
			),
			{
				...text('value', 'Value', {
					description:
						'What it is compared with; several values are separated by commas, and times are written as 2026-03-01T10:00:00Z',
				}),
				// A list may be mapped, too.
				read: (value: unknown) => (value === null || value === '' ? undefined : value),
			},
		],
		{
			button: 'Add Condition',
			row: 'Condition',
			max: MOST_CRITERIA,
			finish: (row, label) =>
				criterion(
					{
						...row,
						operator: row.operator ?? 'equals',
					},
					label.slice(1, -1),
				),
		},
	),
	upFront: true,
};

const combine = {
	...choice(
		'combine',
		'Combine',
		[
			{ name: 'All Conditions Are Met', value: 'and' },
			{ name: 'Any Condition Is Met', value: 'or' },
			{ name: 'No Condition Is Met', value: 'not' },
		],
		{ default: 'and', description: 'How the conditions work together' },
	),
	upFront: true,
};

/** Orders that every kind has, and by which a long search goes on past the cap (kustomer 3.6). */
const sortBy = choice(
	'sortBy',
	'Sort By',
	[
		{ name: 'Created At', value: 'created_at' },
		{ name: 'Updated At', value: 'updated_at' },
	],
	{
		default: 'created_at',
		description: 'By Updated At, records that change during the reading may be left out',
	},
);
const sortDirection = choice(
	'sortDirection',
	'Sort Direction',
	[
		{ name: 'Ascending', value: 'asc' },
		{ name: 'Descending', value: 'desc' },
	],
	{ default: 'asc' },
);

const archive = boolean('archive', 'Include the Archive', {
	default: true,
	description:
		'Whether to return what was not changed for two years, too; the archive knows few attributes',
});

const includeDeleted = boolean('includeDeleted', 'Include Deleted', {
	default: true,
	description: 'Whether to return deleted objects, too',
});

/** The search, with the time zone of its times. */
type Asked = Values<[typeof conditions, typeof combine]> & { timeZone?: string };

/** Search: by conditions on attributes of the organization; what changed in the last minute may be missing (kustomer 3.6). */
export function search(kind: Kind): RecordList {
	return defineList({
		description: `Find ${kind.nouns} by conditions; what changed in the last minute or not for two years may be missing`,
		requiredOptions: kind.requiredOptions,
		fields: [conditions, combine],
		options: [archive, includeDeleted, sortBy, sortDirection],
		finish: checked,
		async rows(session, asked: Asked, options, limit) {
			const sorted = options.sortBy ?? 'created_at';
			const read = await searchAll(session, {
				kind: kind.context(options),
				// Attributes of a class are those of custom objects in general.
				prefix: kind.api,
				criteria: { [asked.combine ?? 'and']: asked.conditions },
				timeZone: asked.timeZone ?? 'UTC',
				archive: options.archive === true,
				includeDeleted: options.includeDeleted === true,
				// The time of creation stays, so a record that changes meanwhile does not move to a page that was read already.
				sortBy: sorted,
				direction: options.sortDirection ?? 'asc',
				limit,
			});
			if (sorted === 'updated_at' && read.ok && read.value.length > SEARCH_PAGE)
				session.hint?.(
					"Records that changed during the reading may be missing, because they moved to another page. Set 'Sort By' to 'Created At' to get them all.",
				);
			return read;
		},
	});
}

function checked(asked: Asked, _: object, timezone: string): Asked {
	if (asked.conditions !== undefined && asked.conditions.length > 0)
		return { ...asked, timeZone: timezone };
	throw new InputError("'Conditions' is empty", 'conditions', 'Add at least one condition.');
}
