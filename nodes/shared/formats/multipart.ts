import { randomBytes } from 'crypto';

/** A part of a form: a text, or a file. */
export type FormPart =
	| { name: string; value: string }
	| { name: string; bytes: Buffer; fileName: string; mimeType?: string };

/** A form with files, ready to be sent. */
export interface FormBody {
	body: Buffer;
	contentType: string;
}

const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

/** Writes multipart/form-data as browsers do (RFC 7578, WHATWG): names in UTF-8, with quotes and line breaks percent-encoded. */
export function formBody(parts: readonly FormPart[]): FormBody {
	const boundary = `n8n-${randomBytes(16).toString('hex')}`;
	const pieces = parts.flatMap((part) => [
		Buffer.from(`--${boundary}\r\n${headOf(part)}\r\n\r\n`),
		'bytes' in part ? part.bytes : Buffer.from(part.value),
		Buffer.from('\r\n'),
	]);
	return {
		body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
		contentType: `multipart/form-data; boundary=${boundary}`,
	};
}

function headOf(part: FormPart): string {
	const disposition = `Content-Disposition: form-data; name="${quoted(part.name)}"`;
	if (!('bytes' in part)) return disposition;
	// The type comes from an input item, so it must not be able to add headers.
	const type =
		part.mimeType !== undefined && MIME_TYPE.test(part.mimeType)
			? part.mimeType
			: 'application/octet-stream';
	return `${disposition}; filename="${quoted(part.fileName)}"\r\nContent-Type: ${type}`;
}

const ESCAPES: Record<string, string> = { '"': '%22', '\r': '%0D', '\n': '%0A' };

function quoted(text: string): string {
	return text.replace(/["\r\n]/g, (character) => ESCAPES[character] ?? '');
}
