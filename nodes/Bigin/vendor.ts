import type { Vendor } from '../shared/form/operation';
import { connect } from './api';
import { PARALLEL, RECORDS_PER_CALL } from './limits';
import { VENDOR } from './replies';
import { MODULES } from './kinds';
import { moduleResource } from './records';
import { apiCall } from './resources/apiCall';
import { attachment } from './resources/attachment';
import { bulkRead } from './resources/bulkRead';
import { bulkWrite } from './resources/bulkWrite';
import { file } from './resources/file';
import { metadata } from './resources/metadata';
import { note } from './resources/note';
import { organization } from './resources/organization';
import { query } from './resources/query';
import { relatedRecord } from './resources/relatedRecord';
import { tag } from './resources/tag';
import { user } from './resources/user';

/** All resources and operations of Bigin: an operation that is not listed here does not exist. */
export const bigin: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	batchSize: RECORDS_PER_CALL,
	connect,
	resources: [
		...MODULES.map(moduleResource),
		note,
		tag,
		relatedRecord,
		user,
		organization,
		metadata,
		query,
		attachment,
		file,
		bulkRead,
		bulkWrite,
		apiCall,
	],
};
