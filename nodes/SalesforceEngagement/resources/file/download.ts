import { failed } from '../../../shared/base/errors';
import { textOf } from '../../../shared/base/values';
import { pathPart } from '../../../shared/http/replies';
import { defineOperation } from '../../../shared/form/defineOperation';
import { DOWNLOADED, fileOutcome, outputField } from '../../../shared/operations/files';
import { notFound } from '../../../shared/operations/reading';
import { apiVersion } from '../../fields/apiVersion';
import { reference } from '../../fields/ids';
import { queryRows } from '../../records/pages';
import { isIn, quoted, soql } from '../../records/soql';
import { VENDOR } from '../../replies';
import { apiPath } from '../../version';

/** Download: the latest version of a file as a file of the output item (salesforce-engagement 16). */
export const download = defineOperation({
	name: 'Download',
	value: 'download',
	action: 'Download file',
	description: 'Get the latest version of a file',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [
		reference('id', 'File ID', { required: true, description: 'ID of the file, from Get Many' }),
		outputField,
	],
	options: [apiVersion],
	limits: { records: 1 },
	returns: DOWNLOADED,
	async send(session, { records: [asked], options }, files) {
		const id = asked.id;
		const versions = await queryRows(
			session,
			soql({
				object: 'ContentVersion',
				fields: ['Id', 'PathOnClient'],
				where: [isIn('ContentDocumentId', [quoted(id)]), 'IsLatest = true'],
			}),
			{ options },
		);
		if (!versions.ok) return [failed(versions.failure)];
		const [version] = versions.value;
		if (version === undefined) return [notFound(VENDOR, 'file', id)];
		const answer = await session.call({
			method: 'GET',
			path: apiPath(options, `sobjects/ContentVersion/${pathPart(String(version.Id))}/VersionData`),
			headers: { Accept: '*/*' },
			file: true,
		});
		if (!answer.ok) return [failed(answer.failure)];
		const bytes = Buffer.isBuffer(answer.body) ? answer.body : Buffer.alloc(0);
		const name = textOf(version.PathOnClient)?.split(/[/\\]/).pop() ?? id;
		return [await fileOutcome(files, asked.outputDataFieldName, id, { name, bytes })];
	},
});
