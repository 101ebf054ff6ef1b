import { defineOperation } from '../../../shared/form/defineOperation';
import { RECORDS_PER_CALL } from '../../limits';
import { callForEntries } from '../../records/entries';
import { WRITTEN } from '../../records/shapes';
import { PATH, tagFields, tagKeys, tagModule } from './fields';

/** Create: the tags of one module are sent together, up to 100 per call (bigin 5.4). */
export const createTag = defineOperation({
	name: 'Create',
	value: 'create',
	action: 'Create tag',
	description: 'Add a new tag for the records of a module',
	requiredOptions: [tagModule],
	fields: tagFields,
	accountFields: tagKeys,
	limits: { records: RECORDS_PER_CALL },
	names: ['name'],
	returns: WRITTEN,
	send: async (session, { records, options: { module } }) =>
		await callForEntries(
			session,
			{ method: 'POST', path: PATH, query: { module }, body: { tags: records } },
			{ count: records.length, key: 'tags', fields: tagFields },
		),
});
