import { failed } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { jobPath, readJob } from '../../bulk/jobs';
import { DOWNLOADED, fileOutcome, outputField } from '../../fields/files';
import { jobId } from '../bulkRead/getJob';
import { resultOf } from './result';
import { notFound } from '../../records/get';

/** Download Result: the file that says what became of each row (contract 10.2). */
export const downloadResult: Operation = {
	name: 'Download Result',
	value: 'downloadResult',
	action: 'Download bulk write result',
	description: 'Get the CSV file of an import that is done: its rows with what became of each',
	input: 'form',
	reads: true,
	fields: [jobId, outputField],
	limits: { records: 1 },
	returns: DOWNLOADED,
	async send(session, { records }, files) {
		const [asked = {}] = records;
		const id = String(asked.jobId);
		const answer = await session.call({ method: 'GET', path: jobPath('write', id) });
		if (!answer.ok) return [failed(answer.failure)];
		const job = readJob(answer.body);
		if (job === undefined) return [notFound('bulk job', id, answer.status)];
		const file = await resultOf(session, job);
		if (!file.ok) return [failed(file.failure)];
		const { name, bytes } = file.value;
		return [await fileOutcome(files, String(asked.outputDataFieldName), id, { name: name.split('/').pop() || `${id}.csv`, bytes })];
	},
};
