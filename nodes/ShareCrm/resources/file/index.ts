import type { Resource } from '../../../shared/form/operation';
import { download } from './download';
import { downloadLink, previewLink } from './links';
import { upload } from './upload';

export const file: Resource = {
	name: 'File',
	value: 'file',
	operations: [upload, download, downloadLink, previewLink],
};
