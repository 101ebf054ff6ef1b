import type { IDataObject } from 'n8n-workflow';

import { boolean, type Field } from '../../../shared/form/fields';
import type { Operation, OperationEntry } from '../../../shared/form/operation';
import { idOf } from '../../../shared/operations/write';
import { operator, recordId } from '../../fields/pickers';
import { callForAll, post, RECORDS_PER_CALL } from '../../records/call';
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
	settings: readonly Field[],
	done: IDataObject,
): Operation {
	return {
		...entry,
		input: 'form',
		requiredSettings: [teamObject, ...required],
		fields: [recordId('record')],
		settings: [...settings, operator],
		identity: idOf,
		mergesRepeats: true,
		limits: { records: RECORDS_PER_CALL },
		returns: {
			id: 'string',
			...Object.fromEntries(Object.keys(done).map((key) => [key, 'boolean' as const])),
			traceId: 'string',
		},
		async send(session, { records, settings: chosen }) {
			const values = Object.fromEntries(
				[...required, ...settings].flatMap(({ name }) =>
					chosen[name] === undefined ? [] : [[name, chosen[name]]],
				),
			);
			return await callForAll(
				records,
				async (ids) =>
					await post(
						session,
						path,
						{ apiName: chosen.object, data: { dataIDs: ids, ...values } },
						chosen,
					),
				done,
			);
		},
	};
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
