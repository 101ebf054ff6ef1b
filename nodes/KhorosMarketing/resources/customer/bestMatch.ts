import { failed, found, InputError } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { agent, agentHeaders } from '../../fields/agent';
import { customerKind } from '../../kinds';
import { rowsOf } from '../../records/reply';
import { accountNumbersAs, profile } from './profile';

/** Best Match: customers who may be the person behind a social profile (khoros-marketing 4.5). */
export const bestMatch = defineOperation({
	name: 'Best Match',
	value: 'bestMatch',
	action: 'Find best matching customers',
	description: 'Find the customers who may be the person behind a social profile',
	input: 'form',
	reads: true,
	fields: profile,
	optionalFields: { name: 'profile', displayName: 'Profile', placeholder: 'Add Detail' },
	options: [...agent, accountNumbersAs],
	limits: { records: 1 },
	returns: customerKind.shape,
	finish(record, options) {
		if (Object.keys(record).length === 0)
			throw new InputError(
				"'Profile' is empty",
				'profile',
				'Give at least one detail, such as the display name.',
			);
		const { accountNumbers } = record;
		return Array.isArray(accountNumbers) && options.accountNumbersAs !== 'list'
			? { ...record, accountNumbers: accountNumbers.join(', ') }
			: record;
	},
	async send(session, { records: [body = {}], options }) {
		const answer = await session.call({
			method: 'POST',
			path: '/customer/bestmatch',
			body,
			headers: agentHeaders(options),
			reads: true,
			idempotent: true,
		});
		if (!answer.ok) return [failed(answer.failure)];
		const rows = rowsOf(answer);
		return [rows.ok ? found(rows.value) : failed(rows.failure)];
	},
});
