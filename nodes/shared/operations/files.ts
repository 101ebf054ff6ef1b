import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import type { Shape } from '../base/schema';
import { text } from '../form/fields';
import { fileNameOf } from '../formats/disposition';
import type { Files } from '../formats/files';

/** The binary field of the input item to read a file from. */
export const inputField = text('inputDataFieldName', 'Input Data Field Name', {
	required: true,
	default: 'data',
	description: 'Name of the binary field of the input item that holds the file',
});

/** The binary field of the output item to put a file in. */
export const outputField = text('outputDataFieldName', 'Put Output File in Field', {
	required: true,
	default: 'data',
	description: 'Name of the binary field of the output item that gets the file',
});

/** The JSON of an output item with a downloaded file. */
export const DOWNLOADED: { [key: string]: Shape } = {
	id: 'string',
	fileName: 'string',
	mimeType: 'string',
	fileSize: 'integer',
};

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
