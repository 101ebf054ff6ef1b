import { failed, InputError } from '../../../shared/base/errors';
import { at, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { unmatched } from '../../../shared/operations/entries';
import { pickedId } from '../../fields/pickers';
import { VENDOR } from '../../replies';

/** Merge: what one customer has goes to another (kustomer 3.5). */
export const merge = defineOperation({
	name: 'Merge',
	value: 'merge',
	action: 'Merge customers',
	description:
		'Unite two customers: what the first has goes to the second, and the first is gone for good',
	input: 'form',
	fields: [
		pickedId('source', 'Customer to Merge', 'searchCustomers', {
			required: true,
			description: 'The customer that is gone afterwards',
		}),
		pickedId('target', 'Customer to Keep', 'searchCustomers', {
			required: true,
			description: 'The customer that gets everything; its own values win',
		}),
	],
	limits: { records: 1 },
	returns: { id: 'string', status: 'string', sourceId: 'string', targetId: 'string' },
	identity: ({ source, target }) => [source, target],
	finish(asked) {
		if (asked.source.toLowerCase() !== asked.target.toLowerCase()) return asked;
		throw new InputError(
			"'Customer to Merge' and 'Customer to Keep' are the same",
			'source',
			'Choose two different customers.',
		);
	},
	async send(session, { records }) {
		const [{ source, target }] = records;
		const answer = await session.call({
			method: 'POST',
			path: '/v1/customers/merges',
			body: { source, target },
		});
		if (!answer.ok) return [failed(answer.failure)];
		const id = textOf(at(answer.body, 'data', 'id'));
		if (id === undefined) return [unmatched(VENDOR, answer.status)];
		const status = textOf(at(answer.body, 'data', 'attributes', 'status')) ?? null;
		return [{ ok: true, id, json: { id, status, sourceId: source, targetId: target } }];
	},
});
