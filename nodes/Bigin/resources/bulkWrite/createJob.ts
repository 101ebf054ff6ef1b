import { failed } from '../../../shared/base/errors';
import { list, textEntry } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { biginId } from '../../fields/common';
import { callbackOf, callbackUrl } from '../bulkRead/createJob';
import { COLUMNS, startImport } from './job';
import { findBy, ignoreEmpty, importModule, matchOn, writeMode } from './mode';

const columns = list('columns', 'Columns', {
	required: true,
	max: COLUMNS,
	placeholder: 'e.g. Last_Name, Email, Account_Name.ID',
	description:
		"API names of the fields in the order of the file's columns, separated by commas; lookups as Account_Name.ID. Leave nothing between two commas to skip a column: Last_Name,,Phone.",
	places: true,
	entry: (value, label) => (value === null ? '' : textEntry(value, label, 'columns')),
});

/** Create Job: starts the import of an uploaded file (bigin 10.2). */
export const createJob = defineOperation({
	name: 'Create Job',
	value: 'createJob',
	action: 'Create bulk write job',
	description:
		'Import a file of up to 25,000 rows that Upload File has uploaded. A job costs 500 API credits.',
	input: 'form',
	fields: [
		importModule,
		writeMode,
		matchOn,
		biginId('fileId', 'File ID', {
			required: true,
			description: 'The ID of the file, as Upload File returns it',
		}),
		columns,
	],
	options: [ignoreEmpty, callbackUrl],
	limits: { records: 1 },
	returns: { id: 'string', created_time: 'string', created_by: { id: 'string', name: 'string' } },
	finish(record) {
		findBy(record);
		return record;
	},
	async send(session, { records, options }) {
		const [asked] = records;
		const job = await startImport(
			session,
			asked.fileId,
			{
				module: asked.module,
				mode: asked.writeMode,
				findBy: findBy(asked),
				ignoreEmpty: options.ignoreEmpty !== false,
				columns: asked.columns,
			},
			callbackOf(options),
		);
		return [job.ok ? { ok: true, id: job.value.id, json: job.value } : failed(job.failure)];
	},
});
