import type { Failure } from '../../shared/base/errors';
import { pathPart } from '../../shared/http/replies';
import { defineRead } from '../../shared/operations/define';
import type { RecordRead } from '../../shared/operations/recordApi';
import { agent, agentHeaders } from '../fields/agent';
import type { CrmKind } from '../kinds';
import { VENDOR } from '../replies';
import { idOf, recordOf } from './reply';

/** Get: one record by its ID. */
export function get({ api, noun }: CrmKind): RecordRead {
	return defineRead({
		options: agent,
		async read(session, [id = ''], options) {
			const answer = await session.call({
				method: 'GET',
				path: `/${api}/${pathPart(id)}`,
				headers: agentHeaders(options),
			});
			if (!answer.ok) return isNotThere(answer.failure) ? { ok: true, value: new Map() } : answer;
			const record = recordOf(answer.body);
			if (record !== undefined && idOf(record) !== undefined)
				return { ok: true, value: new Map([[id, record]]) };
			return {
				ok: false,
				failure: {
					message: `${VENDOR} sent a reply that is not a ${noun}`,
					description: "The CRM must answer with one JSON object that has an 'id'.",
					httpCode: answer.status,
					executed: 'no',
				},
			};
		},
	});
}

/** True where no record has the ID: 404 by the page, 422 by the definition (khoros-marketing 4.2). */
export function isNotThere({ httpCode }: Failure): boolean {
	return httpCode === 404 || httpCode === 422;
}
