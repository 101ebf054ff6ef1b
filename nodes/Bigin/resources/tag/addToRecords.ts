import { boolean, type Values } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Call } from '../../../shared/http/session';
import { RECORDS_PER_CALL } from '../../limits';
import { callForIds } from '../../records/entries';
import { idOf } from '../../../shared/operations/write';
import { actionPath, TAGGED, taggedRecord, tagNamesInQuery, tagOptions } from './onRecords';

/**
 * Where the call names records and tags. Unconfirmed: the body is derived from Bigin's own page, the query is Zoho CRM's
 * older form, and sending both is not proven harmless (bigin 5.4).
 */
export const ADD_TAGS_IN: 'body' | 'query' = 'body';

const overWrite = boolean('over_write', 'Replace Other Tags', {
	description: 'Whether to remove all other tags from the records',
});

/** Add to Records: up to 100 records per call, all with the same tags (bigin 5.4). */
export const addTagsToRecords = defineOperation({
	name: 'Add to Records',
	value: 'addToRecords',
	action: 'Add tags to records',
	description: 'Add tags to records; a tag that does not exist yet is created',
	input: 'form',
	requiredOptions: tagOptions,
	fields: [taggedRecord],
	options: [overWrite],
	limits: { records: RECORDS_PER_CALL },
	returns: TAGGED,
	// Replacing tags removes those that an earlier item added, so the order of the items counts.
	identity: idOf,
	mergesRepeats: true,
	send: async (session, { records, options }) =>
		await callForIds(session, records, (ids) => addTags(options, ids)),
});

type TagsToAdd = Values<[...typeof tagOptions, typeof overWrite]>;

/**
 * The call that adds tags to records. Adding them again changes nothing, so the call is idempotent; replacing again could
 * remove tags that somebody added in between.
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
		query: { ids: ids.join(','), tag_names: tagNamesInQuery(tags), over_write: replace },
	};
}
