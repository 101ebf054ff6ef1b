import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';

import { Refused, type Json } from './wire';

const MEGABYTE = 1024 * 1024;
/** Room for the largest upload there is, an import of 25 MB (bigin 10.2), so that the refusal can be Bigin's own. */
const ROOM = 30 * MEGABYTE;

/** Largest attachment or file (bigin 5.2 and 5.3). */
export const MAX_FILE = 20 * MEGABYTE;
/** Largest import (bigin 10.2). */
export const MAX_IMPORT = 25 * MEGABYTE;

/** A file that came as a part of a form. */
export class Upload {
	constructor(
		readonly part: string,
		readonly filename: string,
		readonly type: string,
		readonly bytes: Buffer,
	) {}

	/** Lists of requests show what a file is, without its content. */
	toJSON(): Json {
		return { part: this.part, filename: this.filename, type: this.type, size: this.bytes.length };
	}
}

/** Reads forms with files before the request is noted, so that its body is { field: text, files: Upload[] }. */
export function readUploads(app: FastifyInstance): void {
	app.register(multipart, { limits: { fileSize: ROOM, files: 20 }, throwFileSizeLimit: false });
	app.addHook('preValidation', async (request) => {
		if (!request.isMultipart()) return;
		const body: Json = {};
		const files: Upload[] = [];
		for await (const part of request.parts()) {
			if (part.type === 'file')
				files.push(new Upload(part.fieldname, part.filename, part.mimetype, await part.toBuffer()));
			else body[part.fieldname] = part.value;
		}
		request.body = { ...body, files };
	});
}

/** The files of a form's part `file`; refused where one is larger than `most`. */
export function filesOf(body: Json, most: number): Upload[] {
	const files = ((body.files ?? []) as Upload[]).filter(({ part }) => part === 'file');
	if (files.some(({ bytes }) => bytes.length > most))
		throw new Refused(400, 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE', { maximum_length: most });
	return files;
}

/** Header that gives a download its name; names outside ASCII come in the extended form too. */
export function disposition(filename: string): string {
	const plain = filename.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
	const extended = plain === filename ? '' : `; filename*=UTF-8''${encodeURIComponent(filename)}`;
	return `attachment; filename="${plain}"${extended}`;
}
