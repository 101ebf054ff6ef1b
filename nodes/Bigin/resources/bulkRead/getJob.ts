import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Operation } from '../../../shared/form/operation';
import { jobPath, readJob, type JobKind } from '../../bulk/jobs';
import { biginId } from '../../fields/common';
import { orNotFound } from '../../records/get';
import { notFound } from '../../../shared/operations/reading';
import { VENDOR } from '../../replies';

export const jobId = biginId('jobId', 'Job ID', {
	required: true,
	description: 'The ID of the job, as Create Job returns it',
});

/** Get Job: the status of a job (bigin 10.1 and 10.2). */
export function getJobOf(kind: JobKind, returns: Operation['returns']): Operation {
	return defineOperation({
		name: 'Get Job',
		value: 'getJob',
		action: `Get bulk ${kind} job`,
		description: `See whether ${kind === 'read' ? 'an export' : 'an import'} is done, and how many records it had`,
		input: 'form',
		reads: true,
		nothingFound: 'fail',
		fields: [jobId],
		limits: { records: 1 },
		returns,
		async send(session, { records }) {
			const id = records[0].jobId;
			const answer = await session.call({ method: 'GET', path: jobPath(kind, id) });
			if (!answer.ok) return [failed(orNotFound(answer.failure, id))];
			const job = readJob(answer.body);
			return [
				job === undefined
					? notFound(VENDOR, 'bulk job', id, { httpCode: answer.status })
					: { ok: true, id, json: job },
			];
		},
	});
}

export const getJob = getJobOf('read', {
	id: 'string',
	operation: 'string',
	state: 'string',
	file_type: 'string',
	query: { module: 'string', fields: ['string'], page: 'integer' },
	result: {
		page: 'integer',
		count: 'integer',
		per_page: 'integer',
		download_url: 'string',
		more_records: 'boolean',
	},
	created_time: 'string',
	created_by: { id: 'string', name: 'string' },
});
