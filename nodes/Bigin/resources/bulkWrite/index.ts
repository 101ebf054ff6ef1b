import type { Resource } from '../../../shared/form/operation';
import { getJobOf } from '../bulkRead/getJob';
import { createJob } from './createJob';
import { downloadResult } from './downloadResult';
import { runImport } from './run';
import { uploadFile } from './uploadFile';

const getJob = getJobOf('write', {
	id: 'string',
	operation: 'string',
	status: 'string',
	character_encoding: 'string',
	resource: [
		{
			type: 'string',
			file_id: 'string',
			file: {
				status: 'string',
				name: 'string',
				added_count: 'integer',
				updated_count: 'integer',
				skipped_count: 'integer',
				total_count: 'integer',
			},
		},
	],
	result: { download_url: 'string' },
	created_time: 'string',
	created_by: { id: 'string', name: 'string' },
});

/** Imports of many records (bigin 10.2). */
export const bulkWrite: Resource = {
	name: 'Bulk Write',
	value: 'bulkWrite',
	operations: [runImport, createJob, downloadResult, getJob, uploadFile],
};
