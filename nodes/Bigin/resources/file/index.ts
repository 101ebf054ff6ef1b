import type { Resource } from '../../../shared/form/operation';
import { download } from './download';
import { upload } from './upload';

/** Files for the file and image fields of records (bigin 5.3). */
export const file: Resource = { name: 'File', value: 'file', operations: [upload, download] };
