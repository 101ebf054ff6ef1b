import type { IDataObject } from 'n8n-workflow';

import { failed, InputError, inputFailure, type Outcome } from '../../../shared/base/errors';
import type { InputFile } from '../../../shared/formats/files';
import { formBody } from '../../../shared/formats/multipart';
import { at, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Session } from '../../../shared/http/session';
import { FILE_BYTES, inputField, inputFile } from '../../fields/files';
import { callForEntries } from '../../records/entries';

/** Maximum files per call. The vendor's page says "several"; ten is Zoho CRM's number (bigin 5.3). */
const FILES_PER_CALL = 10;

/** Upload: files for file and image fields. Each gets an encrypted ID (bigin 5.3). */
export const upload = defineOperation({
	name: 'Upload',
	value: 'upload',
	action: 'Upload file',
	description:
		'Upload a file of the input item, of up to 20 MB, to Bigin; use its ID in a file or image field of a record',
	input: 'form',
	fields: [inputField],
	limits: { records: FILES_PER_CALL },
	returns: { id: 'string', name: 'string', code: 'string', message: 'string', status: 'string' },
	async send(session, { records, items }, files) {
		const outcomes: Outcome[] = [];
		let waiting: Array<{ position: number; file: InputFile }> = [];
		let bytes = 0;
		const flush = async () => {
			const sent = await uploaded(
				session,
				waiting.map(({ file }) => file),
			);
			waiting.forEach(({ position }, index) => {
				const outcome = sent[index];
				if (outcome) outcomes[position] = outcome;
			});
			waiting = [];
			bytes = 0;
		};
		for (const [position, { inputDataFieldName }] of records.entries()) {
			const file = await readable(
				inputFile(files, items[position] ?? 0, String(inputDataFieldName)),
			);
			if ('ok' in file) {
				outcomes[position] = file;
				continue;
			}
			// Hold no more bytes in memory at once than one file may have.
			if (bytes + file.bytes.length > FILE_BYTES && waiting.length > 0) await flush();
			waiting.push({ position, file });
			bytes += file.bytes.length;
		}
		if (waiting.length > 0) await flush();
		return outcomes;
	},
});

/** The file of an item, or the outcome of an item without one, so that the other files are still sent. */
async function readable(
	file: Promise<InputFile>,
): Promise<InputFile | Extract<Outcome, { ok: false }>> {
	try {
		return await file;
	} catch (error) {
		const failure =
			error instanceof InputError
				? inputFailure(error)
				: { message: `The file could not be read: ${String(error)}`, executed: 'no' as const };
		return { ok: false, failure };
	}
}

async function uploaded(session: Session, given: readonly InputFile[]): Promise<Outcome[]> {
	if (session.cancelled())
		return given.map(() =>
			failed({ message: 'The execution was cancelled before this file was sent', executed: 'no' }),
		);
	const { body, contentType } = formBody(
		given.map(({ name, bytes, mimeType }) => ({ name: 'file', bytes, fileName: name, mimeType })),
	);
	return await callForEntries(
		session,
		{ method: 'POST', path: '/bigin/v2/files', body, headers: { 'Content-Type': contentType } },
		{
			count: given.length,
			// The entries may come in another order, and one that names another file belongs to that one.
			ids: given.map(({ name }) => name),
			idOf: (entry) => textOf(at(entry, 'details', 'name')),
			outcome: ({ details, code, message, status }, id) => ({
				ok: true,
				id,
				json: { ...(details as IDataObject), id, code, message, status },
			}),
		},
	);
}
