import type { IDataObject } from 'n8n-workflow';

import { boolean, type Field } from '../../../shared/form/fields';
import type { Operation, OperationEntry } from '../../../shared/form/operation';
import { post } from '../../records/call';
import { onManyIds } from '../../records/onIds';
import { chosen } from '../../records/options';
import { members, permission, role, teamObject } from './fields';

const quiet = boolean('ignoreSendingRemind', 'Do Not Notify', {
	default: true,
	description: 'Whether the employees get no notice',
});

/** A change of the teams of records: one call for all that get the same; the API name stands outside of the data (sharecrm 5.10). */
function teamOperation(
	entry: OperationEntry,
	path: string,
	required: readonly Field[],
	options: readonly Field[],
	done: IDataObject,
): Operation {
	return onManyIds(
		entry,
		{ required: [teamObject, ...required], options, done },
		async (session, ids, values) =>
			await post(
				session,
				path,
				{
					apiName: values.object,
					data: { dataIDs: ids, ...chosen([...required, ...options], values) },
				},
				values,
			),
	);
}

export const addMembers = teamOperation(
	{
		name: 'Add',
		value: 'add',
		action: 'Add members to related team',
		description: 'Add employees to the related team of an account or an opportunity',
	},
	'/cgi/crm/team/add',
	[members, role, permission],
	[quiet],
	{ added: true },
);

export const removeMembers = teamOperation(
	{
		name: 'Remove',
		value: 'remove',
		action: 'Remove members from related team',
		description: 'Take employees out of the related team of an account or an opportunity',
	},
	'/cgi/crm/team/delete',
	[members],
	[],
	{ removed: true },
);
