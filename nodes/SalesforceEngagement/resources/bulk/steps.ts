import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Finding, OperationEntry } from '../../../shared/form/operation';
import type { Call } from '../../../shared/http/session';
import { inputField } from '../../../shared/operations/files';
import { JOB_CHECK, jobPath, stateOf } from '../../bulk/jobs';
import { apiVersion } from '../../fields/apiVersion';
import { BYTES_PER_JOB } from '../../limits';
import {
	idOf,
	isMissing,
	JOB,
	jobId,
	jobKind,
	jobOutcome,
	look,
	noJob,
	type NamedJob,
} from './job';

interface Step extends OperationEntry {
	call(asked: NamedJob, options: IDataObject): Call;
	/** The state of a job that the step was carried out for; if absent, the step deletes the job. */
	done?: RegExp;
	outcome(body: unknown, id: string): Outcome;
}

/** A step that changes a job. Whether a lost one was carried out, the job itself tells. */
function step({ call, done, outcome, ...entry }: Step) {
	const deletes = done === undefined;
	return defineOperation({
		...entry,
		input: 'form',
		fields: entry.value === 'closeJob' ? [jobId] : [jobKind, jobId],
		options: [apiVersion],
		limits: { records: 1 },
		returns: deletes ? { id: 'string', deleted: 'boolean' } : JOB,
		identity: (record) => [idOf(record)],
		async send(session, { records: [asked], options }) {
			// Only a job that was there can be proven to be deleted.
			const before = deletes ? await session.call(look(asked, options)) : undefined;
			if (before?.ok === false) return [noJob(before.failure, asked)];
			const answer = await session.call({ ...JOB_CHECK, ...call(asked, options) });
			return [answer.ok ? outcome(answer.body, idOf(asked)) : failed(answer.failure)];
		},
		async recover(session, { records, options }) {
			return await Promise.all(
				records.map(async (asked): Promise<Finding> => {
					const seen = await session.call(look(asked, options));
					const isDone = seen.ok
						? done?.test(stateOf(seen.body)) === true
						: deletes && isMissing(seen.failure);
					return isDone
						? { proven: outcome(seen.ok ? seen.body : undefined, idOf(asked)) }
						: undefined;
				}),
			);
		},
	});
}

const change =
	(state: string) =>
	(asked: NamedJob, options: IDataObject): Call => ({
		...look(asked, options),
		method: 'PATCH',
		body: { state },
	});

/** Close Job: Salesforce then starts to process it (salesforce-engagement 4.6). */
export const closeJob = step({
	name: 'Close Job',
	value: 'closeJob',
	action: 'Close bulk job',
	description: 'Tell Salesforce that the data of a job is complete, so that it is carried out',
	call: change('UploadComplete'),
	done: /^(UploadComplete|InProgress|JobComplete|Failed)$/,
	outcome: jobOutcome,
});

/** Abort Job. */
export const abortJob = step({
	name: 'Abort Job',
	value: 'abortJob',
	action: 'Abort bulk job',
	description: 'Stop a job; records that it has written stay as they are',
	call: change('Aborted'),
	done: /^Aborted$/,
	outcome: jobOutcome,
});

/** Delete Job. */
export const deleteJob = step({
	name: 'Delete Job',
	value: 'deleteJob',
	action: 'Delete bulk job',
	description: 'Delete a job that is over, with its data and results; its records stay',
	call: (asked, options) => ({ ...look(asked, options), method: 'DELETE' }),
	outcome: (_body, id) => ({ ok: true, id, json: { id, deleted: true } }),
});

/** Upload Job Data: a CSV file of the item, once for each job (salesforce-engagement 4.6). */
export const uploadJobData = defineOperation({
	name: 'Upload Job Data',
	value: 'uploadJobData',
	action: 'Upload data of bulk job',
	description: 'Send a CSV file of the input item to an open job; each job takes one file',
	input: 'form',
	fields: [jobId, inputField],
	options: [apiVersion],
	limits: { records: 1 },
	returns: { id: 'string', fileName: 'string', bytes: 'integer' },
	identity: (record) => [idOf(record)],
	async send(session, { records: [asked], items, options }, files) {
		const limitation = { bytes: BYTES_PER_JOB, by: 'Salesforce' };
		const file = await files.read(items[0] ?? 0, asked.inputDataFieldName, limitation);
		const id = idOf(asked);
		const answer = await session.call({
			...JOB_CHECK,
			method: 'PUT',
			path: jobPath(options, 'ingest', id, '/batches'),
			headers: { 'Content-Type': 'text/csv' },
			body: file.bytes,
			// The reply has no body.
			file: true,
		});
		return [
			answer.ok
				? { ok: true, id, json: { id, fileName: file.name, bytes: file.bytes.length } }
				: failed({ ...answer.failure, splittable: undefined }),
		];
	},
});
