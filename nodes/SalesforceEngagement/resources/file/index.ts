import type { Resource } from '../../../shared/form/operation';
import { deleteOperation } from '../../../shared/operations/write';
import { document } from '../../kinds/document';
import { records } from '../../records';
import { remove } from '../../records/write';
import { download } from './download';
import { getManyFiles } from './getMany';
import { upload } from './upload';

/** Files of Salesforce: documents that are linked to records. */
export const file: Resource = {
	name: 'File',
	value: 'file',
	operations: [
		upload,
		deleteOperation(records, document, remove(document)),
		download,
		getManyFiles,
	],
};
