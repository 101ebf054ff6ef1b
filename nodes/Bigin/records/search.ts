import type { IDataObject } from 'n8n-workflow';

import { InputError, type Failure } from '../../shared/base/errors';
import {
	boolean,
	choice,
	dynamicOption,
	rows,
	text,
	upFront,
	type Field,
	type ReadContext,
	type Values,
} from '../../shared/form/fields';
import { labelOf } from '../../shared/form/fields/field';
import { pathPart } from '../../shared/http/replies';
import { defineList } from '../../shared/operations/define';
import type { RecordList } from '../../shared/operations/recordApi';
import { isEmpty, isObject, show } from '../../shared/base/values';
import { shownFor } from '../fields/common';
import type { Module } from '../kinds';
import { criteria, isExact, MOST_CONDITIONS, OPERATORS, searched } from './criteria';
import { FIELDS_PER_CALL, PAGE, readRows } from './rows';
import { asChosen, fieldsToReturn, namedFields } from './selection';

/** Maximum hits of a search, which has no page tokens to read further (bigin 4.7). */
const MOST_HITS = 2_000;

/** Minimum characters of a search by word (bigin 4.7). */
export const SHORTEST_WORD = 2;

/** With any other character, a name could end its condition and begin another. */
const FIELD_NAME = /^[^\s:(),\\]+$/;

const searchBy = upFront(
	choice(
		'searchBy',
		'Search By',
		[
			{ name: 'Conditions', value: 'criteria', description: 'Fields compared with values' },
			{ name: 'Email', value: 'email', description: 'Any email field that equals this address' },
			{ name: 'Phone', value: 'phone', description: 'Any phone field that equals this number' },
			{
				name: 'Word',
				value: 'word',
				description: 'Any field that contains this word of at least two characters',
			},
		],
		{ default: 'criteria' },
	),
);

const conditions = upFront(
	shownFor(
		rows(
			'conditions',
			'Conditions',
			[
				dynamicOption(
					text('field', 'Field Name or ID', {
						required: true,
						pattern: FIELD_NAME,
						expects: 'the API name of a field',
					}),
					{ method: 'getSearchFields', dependsOn: ['resource'] },
				),
				choice('operator', 'Operator', OPERATORS, {
					default: 'equals',
					required: true,
					description:
						"How to compare them; for 'contains' or 'is empty', which a search lacks, search by word or run a COQL query",
				}),
				comparedValue(),
			],
			{
				button: 'Add Condition',
				row: 'Condition',
				max: MOST_CONDITIONS,
				description: 'Which records to find',
			},
		),
		'searchBy',
		['criteria'],
	),
);

function comparedValue(): Field<'value', unknown, true> {
	const field = text('value', 'Value', {
		required: true,
		placeholder: 'e.g. Smith',
		description: 'The value to compare with; it may contain brackets and commas',
	});
	return {
		...field,
		read: (value, context) =>
			isEmpty(value) ? undefined : searched(compared(value, field, context), context.timezone),
	};
}

/** A lookup that was mapped as an object is compared by its ID. */
function compared(value: unknown, field: Field, context: ReadContext): unknown {
	if (Array.isArray(value)) return value.map((entry) => compared(entry, field, context));
	// Dates convert themselves to text.
	if (!isObject(value) || String(value) !== '[object Object]') return value;
	if (!isEmpty(value.id)) return value.id;
	throw new InputError(
		`${labelOf(field, context)} must be a single value, but is ${show(value)}`,
		'conditions',
		'Map one value of the object, such as its ID or its name.',
	);
}

const combine = upFront(
	shownFor(
		choice(
			'combine',
			'Combine Conditions With',
			[
				{ name: 'And', value: 'and', description: 'A record must meet all conditions' },
				{ name: 'Or', value: 'or', description: 'A record must meet one of the conditions' },
			],
			{ default: 'and' },
		),
		'searchBy',
		['criteria'],
	),
);

