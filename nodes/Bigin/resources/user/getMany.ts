import { failed, found } from '../../../shared/base/errors';
import { choice, limit, returnAll, wanted } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { FILTERS } from '../../../shared/form/operation';
import { readRows } from '../../records/rows';
import { simpleUser, USER } from './shape';

/** Types of users, as Bigin spells them (bigin 6). */
const type = choice(
	'type',
	'Type',
	[
		{ name: 'Active', value: 'ActiveUsers' },
		{
			name: 'Active Administrators',
			value: 'ActiveConfirmedAdmins',
			description: 'Active administrators who have accepted their invitation',
		},
		{
			name: 'Active and Confirmed',
			value: 'ActiveConfirmedUsers',
			description: 'Active users who have accepted their invitation',
		},
		{ name: 'Administrators', value: 'AdminUsers' },
		{ name: 'All', value: 'AllUsers' },
		{ name: 'Confirmed', value: 'ConfirmedUsers' },
		{ name: 'Deactivated', value: 'DeactiveUsers' },
		{ name: 'Deleted', value: 'DeletedUsers' },
		{ name: 'Not Confirmed', value: 'NotConfirmedUsers' },
	],
	{ default: 'ActiveUsers' },
);

/** Get Many: the users of the account, all of them or those of one type (bigin 6). */
export const getManyUsers = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many users',
	description:
		'Get many users: everyone in the Bigin account, or those of one type, such as active users or administrators',
	input: 'form',
	reads: true,
	fields: [returnAll, limit, type],
	optionalFields: FILTERS,
	simplify: simpleUser,
	limits: { records: 1 },
	returns: USER,
	async send(session, { records }) {
		const [asked] = records;
		const read = await readRows(session, {
			path: '/bigin/v2/users',
			key: 'users',
			query: { type: asked.type ?? 'AllUsers' },
			limit: wanted(asked),
		});
		return [read.ok ? found(read.rows) : failed(read.failure)];
	},
});
