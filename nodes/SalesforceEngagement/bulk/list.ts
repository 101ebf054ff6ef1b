import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { at, textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { linkedRows } from './linkedRows';
import { jobPath, type JobKind } from './jobs';

/** Jobs of a page; the number is from memory (salesforce-engagement 16). */
const JOBS_PER_PAGE = 1_000;

/** Address of the next page of jobs. No other address gets the token. */
const NEXT = /^\/services\/data\/v\d+\.\d\/jobs\/(?:ingest|query)\/?\?[\w=&%.-]+$/;

/** The jobs of a kind, page by page (salesforce-engagement 16). */
export async function jobsOf(
	session: Session,
	options: IDataObject,
	kind: JobKind,
	limit: number | undefined,
): Promise<Result<IDataObject[]>> {
	return await linkedRows(session, {
		first: { path: jobPath(options, kind) },
		isNext: (path): path is string => path !== undefined && NEXT.test(path),
		size: JOBS_PER_PAGE,
		limit,
		key: (row) => textOf(at(row, 'id')),
	});
}
