import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import { isObject, textOf } from '../../../shared/base/values';
import { choice, type Values } from '../../../shared/form/fields';
import type { Call } from '../../../shared/http/session';
import { notFound } from '../../../shared/operations/reading';
import { jobPath, type JobKind } from '../../bulk/jobs';
import { reference } from '../../fields/ids';
import { VENDOR } from '../../replies';

/** Shape of a job in the output. */
export const JOB = {
	id: 'string',
	state: 'string',
	object: 'string',
	operation: 'string',
	numberRecordsProcessed: 'integer',
	numberRecordsFailed: 'integer',
} as const;

/** The job to work on. */
export const jobId = reference('jobId', 'Job ID', {
	required: true,
	placeholder: 'e.g. 750000000000001AAA',
	description: 'The ID of the bulk job, from Create Job or Get Many Jobs',
});

/** Jobs that write and jobs that read have addresses of their own. */
export const jobKind = choice(
	'jobKind',
	'Job Type',
	[
		{ name: 'Query', value: 'query' },
		{ name: 'Write', value: 'ingest', description: 'Create, update or delete records' },
	],
	{ required: true, default: 'ingest' },
);

/** The job that an item names; only where both kinds will do, the item says which it is. */
export type NamedJob = Values<[typeof jobId]> & Partial<Values<[typeof jobKind]>>;

/** The ID of the job that an item names. */
export const idOf = ({ jobId: id }: Values<[typeof jobId]>) => id;
/** Whether the job of an item writes or reads. */
export const kindOf = ({ jobKind: kind = 'ingest' }: Partial<Values<[typeof jobKind]>>): JobKind =>
	kind;

/** Output of a job: its ID first, then its own keys. */
export function jobOutcome(body: unknown): Outcome {
	const id = isObject(body) ? textOf(body.id) : undefined;
	return id === undefined
		? failed({
				message: `${VENDOR} sent a reply without the job`,
				description: 'Look under Setup > Bulk Data Load Jobs before you send it again.',
				executed: 'unknown',
			})
		: { ok: true, id, json: { id, ...(body as IDataObject) } };
}

/** The request for the state of a job. */
export function look(asked: NamedJob, options: IDataObject): Call {
	return { method: 'GET', path: jobPath(options, kindOf(asked), idOf(asked)) };
}

/** True where there is no such job. An API version that the org does not know is answered by the same status. */
export function isMissing({ httpCode, field }: Failure): boolean {
	return httpCode === 404 && field !== 'apiVersion';
}

/** The outcome for an item whose job could not be read. */
export function noJob(failure: Failure, asked: Values<[typeof jobId]>): Outcome {
	return isMissing(failure)
		? notFound(VENDOR, 'job', idOf(asked), { httpCode: failure.httpCode, field: 'jobId' })
		: failed({ ...failure, executed: 'no' });
}
