import { failed, found } from '../../../shared/base/errors';
import { limit, returnAll, wanted } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { metadataNow } from '../../metadata';
import { tagModule } from './fields';

const USER = { id: 'string', name: 'string' } as const;

/** Get Many: the tags of a module, which Bigin returns without pages (bigin 5.4). */
export const getManyTags = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many tags',
	description: 'Get many tags: those that the records of a module can have',
	input: 'form',
	reads: true,
	requiredOptions: [tagModule],
	fields: [returnAll, limit],
	limits: { records: 1 },
	returns: {
		id: 'string',
		name: 'string',
		color_code: 'string',
		created_time: 'string',
		modified_time: 'string',
		created_by: USER,
		modified_by: USER,
	},
	async send(session, { records, options }) {
		const tags = await metadataNow(session, 'tags', options.module);
		return [tags.ok ? found(tags.value.slice(0, wanted(records[0]))) : failed(tags.failure)];
	},
});
