import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { text } from '../../../shared/form/fields';
import { employees, operator } from '../../fields/pickers';
import { post, traceOf } from '../../records/call';

/** Most recipients of a message (sharecrm 11.2). */
const RECIPIENTS = 500;

const to = employees('toUser', 'To Employee Names or IDs', {
	required: true,
	max: RECIPIENTS,
	description: 'The employees who get the message',
});
const content = text('content', 'Text', {
	required: true,
	rows: 4,
	placeholder: 'e.g. A new case is waiting',
	description: 'Text of the message',
});

/** Send to Employees: a text (sharecrm 10). */
export const sendMessage = defineOperation({
	name: 'Send',
	value: 'send',
	action: 'Send message to employees',
	description: 'Send a text message to employees in ShareCRM',
	input: 'form',
	fields: [to, content],
	options: [operator],
	limits: { records: 1 },
	returns: { sent: 'boolean', traceId: 'string' },
	async send(session, { records: [asked], options }) {
		const answer = await post(
			session,
			'/cgi/message/send',
			{ toUser: asked.toUser, msgType: 'text', text: { content: asked.content } },
			options,
		);
		return [
			answer.ok
				? { ok: true, json: { sent: true, ...traceOf(answer.body) } }
				: failed(answer.failure),
		];
	},
});
