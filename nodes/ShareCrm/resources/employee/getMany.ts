import type { IDataObject } from 'n8n-workflow';

import { failed, found } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import {
	boolean,
	limit,
	pickable,
	returnAll,
	text,
	wanted,
	type Field,
} from '../../../shared/form/fields';
import { FILTERS } from '../../../shared/form/operation';
import type { Session } from '../../../shared/http/session';
import { simplified } from '../../../shared/operations/simplify';
import { operator } from '../../fields/pickers';
import { rowsAt } from '../../metadata';
import { post } from '../../records/call';

/** The whole company (sharecrm 7). */
const COMPANY = '999999';

const department: Field = pickable(
	text('departmentId', 'Department', {
		placeholder: 'e.g. 1001',
		description: 'The department whose members are wanted; the whole company if left out',
	}),
	{ search: 'searchDepartments', by: 'id', placeholder: 'e.g. 1001' },
);
const stopped = boolean('includeStopped', 'Include Former Employees', {
	default: true,
	description: 'Whether employees who were switched off are returned, too',
});

/** Get Many of employees: all at once, as ShareCRM lists members of a department (sharecrm 10). */
export const getManyEmployees = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many employees',
	description: 'Get many employees with their IDs, which owners and operators are given by',
	input: 'form',
	reads: true,
	optionalFields: FILTERS,
	fields: [returnAll, limit, department, stopped],
	options: [operator],
	simplify: simplified([
		'name',
		'mobile',
		'email',
		'position',
		'isStop',
		'departmentIds',
		'leaderId',
	]),
	limits: { records: 1 },
	returns: {
		id: 'string',
		name: 'string',
		mobile: 'string',
		email: 'string',
		position: 'string',
		isStop: 'boolean',
		departmentIds: ['string'],
		leaderId: 'string',
	},
	async send(session, { records: [asked], options }) {
		const read = await readEmployees(session, asked, options);
		if (!read.ok) return [failed(read.failure)];
		return [found(read.value.slice(0, wanted(asked)))];
	},
});

/** Members of a department and of those below it (sharecrm 10). */
export async function readEmployees(
	session: Session,
	{ departmentId, includeStopped }: IDataObject,
	options: IDataObject,
): Promise<Result<IDataObject[]>> {
	const answer = await post(
		session,
		'/cgi/user/list',
		{
			departmentId: textOf(departmentId) ?? COMPANY,
			fetchChild: true,
			showDepartmentIdsDetail: true,
		},
		options,
		{ reads: true },
	);
	if (!answer.ok) return answer;
	return {
		ok: true,
		value: rowsAt(answer.body, 'userList')
			.filter(({ isStop }) => includeStopped === true || isStop !== true)
			.map((row) => ({ id: row.openUserId, ...row })),
	};
}
