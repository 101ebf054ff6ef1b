import type { IDataObject } from 'n8n-workflow';

import { completionTimeLimit, followJob } from '../../shared/operations/jobs';
import type { Result } from '../../shared/base/result';
import { at, textOf } from '../../shared/base/values';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { apiPath } from '../version';

/** Waits between two looks at a job in milliseconds. */
const FIRST_LOOK = 1_000;
const LONGEST_LOOK = 15_000;
/** Longest wait for a job in seconds, if nothing else is chosen. */
const TIME_LIMIT = 1_800;

/** How long to wait for a job. */
export const timeLimit = completionTimeLimit(TIME_LIMIT);

export type JobKind = 'ingest' | 'query';

/** The path of a job, or of what belongs to it (salesforce-engagement 4.6). */
export function jobPath(options: IDataObject, kind: JobKind, id?: string, rest = ''): string {
	const job = id === undefined ? '' : `/${pathPart(id)}`;
	return apiPath(options, `jobs/${kind}${job}${rest}`);
}

/** How a person finds out what became of a request about a job. */
export const JOB_CHECK = { manualCheck: 'look under Setup > Bulk Data Load Jobs in Salesforce' };

/** The state of a job in a reply. */
export function stateOf(body: unknown): string {
	return textOf(at(body, 'state')) ?? '';
}

/** Waits until a job is over, whether it is complete, failed or aborted. */
export async function waitForJob(
	session: Session,
	options: IDataObject,
	kind: JobKind,
	id: string,
): Promise<Result<unknown>> {
	return await followJob(session, {
		id,
		started: `Bulk job ${id} was started`,
		later: `The job goes on in Salesforce; look under Setup > Bulk Data Load Jobs for the job ID ${id}.`,
		look: { method: 'GET', path: jobPath(options, kind, id) },
		isOver: (body) => /^(JobComplete|Failed|Aborted)$/.test(stateOf(body)),
		first: FIRST_LOOK,
		longest: LONGEST_LOOK,
		limit: timeLimit.of(options),
	});
}
