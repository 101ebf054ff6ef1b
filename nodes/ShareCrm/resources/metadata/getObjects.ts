import { failed, found } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { rawObjects } from '../../metadata';

/** Get Objects (sharecrm 6.1). */
export const getObjects = defineOperation({
	name: 'Get Objects',
	value: 'getObjects',
	action: 'Get objects',
	description: 'List the objects of the account with their API names',
	input: 'form',
	reads: true,
	fields: [],
	limits: { records: 1 },
	returns: {
		describeApiName: 'string',
		describeDisplayName: 'string',
		defineType: 'string',
		isActive: 'boolean',
	},
	async send(session) {
		const rows = await rawObjects(session);
		return [rows.ok ? found(rows.value) : failed(rows.failure)];
	},
});
