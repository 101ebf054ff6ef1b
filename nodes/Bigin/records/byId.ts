import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { fieldsOf } from '../metadata';
import { readRows } from './rows';

/**
 * Reads up to 100 records by ID, with one list call for each group of 50 fields.
 * Zoho documents `ids` on a list for Zoho CRM only (bigin 4.1), so any record may be missing from the result.
 * @returns the records by ID
 */
export async function recordsById(
	session: Session,
	module: string,
	ids: readonly string[],
	fields: readonly string[],
): Promise<Result<Map<string, IDataObject>>> {
	const read = await readRows(session, {
		path: `/bigin/v2/${pathPart(module)}`,
		query: { ids: ids.join(',') },
		fields,
		limit: ids.length,
	});
	if (!read.ok) return read;
	const wanted = new Set(ids);
	return {
		ok: true,
		value: new Map(
			read.rows
				.map((row): [string, IDataObject] => [String(row.id), row])
				.filter(([id]) => wanted.has(id)),
		),
	};
}

/** Reads up to 100 records by ID, with all fields that the account has. */
export async function wholeRecords(
	session: Session,
	module: string,
	ids: readonly string[],
): Promise<Result<Map<string, IDataObject>>> {
	const fields = await fieldsOf(session, module);
	return fields.ok
		? await recordsById(
				session,
				module,
				ids,
				fields.value.map(({ apiName }) => apiName),
			)
		: fields;
}
