import { failed } from '../../shared/base/errors';
import { defineOperation } from '../../shared/form/defineOperation';
import { choice, json, text } from '../../shared/form/fields';
import type { Resource } from '../../shared/form/operation';
import { isObject } from '../../shared/base/values';
import { pathPart } from '../../shared/http/replies';

/** Most bytes of a body (kustomer 5.2). */
const MOST_BYTES = 400 * 1024;

/** Send: data that starts a workflow in Kustomer (kustomer 5.2). */
const send = defineOperation({
	name: 'Send',
	value: 'send',
	action: 'Send to inbound hook',
	description: 'Send JSON to an inbound hook of Kustomer, which starts its workflows',
	input: 'form',
	fields: [
		choice(
			'type',
			'Type',
			[
				{ name: 'Form Hook', value: 'form' },
				{ name: 'Web Hook', value: 'web', description: 'Needs the role org.hooks' },
			],
			{ required: true, default: 'web' },
		),
		text('hash', 'Hash', {
			required: true,
			pattern: /^[0-9a-zA-Z_-]+$/,
			expects: 'the last part of the address of the hook',
			placeholder: 'e.g. 7f3a9c',
			description: 'The last part of the address of the hook',
		}),
		json('body', 'Body', { required: true, description: 'The data, as JSON' }),
	],
	limits: { records: 1, bytes: MOST_BYTES },
	returns: { sent: 'boolean' },
	async send(session, { records }) {
		const [{ type, hash, body }] = records;
		const answer = await session.call({
			method: 'POST',
			path: `/v1/hooks/${type}/${pathPart(hash)}`,
			body: isObject(body) ? body : {},
		});
		return [answer.ok ? { ok: true, json: { sent: true } } : failed(answer.failure)];
	},
});

export const inboundHook: Resource = {
	name: 'Inbound Hook',
	value: 'inboundHook',
	operations: [send],
};
