import type { Vendor } from '../shared/operation';
import { connect, PARALLEL, VENDOR } from './api';
import { MODULES } from './modules';
import { recordResource } from './records';
import { attachment } from './resources/attachment';
import { bulkRead } from './resources/bulkRead';
import { bulkWrite } from './resources/bulkWrite';
import { file } from './resources/file';

/** All resources and operations of Bigin: an operation that is not listed here does not exist. */
export const bigin: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	connect,
	resources: [...MODULES.map(recordResource), attachment, bulkRead, bulkWrite, file],
};
