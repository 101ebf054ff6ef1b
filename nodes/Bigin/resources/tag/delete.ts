import { defineOperation } from '../../../shared/form/defineOperation';
import { pathPart } from '../../../shared/http/replies';
import { at, isObject } from '../../../shared/base/values';
import { recordId } from '../../fields/common';
import { readMetadata as optionsOf } from '../../metadata';
import { deleted, isGone } from '../../records/deleted';
import { entryOutcomes } from '../../records/entries';
import { DELETED } from '../../records/shapes';
import { PATH, tagModule } from './fields';

/** Delete: one tag per call (bigin 5.4). */
export const deleteTag = defineOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete tag',
	description: 'Delete a tag, and remove it from all records that have it',
	input: 'form',
	// The call itself needs no module; the picker and the recovery do.
	requiredOptions: [tagModule],
	fields: [recordId('tag', 'searchTags', ['module'])],
	limits: { records: 1 },
	returns: DELETED,
	async send(session, { records }) {
		const answer = await session.call({
			method: 'DELETE',
			path: `${PATH}/${pathPart(records[0].id)}`,
		});
		const tags = answer.ok ? at(answer.body, 'tags') : undefined;
		// Zoho's pages show the single result both alone and in a list.
		const listed = answer.ok && isObject(tags) ? { ...answer, body: { tags: [tags] } } : answer;
		return entryOutcomes(listed, { count: 1, key: 'tags', outcome: (_entry, id) => deleted(id) });
	},
	// The list of tags tells whether a tag is gone, but not whether it ever existed.
	async recover(session, { records, options }) {
		const left = await optionsOf(session, 'tags', options.module, (tag) => String(at(tag, 'id')));
		return records.map(({ id }) =>
			left.ok && !left.value.includes(String(id)) ? isGone('tag', String(id)) : undefined,
		);
	},
});
