import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import { readPages } from '../../shared/http/paging';
import type { Session } from '../../shared/http/session';
import { jobPath, type JobKind } from './jobs';

/** Jobs of a page; the number is from memory (salesforce-engagement 16). */
const JOBS_PER_PAGE = 1_000;

/** Where the next page of jobs is: no other address gets the token. */
const NEXT = /^\/services\/data\/v\d+\.\d\/jobs\/(?:ingest|query)\/?\?[\w=&%.-]+$/;

/** The jobs of a kind, page by page (salesforce-engagement 16). */
export async function jobsOf(
	session: Session,
	settings: IDataObject,
	kind: JobKind,
	limit: number | undefined,
): Promise<Result<IDataObject[]>> {
	const nextIn = (body: unknown) => {
		const next = textOf(at(body, 'nextRecordsUrl'));
		return next !== undefined && NEXT.test(next) ? next : undefined;
	};
	const { rows, failure } = await readPages(session, {
		call: (_page, _size, previous) => ({
			method: 'GET',
			path: nextIn(previous) ?? jobPath(settings, kind),
		}),
		rows: (body) => {
			const records = at(body, 'records');
			return Array.isArray(records) ? records.filter(isObject) : [];
		},
		more: (body) => at(body, 'done') === false && nextIn(body) !== undefined,
		size: JOBS_PER_PAGE,
		limit,
		key: (row) => textOf(at(row, 'id')),
	});
	return failure ? { ok: false, failure } : { ok: true, value: rows as IDataObject[] };
}
