import { choice, dynamicOption, text, type Values } from '../../shared/form/fields';
import { defineList } from '../../shared/operations/define';
import type { RecordList } from '../../shared/operations/recordApi';
import { operator, OF_OBJECT } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { conditions, filtersOf, searchQuery, ZONE } from './filters';
import { namesFor, withNames } from './names';
import { ofObject } from './object';
import { readQuery } from './query';
import { asChosen, fieldsToReturn, projection } from './selection';

const sortBy = dynamicOption(
	text('sortBy', 'Sort By Field Name or ID', {
		description: 'The field to sort by; a sorted list ends at its 10,000th record',
	}),
	{ method: 'getFields', dependsOn: OF_OBJECT },
);
const sortOrder = choice(
	'sortOrder',
	'Sort Order',
	[
		{ name: 'Ascending', value: 'asc' },
		{ name: 'Descending', value: 'desc' },
	],
	{ default: 'asc' },
);

/** Get Many: all records that meet the conditions, by their ID or sorted (sharecrm 5.4). */
export function getMany(kind: CrmKind): RecordList {
	return defineList({
		description: `Get many ${kind.nouns}, the whole list or those that meet conditions`,
		fields: [conditions, searchQuery],
		requiredOptions: ofObject(kind),
		options: [fieldsToReturn, namesFor, sortBy, sortOrder, operator],
		finish: (asked, _settings, timezone) => ({ ...asked, [ZONE]: timezone }),
		async rows(session, asked, options, limit) {
			const object = objectOf(kind, options);
			const query = await filtersOf(session, object, asked, options);
			const read = await readQuery(
				session,
				{
					object,
					...query,
					orders: [...sorting(options), ...(query.orders ?? [])],
					fields: projection(options) ?? query.fields,
					limit,
				},
				options,
			);
			if (!read.ok) return read;
			const shape = await withNames(session, object, options);
			return { ok: true, value: read.value.map((row) => asChosen(shape(row), options)) };
		},
	});
}

function sorting({ sortBy: field, sortOrder: order }: Values<[typeof sortBy, typeof sortOrder]>) {
	return field !== undefined ? [{ fieldName: field, isAsc: order !== 'desc' }] : [];
}
