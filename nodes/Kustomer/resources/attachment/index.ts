import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import { at, isObject, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { id, text } from '../../../shared/form/fields';
import type { Resource } from '../../../shared/form/operation';
import { formBody } from '../../../shared/formats/multipart';
import { pathPart } from '../../../shared/http/replies';
import type { Call, Session } from '../../../shared/http/session';
import { notFound } from '../../../shared/operations/reading';
import { ID } from '../../fields/common';
import { VENDOR } from '../../replies';

/** Most bytes of a file. A guess: a number is given for the media library alone (kustomer 4.4). */
const FILE_BYTES = 10_048_576;

const inputField = text('inputDataFieldName', 'Input Data Field Name', {
	required: true,
	default: 'data',
	description: 'Name of the binary field of the input item that holds the file',
});
const outputField = text('outputDataFieldName', 'Put Output File in Field', {
	required: true,
	default: 'data',
	description: 'Name of the binary field of the output item that gets the file',
});

/**
 * A place that Kustomer names for a file. It is signed, so the key is not sent there (kustomer 4.4).
 * @returns undefined for an address that is not encrypted, unless it is one of the API's own host
 */
function signedPlace(
	session: Session,
	address: unknown,
): Pick<Call, 'baseUrl' | 'path' | 'unsigned'> | undefined {
	if (!URL.canParse(String(address))) return undefined;
	const { protocol, origin, pathname, search, username, password } = new URL(String(address));
	if (username !== '' || password !== '') return undefined;
	if (protocol !== 'https:' && origin !== session.baseUrl) return undefined;
	return { baseUrl: origin, path: `${pathname}${search}`, unsigned: true };
}

const SHAPE = {
	id: 'string',
	name: 'string',
	contentType: 'string',
	contentLength: 'integer',
} as const;

/** Upload: registers a file and sends it to where Kustomer says (kustomer 4.4, A for messages and notes, B for drafts). */
const upload = defineOperation({
	name: 'Upload',
	value: 'upload',
	action: 'Upload attachment',
	description: 'Upload a file of the input item, to be used in a message or note, or for a draft',
	input: 'form',
	fields: [
		inputField,
		id('draft', 'Draft ID', { ...ID, description: 'The draft that gets the file' }),
	],
	limits: { records: 1 },
	returns: SHAPE,
	async send(session, { records, items }, files) {
		const [asked] = records;
		const file = await files.read(items[0] ?? 0, asked.inputDataFieldName, {
			bytes: FILE_BYTES,
			by: VENDOR,
		});
		const { name, mimeType: contentType, bytes } = file;
		const known = { name, contentType, contentLength: bytes.length };
		const answer = await session.call({
			method: 'POST',
			path:
				asked.draft === undefined
					? '/v1/attachments'
					: `/v1/drafts/${pathPart(asked.draft)}/attachments`,
			body: known,
		});
		if (!answer.ok) return [failed(answer.failure)];
		const key = textOf(at(answer.body, 'data', 'id'));
		const upload = at(answer.body, 'meta', 'upload');
		const link =
			asked.draft === undefined ? at(upload, 'url') : at(answer.body, 'data', 'links', 'related');
		const place = signedPlace(session, link);
		if (key === undefined || place === undefined)
			return [failed(registered(withoutPlace(answer.status), key, asked.draft))];
		const form = at(upload, 'fields');
		// The file is the last part of the form.
		const { body, contentType: formType } = formBody([
			...Object.entries(isObject(form) ? form : {}).map(([field, value]) => ({
				name: field,
				value: String(value),
			})),
			{ name: 'file', bytes, fileName: name, mimeType: contentType },
		]);
		const sent = await session.call({
			...place,
			...(asked.draft === undefined
				? { method: 'POST' as const, body, headers: { 'Content-Type': formType } }
				: { method: 'PUT' as const, body: bytes, headers: { 'Content-Type': contentType } }),
			// The same bytes in the same place.
			idempotent: true,
			file: true,
		});
		return [
			sent.ok
				? { ok: true, id: key, json: { id: key, ...known } }
				: failed(registered(notSent(key, sent.failure), key, asked.draft)),
		];
	},
});

function withoutPlace(httpCode: number): Failure {
	return {
		message: `${VENDOR} named no safe address for the file`,
		description: 'Nothing uses the file yet; send this item again later.',
		httpCode,
		executed: 'no',
	};
}

/** A file that was registered and not sent is used nowhere, so the item may be sent again. */
function notSent(id: string, failure: Failure): Failure {
	return {
		...failure,
		message: `The file could not be sent: ${failure.message}`,
		id,
		executed: 'no',
		cause: undefined,
		splittable: undefined,
	};
}

/**
 * The failure of an upload after its registration. Kustomer may show the file in its draft from then on (a guess, kustomer
 * 4.4), so sending the item again might give the draft the file twice.
 */
function registered(failure: Failure, id: string | undefined, draft: string | undefined): Failure {
	if (draft === undefined) return failure;
	return {
		...failure,
		...(id === undefined ? {} : { id }),
		description: `The draft ${draft} may have the attachment already, perhaps without its file. Look at the draft in Kustomer before you send this item again.`,
		executed: id === undefined ? 'unknown' : 'yes',
	};
}

/** Download: an attachment as a file of the output item (kustomer 4.4). */
const download = defineOperation({
	name: 'Download',
	value: 'download',
	action: 'Download attachment',
	description: 'Get the file of an attachment of a message',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [
		id('message', 'Message ID', {
			...ID,
			required: true,
			description: 'The message that has the attachment',
		}),
		id('id', 'Attachment ID', { ...ID, required: true }),
		outputField,
	],
	limits: { records: 1 },
	returns: { id: 'string', fileName: 'string', mimeType: 'string', fileSize: 'integer' },
	async send(session, { records }, files): Promise<Outcome[]> {
		const [asked] = records;
		const key = asked.id;
		const answer = await session.call({
			method: 'GET',
			path: `/v1/messages/${pathPart(asked.message)}/attachments/${pathPart(key)}`,
		});
		if (!answer.ok)
			return [
				answer.failure.httpCode === 404
					? notFound(VENDOR, 'attachment', key, { httpCode: 404 })
					: failed(answer.failure),
			];
		const { body } = answer;
		const place = signedPlace(session, at(body, 'data', 'links', 'related'));
		if (place === undefined) return [failed(withoutPlace(answer.status))];
		const file = await session.call({
			...place,
			method: 'GET',
			file: true,
		});
		if (!file.ok) return [failed(file.failure)];
		const bytes = Buffer.isBuffer(file.body) ? file.body : Buffer.alloc(0);
		const name = textOf(at(body, 'data', 'attributes', 'name')) ?? key;
		const binary = await files.make(
			bytes,
			name,
			textOf(at(body, 'data', 'attributes', 'contentType')),
		);
		return [
			{
				ok: true,
				id: key,
				json: { id: key, fileName: name, mimeType: binary.mimeType, fileSize: bytes.length },
				binary: { [asked.outputDataFieldName]: binary },
			},
		];
	},
});

/** Files of messages, notes and drafts (kustomer 4.4). */
export const attachment: Resource = {
	name: 'Attachment',
	value: 'attachment',
	operations: [upload, download],
};