/** The search terms, one field for each way to search. */
const terms = [
	text('email', 'Email', {
		placeholder: 'e.g. name@email.com',
		pattern: /^(?=\S+$).+@./,
		expects: 'an email address',
	}),
	text('phone', 'Phone', { placeholder: 'e.g. +49 30 1234567' }),
	text('word', 'Word', { placeholder: 'e.g. Johnson', description: 'At least two characters' }),
].map((field) =>
	upFront(
		shownFor({ ...field, property: { ...field.property, required: true } }, 'searchBy', [
			field.name,
		]),
	),
);

const exact = boolean('exact', 'Exact Matches Only', {
	// Defaults to true: adding the option is the request.
	default: true,
	description:
		"Whether to leave out records that only contain the words of an 'Equals' condition; Bigin's search finds those too",
});

const BEYOND: Failure = {
	message: `${MOST_HITS} records or more were found, and Bigin's search returns no more than that`,
	description:
		"Narrow the search, set 'Limit', or use a COQL query, which returns up to 10,000 rows.",
	executed: 'no',
	input: true,
};

/** Search by conditions, email, phone or word (bigin 4.7). Records written in the last 20 seconds or so may be missing. */
export function search(module: Module): RecordList {
	return defineList({
		description: `Find ${module.nouns} by conditions, email, phone or a word; changes from the last 20 seconds may be missing`,
		fields: [searchBy, conditions, combine, ...terms],
		options: [fieldsToReturn, exact],
		finish: checkSearch,
		async rows(session, asked, options, limit) {
			const by = asked.searchBy ?? 'criteria';
			const given = asked.conditions ?? [];
			const how = asked.combine === 'or' ? 'or' : 'and';
			const chosen = await namedFields(session, module, options);
			if (!chosen.ok) return chosen;
			const compared = options.exact === true && by === 'criteria' ? given : [];
			// An exact comparison also needs the compared fields.
			const fields = [...new Set([...chosen.value, ...compared.map(({ field }) => field)])];
			let hits = 0;
			const isWanted = (row: IDataObject) => {
				hits += 1;
				return isExact(row, compared, how);
			};
			const read = await readRows(session, {
				path: `/bigin/v2/${pathPart(module.api)}/search`,
				query: by === 'criteria' ? { criteria: criteria(given, how) } : { [by]: asked[by] },
				// Bigin returns whole records if no fields are named, so name none if there are more than one call takes.
				fields: chosen.value.length === 0 || fields.length > FIELDS_PER_CALL ? [] : fields,
				limit,
				most: MOST_HITS / PAGE,
				beyond: BEYOND,
				// Nobody knows beforehand how many hits are exact, so read whole pages.
				...(compared.length === 0 ? {} : { keep: isWanted }),
			});
			if (!read.ok) return read;
			if (compared.length === 0) hits = read.rows.length;
			// Zoho does not document whether Bigin says here that there are more, so do not pass these off as all.
			if (hits >= MOST_HITS && (limit ?? Infinity) > read.rows.length)
				return { ok: false, failure: BEYOND };
			return { ok: true, value: read.rows.map((row) => asChosen(row, options)) };
		},
	});
}

type Asked = Values<[typeof searchBy, typeof conditions, typeof combine, ...typeof terms]>;

function checkSearch(record: Asked): Asked {
	const by = record.searchBy ?? 'criteria';
	if (by !== 'criteria') {
		const { displayName } = terms.find(({ name }) => name === by)?.property ?? { displayName: by };
		if (isEmpty(record[by]))
			throw new InputError(
				`'${displayName}' is missing`,
				by,
				`Fill in '${displayName}', or choose another value for 'Search By'.`,
			);
		if (by === 'word' && (record.word ?? '').trim().length < SHORTEST_WORD)
			throw new InputError(
				`'Word' must have at least ${SHORTEST_WORD} characters, but is ${show(record.word)}`,
				'word',
				'Give a longer word.',
			);
		return record;
	}
	if ((record.conditions ?? []).length > 0) return record;
	throw new InputError("'Conditions' is empty", 'conditions', 'Add at least one condition.');
}
