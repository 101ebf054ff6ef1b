import type { Resource } from '../../../shared/form/operation';
import { addTagsToRecords } from './addToRecords';
import { createTag } from './create';
import { deleteTag } from './delete';
import { getManyTags } from './getMany';
import { removeTagsFromRecords } from './removeFromRecords';
import { updateTag } from './update';

export const tag: Resource = {
	name: 'Tag',
	value: 'tag',
	operations: [
		addTagsToRecords,
		createTag,
		deleteTag,
		getManyTags,
		removeTagsFromRecords,
		updateTag,
	],
};
