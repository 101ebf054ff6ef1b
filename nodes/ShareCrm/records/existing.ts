import { isEmpty, textOf } from '../../shared/base/values';
import { dynamicOption, text } from '../../shared/form/fields';
import type { Existing, ExistingRecord } from '../../shared/operations/existing';
import { OF_OBJECT } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { findByKey } from './find';
import { named } from './query';

/** The field that tells whether a record is there already. */
export const matchOn = dynamicOption(
	text('matchOn', 'Match On Field Name or ID', {
		required: true,
		description: 'The unique field by which an existing record is found',
	}),
	{ method: 'getUniqueFields', dependsOn: OF_OBJECT },
);

/** Records that are there already, found by a unique field: up to a hundred by one query (sharecrm 5.4). */
export function existing(kind: CrmKind): Pick<Existing, 'lookup'> {
	return {
		lookup: {
			matchOn,
			key: (options) => textOf(options.matchOn),
			async find(session, field, values, options) {
				const object = objectOf(kind, options);
				const found = await findByKey(
					session,
					{ object, field, fields: ['name'] },
					values,
					options,
				);
				if (!found.ok) return found;
				const records = [...found.value].map(([key, rows]): [string, ExistingRecord[]] => [
					key,
					rows.flatMap((row) => {
						const id = textOf(row._id);
						return isEmpty(id) ? [] : [{ id, json: named(row) }];
					}),
				]);
				return { ok: true, value: new Map(records) };
			},
		},
	};
}
