import { defineOperation } from '../../../shared/form/defineOperation';
import { RECORDS_PER_CALL } from '../../limits';
import { callForIds } from '../../records/entries';
import { actionPath, TAGGED, taggedRecord, tagNamesInQuery, tagOptions } from './onRecords';

/** Remove From Records: up to 100 records per call, the same tags from all (bigin 5.4). */
export const removeTagsFromRecords = defineOperation({
	name: 'Remove From Records',
	value: 'removeFromRecords',
	action: 'Remove tags from records',
	description: 'Remove tags from records; the tags themselves stay',
	input: 'form',
	requiredOptions: tagOptions,
	fields: [taggedRecord],
	limits: { records: RECORDS_PER_CALL },
	returns: TAGGED,
	send: async (session, { records, options: { module, tags } }) =>
		await callForIds(session, records, (ids) => ({
			method: 'POST',
			path: actionPath(module, 'remove_tags'),
			query: { ids: ids.join(','), tag_names: tagNamesInQuery(tags) },
		})),
});
