import { boolean, type Values } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Call } from '../../../shared/http/session';
import { RECORDS_PER_CALL } from '../../limits';
import { callForIds } from '../../records/entries';
import { idOf } from '../../../shared/operations/write';
import { actionPath, TAGGED, taggedRecord, tagOptions } from './onRecords';

/**
 * How the call names records and tags. Unconfirmed: the body is what was derived from Bigin's own page, the query is
 * Zoho CRM's older form, and both together are not proven harmless (bigin 5.4).
 */
export const ADD_TAGS_IN: 'body' | 'query' = 'body';

const overWrite = boolean('over_write', 'Replace Other Tags', {
	description: 'Whether the records lose the tags that are not named here',
});

/** Add to Records: up to 100 records a call, for each the same tags (bigin 5.4). */
export const addTagsToRecords = defineOperation({
	name: 'Add to Records',
	value: 'addToRecords',
	action: 'Add tags to records',
	description: 'Put tags on records; a tag that does not exist yet is created',
	input: 'form',
	requiredOptions: tagOptions,
	fields: [taggedRecord],
	options: [overWrite],
	limits: { records: RECORDS_PER_CALL },
	returns: TAGGED,
	// Replacing tags takes off what another item has put on, so its place among the items counts.
	identity: idOf,
	mergesRepeats: true,
	send: async (session, { records, options }) =>
		await callForIds(session, records, (ids) => addTags(options, ids)),
});

type TagsToAdd = Values<[...typeof tagOptions, typeof overWrite]>;

/**
 * The call that puts tags on records. A second sending finds them there and changes nothing; one that replaces others
 * could take off what somebody has put on in between.
 */
export function addTags(
	{ module, tags, over_write: replace = false }: TagsToAdd,
	ids: string[],
	form = ADD_TAGS_IN,
): Call {
	const call = {
		method: 'POST' as const,
		path: actionPath(module, 'add_tags'),
		idempotent: replace !== true,
	};
	if (form === 'body')
		return { ...call, body: { tags: tags.map((name) => ({ name })), ids, over_write: replace } };
	return {
		...call,
		query: { ids: ids.join(','), tag_names: tags.join(','), over_write: replace },
	};
}
