import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import { isObject } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import type { RecordWrite } from '../../shared/operations/recordApi';
import { operator } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { accountFieldsOf } from '../kinds/accountFields';
import { createBody, finishCreate } from './body';
import { post, recordPath, RECORDS_PER_CALL, resultOf, writtenId } from './call';
import { withTypedDetails } from './details';
import { ofObject } from './object';
import { CHECK_OPTIONS, CREATE_OPTIONS, TRIGGERS } from './options';

/** Create: one record a call, because no batch is documented (sharecrm 5). */
export function create(kind: CrmKind): RecordWrite {
	const fields = kind.onCreate;
	return {
		description: `Add a new ${kind.noun} to ShareCRM; approval flows and workflows start for it unless they are switched off`,
		fields,
		accountFields: accountFieldsOf(kind),
		requiredOptions: [...ofObject(kind), ...TRIGGERS],
		options: [...CREATE_OPTIONS, ...CHECK_OPTIONS, operator],
		returns: { id: 'string', traceId: 'string' },
		// Only the lookup of existing records is one request for many; in Stop mode no other record may be sent after a failure.
		limits: {
			records: RECORDS_PER_CALL,
			recordsWith: ({ ifItExists }) => (looksFor(ifItExists) ? RECORDS_PER_CALL : 1),
		},
		finish: finishCreate(kind, [...kind.fields, ...fields]),
		send: async (session, { records, options }) =>
			await Promise.all(
				records.map(
					async (record) => await createOne(session, objectOf(kind, options), record, options),
				),
			),
	};
}

function looksFor(ifItExists: unknown): boolean {
	return typeof ifItExists === 'string' && ifItExists !== 'create';
}

/** Sends one new record. */
export async function createOne(
	session: Session,
	object: string,
	record: IDataObject,
	options: IDataObject,
): Promise<Outcome> {
	const typed = await withTypedDetails(session, record);
	if (!typed.ok) return failed(typed.failure);
	const answer = await post(
		session,
		recordPath(object, 'create'),
		createBody(object, typed.value, options),
		options,
	);
	if (!answer.ok) return failed(answer.failure);
	const reply = isObject(answer.body) ? answer.body : {};
	const id = writtenId(reply);
	return id === undefined
		? { ok: true, json: resultOf(reply) }
		: { ok: true, id, json: { id, ...resultOf(reply) } };
}
