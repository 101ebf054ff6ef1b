import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { agentHeaders } from '../fields/agent';
import type { CrmKind } from '../kinds';
import { written } from './reply';

/** Adds a record (khoros-marketing 4.1, 4.6). */
export async function post(
	session: Session,
	{ api, noun }: CrmKind,
	record: IDataObject,
	options: IDataObject,
): Promise<Outcome> {
	const answer = await session.call({
		method: 'POST',
		path: `/${api}`,
		body: asSent(record, options),
		headers: agentHeaders(options),
	});
	return answer.ok ? written(answer, noun) : failed(answer.failure);
}

/** Changes a record (khoros-marketing 4.3, 4.8). Interactions may be added, so it is not sent twice. */
export async function patch(
	session: Session,
	{ api, noun }: CrmKind,
	{ id, ...changes }: IDataObject,
	options: IDataObject,
): Promise<Outcome> {
	const known = String(id);
	const answer = await session.call({
		method: 'PATCH',
		path: `/${api}/${pathPart(known)}`,
		body: asSent(changes, options),
		headers: agentHeaders(options),
	});
	if (!answer.ok) return failed(answer.failure);
	return answer.status === 204
		? { ok: true, id: known, json: { id: known } }
		: written(answer, noun);
}

function asSent(record: IDataObject, { alsoSendCustomId }: IDataObject): IDataObject {
	return alsoSendCustomId === true && record.customerId !== undefined
		? { ...record, customId: record.customerId }
		: record;
}
