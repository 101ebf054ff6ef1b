import type { IDataObject } from 'n8n-workflow';

import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { id, text } from '../../../shared/form/fields';
import type { Operation, OperationEntry } from '../../../shared/form/operation';
import { objectChoice, operator, recordId } from '../../fields/pickers';
import { post, traceOf } from '../../records/call';

const opinion = text('opinion', 'Opinion', {
	rows: 3,
	placeholder: 'e.g. Discount is fine',
	description: 'What the others read about the decision',
});
const taskId = id('taskId', 'Task ID', {
	required: true,
	placeholder: 'e.g. 68fa0c1e2b3d4f0001a2b3c4',
	description: 'ID of the approval task, as the approval lists it',
});

/** An action on an approval task, by the operator (sharecrm 10). */
function decision(
	entry: OperationEntry,
	actionType: 'agree' | 'reject',
	done: IDataObject,
): Operation {
	return defineOperation({
		...entry,
		input: 'form',
		fields: [taskId, { ...opinion, upFront: true }],
		options: [operator],
		identity: ({ taskId: task }) => [task],
		limits: { records: 1 },
		returns: {
			id: 'string',
			...Object.fromEntries(Object.keys(done).map((key) => [key, 'boolean' as const])),
			traceId: 'string',
		},
		async send(session, { records: [asked], options }) {
			const task = asked.taskId;
			const answer = await post(
				session,
				'/cgi/crm/approvalTask/action',
				{
					taskId: task,
					actionType,
					...(asked.opinion === undefined ? {} : { opinion: asked.opinion }),
				},
				options,
			);
			return [
				answer.ok
					? { ok: true, id: task, json: { id: task, ...done, ...traceOf(answer.body) } }
					: failed(answer.failure),
			];
		},
	});
}

export const approve = decision(
	{
		name: 'Approve',
		value: 'approve',
		action: 'Approve approval task',
		description: 'Agree to what an approval task asks for, in the name of the operator',
	},
	'agree',
	{ approved: true },
);

export const reject = decision(
	{
		name: 'Reject',
		value: 'reject',
		action: 'Reject approval task',
		description: 'Refuse what an approval task asks for, in the name of the operator',
	},
	'reject',
	{ rejected: true },
);

/** Cancel: the approval that a record waits for (sharecrm 10). */
export const cancel = defineOperation({
	name: 'Cancel',
	value: 'cancel',
	action: 'Cancel approval',
	description: 'Cancel the approval that is under way for a record',
	input: 'form',
	requiredOptions: [objectChoice],
	fields: [recordId('record'), { ...opinion, upFront: true }],
	options: [operator],
	identity: ({ id: record }) => [record],
	limits: { records: 1 },
	returns: { id: 'string', cancelled: 'boolean', traceId: 'string' },
	async send(session, { records: [asked], options }) {
		const record = asked.id;
		const answer = await post(
			session,
			'/cgi/crm/v2/special/approval/instance/cancel',
			{
				data: {
					entityId: options.object,
					objectId: record,
					...(asked.opinion === undefined ? {} : { opinion: asked.opinion }),
				},
			},
			options,
		);
		return [
			answer.ok
				? { ok: true, id: record, json: { id: record, cancelled: true, ...traceOf(answer.body) } }
				: failed(answer.failure),
		];
	},
});
