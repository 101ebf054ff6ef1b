import { defineOperation } from '../../../shared/form/defineOperation';
import { RECORDS_PER_CALL } from '../../limits';
import { recordId } from '../../fields/common';
import { callForEntries } from '../../records/entries';
import { idsOf } from '../../../shared/operations/entries';
import { idOf } from '../../../shared/operations/write';
import { WRITTEN } from '../../records/shapes';
import { PATH, tagFields, tagKeys, tagModule } from './fields';

const fields = [recordId('tag', 'searchTags', ['module']), ...tagFields];

/** Update: the tags of one module are sent together, each with its ID (bigin 5.4). */
export const updateTag = defineOperation({
	name: 'Update',
	value: 'update',
	action: 'Update tag',
	description: 'Change the name or the color of a tag, for all records that have it',
	requiredOptions: [tagModule],
	fields,
	accountFields: tagKeys,
	limits: { records: RECORDS_PER_CALL },
	names: ['name'],
	returns: WRITTEN,
	identity: idOf,
	send: async (session, { records, options: { module } }) =>
		await callForEntries(
			session,
			{ method: 'PUT', path: PATH, query: { module }, body: { tags: records } },
			{ count: records.length, ids: idsOf(records), key: 'tags', fields },
		),
});
