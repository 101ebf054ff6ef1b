import { failed } from '../../../shared/base/errors';
import { at, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { text } from '../../../shared/form/fields';
import { inputField } from '../../../shared/operations/files';
import { unmatched } from '../../../shared/operations/entries';
import { apiVersion } from '../../fields/apiVersion';
import { reference } from '../../fields/ids';
import { queryRows } from '../../records/pages';
import { isIn, quoted, soql } from '../../records/soql';
import { VENDOR } from '../../replies';
import { apiPath } from '../../version';

/** Most bytes of a file in a request of JSON: 37 MB as base64 (salesforce-engagement 16). */
const BYTES = 27 * 1024 * 1024;

/** Upload: a file of the item becomes a file of Salesforce, linked to a record. Never sent again once it may have been stored. */
export const upload = defineOperation({
	name: 'Upload',
	value: 'upload',
	action: 'Upload file',
	description: 'Add a file of the input item, of up to 27 MB, and link it to a record',
	input: 'form',
	fields: [
		inputField,
		{
			...reference('linkedRecord', 'Record ID', {
				description:
					'The record that the file is linked to; a file of the user alone if left empty',
			}),
			upFront: true,
		},
		text('title', 'Title', { max: 255, description: 'The name of the file if left empty' }),
	],
	options: [apiVersion],
	limits: { records: 1 },
	returns: { id: 'string', versionId: 'string', fileName: 'string' },
	async send(session, { records: [asked], items, options }, files) {
		const limit = { bytes: BYTES, by: 'Salesforce' };
		const given = await files.read(items[0] ?? 0, asked.inputDataFieldName, limit);
		const answer = await session.call({
			method: 'POST',
			path: apiPath(options, 'sobjects/ContentVersion'),
			body: {
				Title: asked.title ?? given.name,
				PathOnClient: given.name,
				VersionData: given.bytes.toString('base64'),
				...(asked.linkedRecord === undefined ? {} : { FirstPublishLocationId: asked.linkedRecord }),
			},
		});
		if (!answer.ok) return [failed(answer.failure)];
		const versionId = textOf(at(answer.body, 'id'));
		if (versionId === undefined) return [unmatched(VENDOR, answer.status)];
		// The reply names the version only.
		const found = await queryRows(
			session,
			soql({
				object: 'ContentVersion',
				fields: ['ContentDocumentId'],
				where: [isIn('Id', [quoted(versionId)])],
			}),
			{ options },
		);
		const id = found.ok ? textOf(found.value[0]?.ContentDocumentId) : undefined;
		return [
			{
				ok: true,
				id: id ?? versionId,
				json: { ...(id === undefined ? {} : { id }), versionId, fileName: given.name },
			},
		];
	},
});
