import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { jobPath, readJob, resultOutcome } from '../../bulk/jobs';
import { DOWNLOADED, outputField } from '../../fields/files';
import { jobId } from '../bulkRead/getJob';
import { notFound } from '../../../shared/operations/reading';
import { VENDOR } from '../../replies';
import { resultOf } from './result';

/** Download Result: the file with the result of each row (bigin 10.2). */
export const downloadResult = defineOperation({
	name: 'Download Result',
	value: 'downloadResult',
	action: 'Download bulk write result',
	description: 'Get the CSV file of a finished import: its rows with the result of each',
	input: 'form',
	reads: true,
	nothingFound: 'never',
	fields: [jobId, outputField],
	limits: { records: 1 },
	returns: DOWNLOADED,
	async send(session, { records }, files) {
		const [asked] = records;
		const id = asked.jobId;
		const answer = await session.call({ method: 'GET', path: jobPath('write', id) });
		if (!answer.ok) return [failed(answer.failure)];
		const job = readJob(answer.body);
		if (job === undefined) return [notFound(VENDOR, 'bulk job', id, { httpCode: answer.status })];
		return [
			await resultOutcome(files, asked.outputDataFieldName, id, await resultOf(session, job)),
		];
	},
});
