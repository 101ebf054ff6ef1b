import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/base/errors';
import { boolean, type Field } from '../../shared/form/fields';
import type { Shape } from '../../shared/base/schema';
import type { Call, Session } from '../../shared/http/session';
import { allFailed, completionTimeLimit } from '../../shared/operations/jobs';
import { missingRole } from '../metadata';
import { VENDOR } from '../replies';
import { deletionOutcomes, jobOutcomes, readJob, type Job } from './jobs';

/** Longest wait for a job in seconds, if nothing else is chosen (kustomer 2.2). */
const timeLimit = completionTimeLimit(300);

/** Whether and how long a bulk job is waited for. */
export const waitOptions: readonly Field[] = [
	boolean('waitForCompletion', 'Wait for Completion', {
		default: true,
		description:
			'Whether to wait for each bulk job and return one result per item; if off, the job is returned once it is accepted',
	}),
	timeLimit.field,
];

/** Output of an item of a bulk job, or of the job itself if the node does not wait for it. */
export const BULK_RESULT: { [key: string]: Shape } = {
	id: 'string',
	status: 'string',
	bulkId: 'string',
	context: 'string',
	completed: 'boolean',
	ids: ['string'],
	v2: 'boolean',
	batches: { complete: 'integer', total: 'integer', idsTotal: 'integer' },
	createdAt: 'string',
	updatedAt: 'string',
};

/** A bulk request (kustomer 2.1 and 2.6). */
export interface BulkRequest {
	method: 'POST' | 'PUT';
	/** Path of the list of the objects. */
	path: string;
	/** Name of one record in messages. */
	noun: string;
	nouns: string;
}

/**
 * Sends records as one bulk job and waits for what became of each.
 * @param options the values of `waitOptions`
 */
export async function sendInBulk(
	session: Session,
	{ method, path, ...words }: BulkRequest,
	records: readonly IDataObject[],
	options: IDataObject,
): Promise<Outcome[]> {
	const call: Call = {
		method,
		path: `${path}/bulk`,
		// The mark pairs a result with its record, as results come in any order (kustomer 2.1).
		body: records.map((record, index) => ({ ...record, _clientRef: String(index) })),
	};
	return await asJob(session, call, words, records.length, options, async (job, limit) =>
		jobOutcomes(session, job, records.length, limit),
	);
}

/** Deletes objects by one bulk job and waits for what became of each (kustomer 2.6 and 3.4). */
export async function deleteInBulk(
	session: Session,
	{ path, ...words }: Omit<BulkRequest, 'method'>,
	ids: readonly string[],
	options: IDataObject,
): Promise<Outcome[]> {
	const call: Call = { method: 'DELETE', path: `${path}/bulk`, query: { ids: ids.join(',') } };
	return await asJob(session, call, words, ids.length, options, async (job, limit) =>
		deletionOutcomes(session, job, ids, limit),
	);
}

/** Starts a job and, unless the user does not want to wait, hands it to `read` for the outcome of each of its records. */
async function asJob(
	session: Session,
	call: Call,
	{ noun, nouns }: Pick<BulkRequest, 'noun' | 'nouns'>,
	count: number,
	options: IDataObject,
	read: (job: Job, limit: number) => Promise<Outcome[]>,
): Promise<Outcome[]> {
	const waits = options.waitForCompletion !== false;
	// Reading a job needs another role (kustomer 1.3). Without it the outcome of the records would stay unknown.
	const unseen = waits
		? await missingRole(session, { method: 'GET', path: '/v1/bulk/id' })
		: undefined;
	if (unseen) return allFailed(count, unseen);
	const answer = await session.call(call);
	if (!answer.ok) return allFailed(count, answer.failure);
	const job = readJob(answer.body, noun);
	if (job === undefined) {
		const search = noun === 'conversation' ? ' by its External ID' : '';
		return allFailed(count, {
			message: `${VENDOR} accepted the ${nouns}, but sent no bulk job`,
			description: `Search for the ${noun}${search} before you send it again.`,
			httpCode: answer.status,
			executed: 'unknown',
		});
	}
	if (waits) return await read(job, timeLimit.of(options));
	return Array.from({ length: count }, () => ({
		ok: true,
		id: job.id,
		json: job.json,
		sharedBy: job,
	}));
}
