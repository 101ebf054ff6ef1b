import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { isZip, zipOf } from '../../../shared/formats/zip';
import { inputField, inputFile } from '../../fields/files';
import { ARCHIVE_BYTES, uploadArchive } from './job';

/** Upload File: the first step of an import (bigin 10.2). */
export const uploadFile = defineOperation({
	name: 'Upload File',
	value: 'uploadFile',
	action: 'Upload bulk write file',
	description:
		'Upload a CSV file, or a ZIP file with one CSV file in it, of up to 25 MB; Create Job then imports it',
	input: 'form',
	fields: [inputField],
	limits: { records: 1 },
	returns: { file_id: 'string', created_time: 'string' },
	async send(session, { records, items }, files) {
		const file = await inputFile(
			files,
			items[0] ?? 0,
			records[0].inputDataFieldName,
			ARCHIVE_BYTES,
		);
		const name = /\.csv$/i.test(file.name) ? file.name : `${file.name.replace(/\.\w+$/, '')}.csv`;
		const archive = isZip(file.bytes) ? file.bytes : zipOf({ name, bytes: file.bytes });
		const uploaded = await uploadArchive(session, name.replace(/\.csv$/i, '.zip'), archive);
		return [
			uploaded.ok
				? { ok: true, id: uploaded.value.file_id, json: uploaded.value }
				: failed(uploaded.failure),
		];
	},
});
