import { pathPart } from '../../../shared/http/replies';
import { defineList } from '../../../shared/operations/define';
import { getManyOperation } from '../../../shared/operations/reading';
import type { Operation } from '../../../shared/form/operation';
import { agent, agentHeaders } from '../../fields/agent';
import { caseKind, customerKind } from '../../kinds';
import { recordId, records } from '../../records';
import { isNotThere } from '../../records/get';
import { rowsOf } from '../../records/reply';

/** Get Cases: all cases of a customer, open and closed, in one reply (khoros-marketing 4.9). */
export const getCases: Operation = {
	...getManyOperation(
		records,
		caseKind,
		defineList({
			fields: [recordId(customerKind)],
			options: agent,
			async rows(session, { id }, options, limit) {
				const answer = await session.call({
					method: 'GET',
					path: `/customer/${pathPart(id)}/cases`,
					headers: agentHeaders(options),
				});
				if (!answer.ok)
					return isNotThere(answer.failure)
						? { ok: false, failure: { ...answer.failure, notFound: true } }
						: answer;
				const rows = rowsOf(answer);
				return rows.ok ? { ok: true, value: rows.value.slice(0, limit) } : rows;
			},
		}),
	),
	name: 'Get Cases',
	value: 'getCases',
	action: 'Get cases of customer',
	description: 'Get the cases of one customer, open and closed',
};
