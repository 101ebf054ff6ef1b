import { failed, found } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { limit, returnAll, wanted } from '../../../shared/form/fields';
import { apiVersion } from '../../fields/apiVersion';
import { reference } from '../../fields/ids';
import { queryRows } from '../../records/pages';
import { quoted, soql } from '../../records/soql';

/** Get Many: the files that are linked to a record (salesforce-engagement 16). */
export const getManyFiles = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many files',
	description: 'List the files that are linked to a record',
	input: 'form',
	reads: true,
	fields: [
		reference('linkedRecord', 'Record ID', {
			required: true,
			description: 'The record whose files are wanted',
		}),
		returnAll,
		limit,
	],
	options: [apiVersion],
	limits: { records: 1 },
	returns: { id: 'string', title: 'string', fileExtension: 'string', size: 'integer' },
	async send(session, { records: [asked], options }) {
		const most = wanted(asked);
		const read = await queryRows(
			session,
			soql({
				object: 'ContentDocumentLink',
				fields: [
					'ContentDocumentId',
					'ContentDocument.Title',
					'ContentDocument.FileExtension',
					'ContentDocument.ContentSize',
				],
				where: [`LinkedEntityId = ${quoted(asked.linkedRecord)}`],
				limit: most,
			}),
			{ options, limit: most },
		);
		if (!read.ok) return [failed(read.failure)];
		return [
			found(
				read.value.map(({ ContentDocumentId, ContentDocument }) => {
					const { Title, FileExtension, ContentSize } = (ContentDocument ?? {}) as Record<
						string,
						string
					>;
					return {
						id: ContentDocumentId,
						title: Title,
						fileExtension: FileExtension,
						size: ContentSize,
					};
				}),
			),
		];
	},
});
