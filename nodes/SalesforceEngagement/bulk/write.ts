import type { IDataObject } from 'n8n-workflow';

import type { Failure, Outcome } from '../../shared/base/errors';
import { at, textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { allFailed, notSeen } from '../../shared/operations/jobs';
import { BYTES_PER_JOB } from '../limits';
import { VENDOR } from '../replies';
import { JOB_CHECK, jobPath, stateOf, waitForJob } from './jobs';
import { resultsOf } from './results';
import { csvOf, lengthOf, tableOf } from './table';

/** The write of a job. */
export type JobOperation = 'insert' | 'update' | 'upsert' | 'delete';

export interface JobSpec {
	object: string;
	operation: JobOperation;
	/** API name of the external ID that an upsert finds records by. */
	match?: string;
}

/**
 * Writes records by a job of Bulk API 2.0, from upload to results (salesforce-engagement 4.6).
 * @param records flat, and with the same keys as columns
 * @returns one outcome for each record, in order
 */
export async function runJobFor(
	session: Session,
	records: readonly IDataObject[],
	options: IDataObject,
	{ object, operation, match }: JobSpec,
): Promise<Outcome[]> {
	const all = (failure: Failure) => allFailed(records.length, failure);
	const table = tableOf(records);
	const mayFit = lengthOf(table) <= BYTES_PER_JOB || records.length === 1;
	const file = mayFit ? csvOf(table) : undefined;
	if (file === undefined || (file.length > BYTES_PER_JOB && records.length > 1)) {
		const middle = Math.ceil(records.length / 2);
		const spec = { object, operation, match };
		const first = await runJobFor(session, records.slice(0, middle), options, spec);
		return [...first, ...(await runJobFor(session, records.slice(middle), options, spec))];
	}
	const made = await session.call({
		method: 'POST',
		path: jobPath(options, 'ingest'),
		body: {
			object,
			operation,
			...(match === undefined ? {} : { externalIdFieldName: match }),
			contentType: 'CSV',
			lineEnding: 'CRLF',
			columnDelimiter: 'COMMA',
		},
	});
	// A job without rows does nothing, whatever became of this request. Smaller jobs would not help, and another part of the records may be written already.
	if (!made.ok) return all({ ...made.failure, executed: 'no', splittable: undefined });
	const id = textOf(at(made.body, 'id'));
	if (id === undefined)
		return all({
			message: `${VENDOR} sent a reply without the ID of the job`,
			description: 'Nothing was written. Try again later.',
			executed: 'no',
		});
	const uploaded = await session.call({
		method: 'PUT',
		path: jobPath(options, 'ingest', id, '/batches'),
		headers: { 'Content-Type': 'text/csv' },
		body: file,
		// The reply to an upload has no body.
		file: true,
	});
	if (!uploaded.ok || session.cancelled()) {
		await abort(session, options, id);
		return all(
			uploaded.ok
				? { message: 'The execution was cancelled before the job was started', executed: 'no' }
				: // Salesforce processes rows only after the upload was declared complete.
					{ ...uploaded.failure, executed: 'no', splittable: undefined },
		);
	}
	const started = await session.call({
		...JOB_CHECK,
		method: 'PATCH',
		path: jobPath(options, 'ingest', id),
		body: { state: 'UploadComplete' },
	});
	if (!started.ok) {
		const failure = await notStarted(session, options, id, started.failure);
		if (failure !== undefined) return all(failure);
	}
	const over = await waitForJob(session, options, 'ingest', id);
	if (!over.ok) return all(over.failure);
	const reason = textOf(at(over.value, 'errorMessage'));
	const ended =
		stateOf(over.value) === 'JobComplete'
			? 'is complete'
			: `did not complete${reason === undefined ? '' : ` (${reason})`}`;
	return await resultsOf(session, options, { id, table, ended });
}

/**
 * What to say of a job whose start was refused or not answered. A refusal alone proves nothing: where the start is sent a
 * second time, it is refused because the first one was carried out. So the job itself is asked.
 * @returns undefined where the job was started
 */
async function notStarted(
	session: Session,
	options: IDataObject,
	id: string,
	failure: Failure,
): Promise<Failure | undefined> {
	const unknown = notSeen(session, jobNames(id), failure).failure;
	const seen = await session.call({ method: 'GET', path: jobPath(options, 'ingest', id) });
	if (!seen.ok) return unknown;
	if (stateOf(seen.body) !== 'Open') return undefined;
	const isAborted = await abort(session, options, id);
	// A start without a reply may still be under way, unless the job was aborted. It may also have been carried out just
	// before the abort, and what was processed by then stays.
	const isUntouched = isAborted
		? await nothingProcessed(session, options, id)
		: failure.executed === 'no';
	return isUntouched ? { ...failure, executed: 'no', splittable: undefined } : unknown;
}

/** True if Salesforce says that the job has processed no row. */
async function nothingProcessed(
	session: Session,
	options: IDataObject,
	id: string,
): Promise<boolean> {
	const seen = await session.call({ method: 'GET', path: jobPath(options, 'ingest', id) });
	return seen.ok && at(seen.body, 'numberRecordsProcessed') === 0;
}

function jobNames(id: string): { id: string; started: string; later: string } {
	return {
		id,
		started: `Bulk job ${id} may have been started`,
		later: `Look under Setup > Bulk Data Load Jobs in Salesforce for the job ID ${id}.`,
	};
}

/**
 * Takes back a job that is not to run; what is left of it does nothing.
 * @returns true where Salesforce says that it is aborted
 */
async function abort(session: Session, options: IDataObject, id: string): Promise<boolean> {
	if (session.cancelled()) return false;
	const answer = await session.call({
		method: 'PATCH',
		path: jobPath(options, 'ingest', id),
		body: { state: 'Aborted' },
	});
	return answer.ok && stateOf(answer.body) === 'Aborted';
}
