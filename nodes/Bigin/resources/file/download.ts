import { failed } from '../../../shared/base/errors';
import { text } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { DOWNLOADED, downloadOutcome, outputField } from '../../fields/files';
import { orNotFound } from '../../records/get';
import { notFound } from '../../../shared/operations/reading';
import { VENDOR } from '../../replies';

const fileId = text('fileId', 'File ID', {
	required: true,
	placeholder: 'e.g. c2b7a0e15d',
	description: 'The encrypted ID of the file, from its upload or from a file field of a record',
});

/** Download: a file of a file or image field (bigin 5.3; the call is Zoho CRM's). */
export const download = defineOperation({
	name: 'Download',
	value: 'download',
	action: 'Download file',
	description: 'Get a file from a file or image field of a record, or one that was uploaded',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [fileId, outputField],
	limits: { records: 1 },
	returns: DOWNLOADED,
	async send(session, { records }, files) {
		const [asked] = records;
		const id = asked.fileId;
		const answer = await session.call({
			method: 'GET',
			path: '/bigin/v2/files',
			query: { id },
			file: true,
		});
		if (!answer.ok) return [failed(orNotFound(answer.failure, id))];
		if (answer.status === 204) return [notFound(VENDOR, 'file', id, { httpCode: answer.status })];
		return [await downloadOutcome(files, asked.outputDataFieldName, id, answer)];
	},
});
