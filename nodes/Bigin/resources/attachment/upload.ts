import { defineOperation } from '../../../shared/form/defineOperation';
import { formBody } from '../../../shared/formats/multipart';
import { inputField, inputFile } from '../../fields/files';
import { callForEntries } from '../../records/entries';
import { WRITTEN } from '../../records/shapes';
import { attachmentsPath, parent } from './parent';

const fields = [...parent, inputField];

/** Upload: attaches a file of the item to a record (bigin 5.2). It is not repeated once the file may have been stored. */
export const upload = defineOperation({
	name: 'Upload',
	value: 'upload',
	action: 'Upload attachment',
	description: 'Attach a file of the input item, of up to 20 MB, to a record',
	input: 'form',
	fields,
	limits: { records: 1 },
	returns: { id: 'string', File_Name: 'string', ...WRITTEN },
	async send(session, { records, items }, files) {
		const [asked] = records;
		const file = await inputFile(files, items[0] ?? 0, asked.inputDataFieldName);
		const { body, contentType } = formBody([
			{ name: 'file', bytes: file.bytes, fileName: file.name, mimeType: file.mimeType },
		]);
		const outcomes = await callForEntries(
			session,
			{
				method: 'POST',
				path: attachmentsPath(asked),
				body,
				headers: { 'Content-Type': contentType },
			},
			{ count: 1, fields },
		);
		return outcomes.map((outcome) =>
			outcome.ok && 'json' in outcome
				? { ...outcome, json: { id: outcome.json.id, File_Name: file.name, ...outcome.json } }
				: outcome,
		);
	},
});
