import { isObject } from '../../shared/base/values';
import { defineList } from '../../shared/operations/define';
import { agent, agentHeaders } from '../fields/agent';
import { criteria } from '../fields/custom';
import { rowsOf } from './reply';

/** Search: customers by the fields that the CRM calls searchable; all hits come in one reply (khoros-marketing 4.4). */
export const searchCustomers = defineList({
	description: 'Find customers by the fields that the CRM lets Khoros search by',
	fields: [criteria],
	options: agent,
	async rows(session, asked, options, limit) {
		const answer = await session.call({
			method: 'POST',
			path: '/customers',
			body: isObject(asked.criteria) ? asked.criteria : {},
			headers: agentHeaders(options),
			reads: true,
			idempotent: true,
		});
		if (!answer.ok) return answer;
		const rows = rowsOf(answer);
		return rows.ok ? { ok: true, value: rows.value.slice(0, limit) } : rows;
	},
});
