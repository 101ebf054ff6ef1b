import { failed, found } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { operator, recordId } from '../../fields/pickers';
import { rowsAt } from '../../metadata';
import { post } from '../../records/call';
import { teamObject } from './fields';

/** Get: the members of one record's team; the key of the list is not documented (sharecrm 5.10). */
export const getMembers = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many related team members',
	description: 'Get many members of the related team of an account or an opportunity',
	input: 'form',
	reads: true,
	requiredOptions: [teamObject],
	fields: [recordId('record')],
	options: [operator],
	limits: { records: 1 },
	returns: {
		teamMemberEmployee: ['string'],
		teamMemberRole: 'string',
		teamMemberPermissionType: 'string',
	},
	async send(session, { records: [record = {}], options }) {
		const answer = await post(
			session,
			'/cgi/crm/team/get',
			{ apiName: options.object, data: { dataID: record.id } },
			options,
			{ reads: true },
		);
		if (!answer.ok) return [failed(answer.failure)];
		const lists = [
			['data', 'teamMemberInfos'],
			['teamMemberInfos'],
			['data', 'relevant_team'],
			['data'],
		].map((keys) => rowsAt(answer.body, ...keys));
		return [found(lists.find((rows) => rows.length > 0) ?? [])];
	},
});
