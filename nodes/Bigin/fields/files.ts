import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/base/errors';
import { fileNameOf } from '../../shared/formats/disposition';
import { text } from '../../shared/form/fields';
import type { Files, InputFile } from '../../shared/formats/files';
import type { Shape } from '../../shared/base/schema';

/** Most bytes of an attachment or a file. 20 MB is stated for files, and assumed for attachments (bigin 5.2 and 5.3). */
export const FILE_BYTES = 20 * 1024 * 1024;

/** The binary field of the input item that a file comes from. */
export const inputField = text('inputDataFieldName', 'Input Data Field Name', {
	required: true,
	default: 'data',
	description: 'Name of the binary field of the input item that holds the file',
});

/** The binary field of the output item that a file goes to. */
export const outputField = text('outputDataFieldName', 'Put Output File in Field', {
	required: true,
	default: 'data',
	description: 'Name of the binary field of the output item that gets the file',
});

/** What stands beside a file that was downloaded. */
export const DOWNLOADED: { [key: string]: Shape } = {
	id: 'string',
	fileName: 'string',
	mimeType: 'string',
	fileSize: 'integer',
};

/**
 * The file of an input item, no larger than Bigin takes.
 * @param most bytes
 * @throws InputError
 */
export async function inputFile(
	files: Files,
	itemIndex: number,
	field: string,
	most = FILE_BYTES,
): Promise<InputFile> {
	return await files.read(itemIndex, field, { bytes: most, by: 'Bigin' });
}

/** The output item of a download. */
export async function fileOutcome(
	files: Files,
	field: string,
	id: string,
	file: { name: string; bytes: Buffer; mimeType?: string },
): Promise<Outcome> {
	const binary = await files.make(file.bytes, file.name, file.mimeType);
	const json: IDataObject = {
		id,
		fileName: file.name,
		mimeType: binary.mimeType,
		fileSize: file.bytes.length,
	};
	return { ok: true, id, json, binary: { [field]: binary } };
}

/** The output item of a reply that is a file. */
export async function downloadOutcome(
	files: Files,
	field: string,
	id: string,
	reply: { headers: IDataObject; body: unknown },
): Promise<Outcome> {
	const bytes = Buffer.isBuffer(reply.body) ? reply.body : Buffer.alloc(0);
	return await fileOutcome(files, field, id, { name: fileNameOf(reply.headers) ?? id, bytes });
}
