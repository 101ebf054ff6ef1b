import { changed, post } from '../../records/call';
import { defineOperation } from '../../../shared/form/defineOperation';
import { rows } from '../../../shared/form/fields';
import { failed } from '../../../shared/base/errors';
import { idOf } from '../../../shared/operations/write';
import { operator, recordId } from '../../fields/pickers';
import { members, permission, role, teamObject } from './fields';

const infos = rows('teamMemberInfos', 'Members', [members, role, permission], {
	row: 'Member',
	button: 'Add Members',
	required: true,
	description: 'Employees with their role and permission; they may replace the whole team',
});

/** Edit: the members of one record's team (sharecrm 5.10). */
export const editMember = defineOperation({
	name: 'Edit',
	value: 'edit',
	action: 'Edit related team',
	description: 'Set roles and permissions in the related team of an account or an opportunity',
	input: 'form',
	requiredOptions: [teamObject],
	fields: [recordId('record'), infos],
	options: [operator],
	identity: idOf,
	limits: { records: 1 },
	returns: { id: 'string', edited: 'boolean', traceId: 'string' },
	async send(session, { records: [record = {}], options }) {
		const { id, teamMemberInfos } = record;
		const answer = await post(
			session,
			'/cgi/crm/team/edit',
			{ apiName: options.object, data: { dataID: id, teamMemberInfos } },
			options,
		);
		return [answer.ok ? changed(answer, String(id), { edited: true }) : failed(answer.failure)];
	},
});
