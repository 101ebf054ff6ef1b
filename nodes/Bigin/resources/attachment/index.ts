import type { Resource } from '../../../shared/form/operation';
import { download } from './download';
import { getMany } from './getMany';
import { remove } from './delete';
import { upload } from './upload';
import { uploadLink } from './uploadLink';

/** Files and links on records (bigin 5.2). */
export const attachment: Resource = {
	name: 'Attachment',
	value: 'attachment',
	operations: [upload, remove, download, getMany, uploadLink],
};
