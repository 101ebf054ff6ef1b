import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import { at, textOf, without } from '../../shared/base/values';
import { momentOf } from '../../shared/send/recovery';
import type { Change, CursorFeed } from '../../shared/trigger/feed';
import { ROWS_PER_PAGE } from '../limits';
import { VENDOR } from '../replies';
import { quoted, soql } from '../records/soql';
import { apiPath } from '../version';
import type { Chosen } from './form';

export const CREATED = 'CreatedDate';
export const MODIFIED = 'SystemModstamp';

/** The field whose value tells when the change happened. */
export function stampOf({ on }: Pick<Chosen, 'on'>): string {
	return on === 'created' ? CREATED : MODIFIED;
}

/** Names of fields, each once, in the spelling of the last: SOQL refuses a field that it is asked for twice. */
export function distinct(fields: readonly string[]): string[] {
	return [...new Map(fields.map((name) => [name.toLowerCase(), name])).values()];
}

/**
 * The changes of an object in the order of time and ID (salesforce-engagement 2.5): each page begins after the last change of
 * the one before, so no page is lost while records change. Deleted records stand in the recycle bin for a while.
 * @param fields that rows bring along, beside ID and stamps
 */
export function changesOf(form: Chosen, fields: readonly string[]): CursorFeed {
	const { on, object, where, apiVersion } = form;
	const stamp = stampOf(form);
	const columns = distinct(['Id', CREATED, MODIFIED, ...fields]);
	const query = (conditions: readonly string[], order: string, limit: number) => ({
		method: 'GET' as const,
		path: apiPath({ apiVersion }, on === 'deleted' ? 'queryAll' : 'query'),
		query: {
			q: soql({
				object,
				fields: columns,
				where: [
					...conditions,
					...(on === 'deleted' ? ['IsDeleted = true'] : []),
					...(where === '' ? [] : [where]),
				],
				order,
				limit,
			}),
		},
	});
	return {
		kind: 'cursor',
		size: ROWS_PER_PAGE,
		after({ changedAt, id }, size) {
			const time = new Date(changedAt).toISOString();
			const later =
				id === undefined
					? `${stamp} >= ${time}`
					: `${stamp} > ${time} OR (${stamp} = ${time} AND Id > ${quoted(id)})`;
			return query([later], `${stamp}, Id`, size);
		},
		newest: (size) => query([], `${stamp} DESC, Id DESC`, size),
		rows: (body) => {
			const rows = at(body, 'records');
			return Array.isArray(rows) ? rows : [];
		},
		// A page of wide rows holds fewer than requested (salesforce-engagement 14).
		more: (body) => {
			const rows = at(body, 'records');
			return at(body, 'done') === false || (Array.isArray(rows) && rows.length >= ROWS_PER_PAGE);
		},
		id: (row) => textOf(at(row, 'Id')),
		change: (row) => changeOf(row as IDataObject, form),
		content: (row) => without(row, [CREATED, MODIFIED]),
		unreadable: unreadable(stamp),
	};
}

function changeOf(row: IDataObject, form: Chosen): Change | undefined {
	const id = textOf(row.Id);
	const changedAt = momentOf(row[stampOf(form)]);
	if (id === undefined || Number.isNaN(changedAt)) return undefined;
	const created = momentOf(row[CREATED]);
	return {
		id,
		changedAt,
		wanted: form.on !== 'updated' || Number.isNaN(created) || changedAt > created,
		row,
	};
}

/** Message for a record without a time. */
export function unreadable(stamp: string): Failure {
	return {
		message: `${VENDOR} sent a record without ID or '${stamp}', so nobody can tell when it changed`,
		description: 'Check that the object has these fields and the connected user may see them.',
		executed: 'no',
	};
}
