import { randomUUID } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import { at, isObject, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { choice, number } from '../../../shared/form/fields';
import type { InputFile } from '../../../shared/formats/files';
import type { Session } from '../../../shared/http/session';
import { inputField } from '../../../shared/operations/files';
import { operator } from '../../fields/pickers';
import { fileAddress } from '../../host';
import { post, traceOf, WITHOUT_TOKEN } from '../../records/call';
import { VENDOR } from '../../replies';

/** Largest file (sharecrm 8.1). */
export const FILE_BYTES = 100 * 1024 * 1024;

const keep = choice(
	'resourceType',
	'Keep',
	[
		{ name: 'Permanently', value: 'N' },
		{
			name: 'Three Days',
			value: 'TN',
			description: 'Until it is saved into a field of a record, which keeps it',
		},
	],
	{ required: true, default: 'TN', description: 'How long ShareCRM keeps the file' },
);
const validity = number('expireTime', 'Permission Valid (Seconds)', {
	min: 60,
	max: 604_800,
	integer: true,
	default: 600,
	description: 'How long the permission to upload is valid',
});

/** Upload: a permission, then the bytes; the path goes into a file field of a record (sharecrm 8.1). */
export const upload = defineOperation({
	name: 'Upload',
	value: 'upload',
	action: 'Upload file',
	description:
		'Bring a file of the input item to ShareCRM; its path goes into a file or image field of a record',
	input: 'form',
	requiredOptions: [keep],
	fields: [inputField],
	options: [validity, operator],
	limits: { records: 1 },
	returns: { id: 'string', path: 'string', filename: 'string', size: 'integer', traceId: 'string' },
	async send(session, { records: [record], items: [item = 0], options }, files) {
		const file = await files.read(item, record.inputDataFieldName, {
			bytes: FILE_BYTES,
			by: VENDOR,
		});
		return [await uploaded(session, file, options)];
	},
});

async function uploaded(
	session: Session,
	{ name, bytes }: InputFile,
	options: IDataObject,
): Promise<Outcome> {
	const extension = /\.(\w{1,10})$/.exec(name)?.[1] ?? 'bin';
	const permission = await post(
		session,
		'/cgi/crm/v2/generatorFileUploadCredential',
		{
			data: {
				expireTime: options.expireTime ?? 600,
				resourceType: options.resourceType,
				isStreamUpload: true,
				filename: name,
				extension,
				fileSize: bytes.length,
			},
		},
		options,
		// A permission stores nothing.
		{ reads: true },
	);
	if (!permission.ok) return failed(permission.failure);
	const data = at(permission.body, 'data');
	const target = fileAddress(at(data, 'url'), session.baseUrl);
	if (!isObject(data) || target === undefined) return failed(NO_ADDRESS);
	const answer = await session.call({
		method: 'POST',
		baseUrl: target.origin,
		path: target.pathname,
		query: { traceId: randomUUID(), linkId: textOf(at(permission.body, 'traceId')) },
		body: bytes,
		headers: {
			...WITHOUT_TOKEN,
			...signed(data),
			'Content-Type': textOf(data.contentType) ?? 'application/octet-stream',
		},
	});
	if (!answer.ok) return failed(answer.failure);
	const path = textOf(at(answer.body, 'data'));
	if (path === undefined) return failed(NO_PATH);
	return {
		ok: true,
		id: path,
		json: {
			id: path,
			path,
			filename: name,
			size: bytes.length,
			ext: extension,
			...traceOf(permission.body),
		},
	};
}

const SIGNED = ['acid', 'resource', 'ak', 'sign', 'expiry', 'filename', 'size', 'digest'];

/** The headers of the permission, unchanged; a header holds no letters beyond Latin ones. */
function signed(data: IDataObject): IDataObject {
	return Object.fromEntries(
		SIGNED.flatMap((name) => {
			const value = textOf(data[name]);
			return value === undefined ? [] : [[name, headerText(value)]];
		}),
	);
}

function headerText(value: string): string {
	return /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(value);
}

const NO_ADDRESS: Failure = {
	message: `${VENDOR} named no address of its own for the upload`,
	description: 'Try again later. Nothing was uploaded.',
	executed: 'no',
};
const NO_PATH: Failure = {
	message: `${VENDOR} took the file, but returned no path for it`,
	description: 'Upload the file again; what was stored belongs to no record.',
	executed: 'unknown',
};
