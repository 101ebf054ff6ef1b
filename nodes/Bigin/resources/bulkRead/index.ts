import type { Resource } from '../../../shared/form/operation';
import { createJob } from './createJob';
import { downloadResult } from './downloadResult';
import { getJob } from './getJob';
import { runExport } from './run';

/** Exports of many records (bigin 10.1). */
export const bulkRead: Resource = {
	name: 'Bulk Read',
	value: 'bulkRead',
	operations: [runExport, createJob, downloadResult, getJob],
};
