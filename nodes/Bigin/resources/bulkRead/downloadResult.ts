import { defineOperation } from '../../../shared/form/defineOperation';
import { downloadResult as download, jobPath, resultOutcome } from '../../bulk/jobs';
import { DOWNLOADED, outputField } from '../../fields/files';
import { jobId } from './getJob';

/** Download Result: the file of an export, unpacked (bigin 10.1). */
export const downloadResult = defineOperation({
	name: 'Download Result',
	value: 'downloadResult',
	action: 'Download bulk read result',
	description:
		'Get the CSV or ICS file of a finished export; Bigin allows ten downloads per minute',
	input: 'form',
	reads: true,
	nothingFound: 'never',
	fields: [jobId, outputField],
	limits: { records: 1 },
	returns: DOWNLOADED,
	async send(session, { records }, files) {
		const [asked] = records;
		const id = asked.jobId;
		return [
			await resultOutcome(
				files,
				asked.outputDataFieldName,
				id,
				await download(session, { path: `${jobPath('read', id)}/result` }),
			),
		];
	},
});
