import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import { boolean, type Field } from '../../shared/form/fields';
import type { Shape } from '../../shared/base/schema';
import type { Session } from '../../shared/http/session';
import { completionTimeLimit } from '../../shared/operations/jobs';
import { VENDOR } from '../replies';
import { jobOutcomes, readJob } from './jobs';

/** Longest wait for a job in seconds, if nothing else is chosen (kustomer 2.2). */
const timeLimit = completionTimeLimit(300);

/** Whether and how long a bulk job is waited for. */
export const waitSettings: readonly Field[] = [
	boolean('waitForCompletion', 'Wait for Completion', {
		default: true,
		description:
			'Whether to wait until Kustomer has worked off each bulk job and to return one result for each item. If off, each bulk job is returned as soon as it is accepted.',
	}),
	timeLimit.field,
];

/** What an item of a bulk job gives out, or the job itself where it is not waited for. */
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
	/** What one of its records is called in messages. */
	noun: string;
	nouns: string;
}

/**
 * Sends records as one bulk job and waits for what became of each.
 * @param settings the values of `waitSettings`
 */
export async function sendInBulk(
	session: Session,
	{ method, path, noun, nouns }: BulkRequest,
	records: readonly IDataObject[],
	settings: IDataObject,
): Promise<Outcome[]> {
	const answer = await session.call({
		method,
		path: `${path}/bulk`,
		// The mark pairs a result with its record, as results come in any order (kustomer 2.1).
		body: records.map((record, index) => ({ ...record, _clientRef: String(index) })),
	});
	if (!answer.ok) return records.map(() => failed(answer.failure));
	const job = readJob(answer.body, noun);
	if (job === undefined) {
		const search = noun === 'conversation' ? ' by its External ID' : '';
		return records.map(() =>
			failed({
				message: `${VENDOR} accepted the ${nouns}, but sent no bulk job`,
				description: `Search for the ${noun}${search} before you send it again.`,
				httpCode: answer.status,
				executed: 'unknown',
			}),
		);
	}
	if (settings.waitForCompletion === false)
		return records.map(() => ({ ok: true, id: job.id, json: job.json, sharedBy: job }));
	return await jobOutcomes(session, job, records.length, timeLimit.of(settings));
}
