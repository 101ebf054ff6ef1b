import { failed, type Outcome } from '../../shared/base/errors';
import { at } from '../../shared/base/values';
import { defineOperation } from '../../shared/form/defineOperation';
import { FILTERS, type Operation } from '../../shared/form/operation';
import { operator } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { conditions, filtersOf, searchQuery, ZONE } from './filters';
import { ofObject } from './object';
import { queryCall, readQuery, rowsOf } from './query';

/**
 * Count: the number that a query tells. Which parameter has it told differs between pages (sharecrm 5.4), so where it says
 * none although there are records, their IDs are read.
 */
export function count(kind: CrmKind): Operation {
	return defineOperation({
		name: 'Count',
		value: 'count',
		action: `Count ${kind.nouns}`,
		description: `Count the ${kind.nouns} that meet conditions`,
		input: 'form',
		reads: true,
		nothingFound: 'never',
		optionalFields: FILTERS,
		fields: [conditions, searchQuery],
		requiredOptions: ofObject(kind),
		options: [operator],
		limits: { records: 1 },
		returns: { count: 'integer' },
		finish: (asked, _settings, timezone) => ({ ...asked, [ZONE]: timezone }),
		async send(session, { records: [asked], options }): Promise<Outcome[]> {
			const object = objectOf(kind, options);
			const query = await filtersOf(session, object, asked, options);
			const answer = await session.call(
				queryCall({ object, ...query, orders: [], fields: [] }, { limit: 1 }, options, true),
			);
			if (!answer.ok) return [failed(answer.failure)];
			const total = at(answer.body, 'data', 'total');
			const rows = rowsOf(answer.body).length;
			if (rows === 0) return [{ ok: true, json: { count: 0 } }];
			if (typeof total === 'number' && total >= rows) return [{ ok: true, json: { count: total } }];
			const all = await readQuery(
				session,
				{ object, ...query, orders: undefined, fields: [] },
				options,
			);
			return [all.ok ? { ok: true, json: { count: all.value.length } } : failed(all.failure)];
		},
	});
}
