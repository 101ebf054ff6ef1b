import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { DOWNLOADED, downloadOutcome, outputField } from '../../fields/files';
import { orNotFound } from '../../records/get';
import { notFound } from '../../../shared/operations/reading';
import { VENDOR } from '../../replies';
import { attachmentId, attachmentsPath, parent } from './parent';

/** Download: an attachment as a file of the output item (bigin 5.2). */
export const download = defineOperation({
	name: 'Download',
	value: 'download',
	action: 'Download attachment',
	description: 'Get the file of an attachment',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [...parent, attachmentId, outputField],
	limits: { records: 1 },
	returns: DOWNLOADED,
	async send(session, { records }, files) {
		const [asked] = records;
		const id = asked.id;
		const answer = await session.call({ method: 'GET', path: attachmentsPath(asked), file: true });
		if (!answer.ok) return [failed(orNotFound(answer.failure, id))];
		if (answer.status === 204)
			return [notFound(VENDOR, 'attachment', id, { httpCode: answer.status })];
		return [await downloadOutcome(files, asked.outputDataFieldName, id, answer)];
	},
});
