import { failed } from '../../../shared/base/errors';
import { textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { choice } from '../../../shared/form/fields';
import { pathPart } from '../../../shared/http/replies';
import { contentOf } from '../../fields/khoros';
import { PATH, returns, subscription, subscriptionId, withId } from './fields';

/** Create: tells Khoros which event is wanted, and where (khoros-marketing 8.2). */
export const create = defineOperation({
	name: 'Create',
	value: 'create',
	action: 'Create event subscription',
	description: 'Have Khoros tell of one kind of event, by a request or to be polled',
	input: 'form',
	fields: subscription,
	limits: { records: 1 },
	creates: true,
	returns,
	async send(session, { records: [record] }) {
		const answer = await session.call({ method: 'POST', path: PATH, body: record });
		if (!answer.ok) return [failed(answer.failure)];
		const json = withId(contentOf(answer.body));
		return [{ ok: true, id: textOf(json.id), json }];
	},
});

/** Set Status: switches a subscription on or off. */
export const setStatus = defineOperation({
	name: 'Set Status',
	value: 'setStatus',
	action: 'Set status of event subscription',
	description: 'Activate, pause or disable an event subscription',
	input: 'form',
	fields: [
		subscriptionId,
		choice(
			'status',
			'Status',
			[
				{ name: 'Active', value: 'ACTIVE' },
				{ name: 'Disabled', value: 'DISABLED' },
				{ name: 'Paused', value: 'PAUSED' },
			],
			{ required: true },
		),
	],
	limits: { records: 1 },
	identity: ({ id }) => [id],
	returns,
	async send(session, { records: [{ id, status }] }) {
		const answer = await session.call({
			method: 'PUT',
			path: `${PATH}/${pathPart(id)}/${pathPart(status)}`,
			anyReply: true,
		});
		if (!answer.ok) return [failed(answer.failure)];
		const json = contentOf(answer.body);
		return [
			{
				ok: true,
				id: id,
				json: withId({ uuid: id, status: status, ...json }),
			},
		];
	},
});

/** Delete: Khoros stops sending the event. */
export const remove = defineOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete event subscription',
	description: 'Delete an event subscription',
	input: 'form',
	fields: [subscriptionId],
	limits: { records: 1 },
	identity: ({ id }) => [id],
	returns: { id: 'string', deleted: 'boolean' },
	async send(session, { records: [{ id }] }) {
		const answer = await session.call({
			method: 'DELETE',
			path: `${PATH}/${pathPart(id)}`,
			anyReply: true,
		});
		if (!answer.ok) return [failed(answer.failure)];
		return [{ ok: true, id: id, json: { id: id, deleted: true } }];
	},
});
