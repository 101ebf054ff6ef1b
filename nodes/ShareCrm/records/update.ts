import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import { isObject } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import type { RecordWrite } from '../../shared/operations/recordApi';
import { recordId } from '../../shared/operations/write';
import { operator } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { accountFieldsOf } from '../kinds/accountFields';
import { finishUpdate, hintUnchanged, updateBody } from './body';
import { post, recordPath, resultOf } from './call';
import { withTypedDetails } from './details';
import { ofObject } from './object';
import { changeLocked, CHECK_OPTIONS, TRIGGERS } from './options';

/** Update: one record a call, by its id (sharecrm 5.2). */
export function update(kind: CrmKind): RecordWrite {
	return {
		description: `Change fields of a ${kind.noun}; fields that are not given stay as they are. Given details may replace all that it has.`,
		accountFields: accountFieldsOf(kind),
		requiredOptions: [...ofObject(kind), ...TRIGGERS],
		options: [...CHECK_OPTIONS, changeLocked, operator],
		returns: { id: 'string', traceId: 'string' },
		limits: { records: 1 },
		finish: finishUpdate(kind, kind.fields),
		send: async (session, { records, options }) =>
			await Promise.all(
				records.map(
					async (record) => await updateOne(session, objectOf(kind, options), record, options),
				),
			),
	};
}

/** Sends one change. */
export async function updateOne(
	session: Session,
	object: string,
	record: IDataObject,
	options: IDataObject,
): Promise<Outcome> {
	const id = recordId(record);
	// Create or Update and If It Exists bring along what only a new record takes.
	hintUnchanged(record, (message) => session.hint(message));
	const typed = await withTypedDetails(session, record);
	if (!typed.ok) return failed(typed.failure);
	const answer = await post(
		session,
		recordPath(object, 'update'),
		updateBody(object, typed.value, options),
		options,
	);
	if (!answer.ok) return failed(answer.failure);
	const reply = isObject(answer.body) ? answer.body : {};
	return { ok: true, id, json: { id, ...resultOf(reply) } };
}
