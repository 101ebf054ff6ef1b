import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import { pathPart } from '../../shared/http/replies';
import type { Change, PagedFeed } from '../../shared/trigger/feed';
import { at, textOf } from '../../shared/base/values';
import { VENDOR } from '../replies';
import { NUMBERED, pagesOf } from '../records/rows';
import type { TriggerOn, Watched } from './form';

export const CREATED = 'Created_Time';
export const MODIFIED = 'Modified_Time';
const DELETED = 'deleted_time';

/**
 * The list of a module, latest change first (bigin 4.1). It is not a search, because the search index lags (bigin 4.7).
 * @param fields API names of the fields to read besides the two time stamps
 */
export function moduleChanges(
	{ api }: Watched,
	on: TriggerOn,
	fields: readonly string[],
): PagedFeed {
	const by = timeFieldOf(on);
	return {
		kind: 'pages',
		...pagesOf({ path: `/bigin/v2/${pathPart(api)}`, query: { sort_by: by, sort_order: 'desc' } }, [
			...new Set([CREATED, MODIFIED, ...fields]),
		]),
		numbered: NUMBERED,
		id: idOf,
		content:
			on === 'created'
				? ({ id }) => ({ id })
				: (row) =>
						Object.fromEntries(
							Object.entries(row).filter(([name]) => name !== CREATED && name !== MODIFIED),
						),
		// Zoho does not document that notes can be sorted (bigin 5.1), so check the order that the reply states (bigin 4.1).
		sorted: (body) =>
			(textOf(at(body, 'info', 'sort_by')) ?? by) === by &&
			(textOf(at(body, 'info', 'sort_order')) ?? 'desc') === 'desc',
		change: (row) =>
			changeOf(row, by, (created, changedAt) => on !== 'updated' || changedAt > created),
		unreadable: unreadable(by),
	};
}

/**
 * The deleted records of a module. Zoho documents neither their order nor that Bigin honors the header (bigin 4.6).
 * @param since milliseconds since the epoch
 */
export function deletions({ api }: Watched, since: number | undefined): PagedFeed {
	const headers =
		since === undefined
			? {}
			: { 'If-Modified-Since': new Date(since).toISOString().replace(/\.\d+Z$/, '+00:00') };
	return {
		kind: 'pages',
		...pagesOf(
			{ path: `/bigin/v2/${pathPart(api)}/deleted`, query: { type: 'all' }, headers },
			undefined,
		),
		numbered: NUMBERED,
		id: idOf,
		content: ({ id }) => ({ id }),
		sorted: () => false,
		change: (row) => changeOf(row, DELETED, () => true),
		unreadable: unreadable(DELETED),
	};
}

/** API name of the field that holds the time of the change. */
export function timeFieldOf(on: TriggerOn): string {
	if (on === 'deleted') return DELETED;
	return on === 'created' ? CREATED : MODIFIED;
}

function idOf(row: unknown): string | undefined {
	return textOf(at(row, 'id'));
}

function changeOf(
	row: unknown,
	by: string,
	isWanted: (created: number, changedAt: number) => boolean,
): Change | undefined {
	const id = idOf(row);
	const changedAt = timeOf(at(row, by));
	if (id === undefined || changedAt === undefined) return undefined;
	return {
		id,
		changedAt,
		wanted: isWanted(timeOf(at(row, CREATED)) ?? 0, changedAt),
		row: row as IDataObject,
	};
}

/** Reads a time stamp of Bigin, which has an offset, as milliseconds since the epoch; undefined if it is none. */
export function timeOf(value: unknown): number | undefined {
	const time = Date.parse(textOf(value) ?? '');
	return Number.isNaN(time) ? undefined : time;
}

/** The failure for a record without the time of its change. */
export function unreadable(by: string): Failure {
	return {
		message: `${VENDOR} sent a record without an ID or '${by}', so the time of its change is unknown`,
		description: 'Check that the connected user may see this field.',
		executed: 'no',
	};
}
