import type { Failure } from '../../shared/base/errors';
import { isObject, textOf } from '../../shared/base/values';
import type { TriggerEvent } from '../../shared/form/triggerOn';
import type { Change, CursorFeed } from '../../shared/trigger/feed';
import { PAGE, queryCall, rowsOf, type Filter } from '../records/query';
import { VENDOR } from '../replies';

/** Changes that the trigger waits for. */
export type TriggerOn = TriggerEvent<'voided'>;

const CREATED = 'create_time';
const MODIFIED = 'last_modified_time';

/** A voided record has this state, and a filter by it shows such records: both a guess (sharecrm 7 and 12.4). */
const VOIDED: Filter = { field_name: 'life_status', operator: 'EQ', field_values: ['invalid'] };

/** The records of an object by the time of their changes; milliseconds (sharecrm 12.4). Conditions are joined by "and" alone, so those of one time are asked for by themselves. */
export function changes(object: string, on: TriggerOn): CursorFeed {
	const by = on === 'created' ? CREATED : MODIFIED;
	const always = on === 'voided' ? [VOIDED] : [];
	const call = (filters: Filter[], orders: string[], size: number, isAsc = true) =>
		queryCall(
			{
				object,
				filters: [...always, ...filters],
				orders: orders.map((fieldName) => ({ fieldName, isAsc })),
			},
			{ limit: size },
			{},
		);
	const filter = (field_name: string, operator: string, value: string | number): Filter => ({
		field_name,
		operator,
		field_values: [String(value)],
	});
	return {
		kind: 'cursor',
		size: PAGE,
		after: ({ changedAt }, size) => call([filter(by, 'GTE', changedAt)], [by, '_id'], size),
		equal: ({ changedAt, id }, size) =>
			call(
				[filter(by, 'EQ', changedAt), ...(id === undefined ? [] : [filter('_id', 'GT', id)])],
				['_id'],
				size,
			),
		newest: (size) => call([], [by, '_id'], size, false),
		rows: rowsOf,
		id: (row) => (isObject(row) ? textOf(row._id) : undefined),
		change: (row) => changeOf(row, by, on),
		// A void is the last change of a record, so another version is the same event; otherwise each change counts.
		...(on === 'created' || on === 'voided'
			? { content: ({ _id: id }: { _id?: unknown }) => ({ id: textOf(id) ?? null }) }
			: {}),
		unreadable: unreadable(by),
	};
}

function changeOf(row: unknown, by: string, on: TriggerOn): Change | undefined {
	if (!isObject(row)) return undefined;
	const id = textOf(row._id);
	const changedAt = millisOf(row[by]);
	if (id === undefined || changedAt === undefined) return undefined;
	const created = millisOf(row[CREATED]) ?? 0;
	return { id, changedAt, wanted: on !== 'updated' || changedAt > created, row };
}

/** A time stamp, which is milliseconds, also where it comes as text. */
function millisOf(value: unknown): number | undefined {
	const text = textOf(value);
	return text !== undefined && /^\d{10,14}$/.test(text) ? Number(text) : undefined;
}

function unreadable(by: string): Failure {
	return {
		message: `${VENDOR} sent a record without ID or '${by}', so nobody can tell when it changed`,
		description: 'Check that the operator of the credential may see this field.',
		executed: 'no',
	};
}
