import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import type { Operation } from '../../shared/form/operation';
import type { Session } from '../../shared/http/session';
import { withIfItExists } from '../../shared/operations/ifItExists';
import { createOperation } from '../../shared/operations/write';
import type { Kind } from '../kinds';
import { BYTES_PER_CALL, RECORDS_PER_CALL } from '../limits';
import { DUPLICATE, isDuplicateText } from '../replies';
import { existing } from './existing';
import { recoverByExternalId } from './recover';
import { api, shapeOf } from './shapes';
import { updateOne } from './update';
import { changesOf } from './upsert';
import { written } from './written';

/** Create: one object a request, unless it is there already (kustomer 2.3, 3.3, 4.5 and 4.6). */
export function create(kind: Kind): Operation {
	const operation = createOperation({ ...api, returns: shapeOf(kind.simple) }, kind, {
		requiredOptions: kind.requiredOptions,
		// Kustomer refuses the whole request for one unknown key (kustomer 2.1).
		unknownFields: 'refuse',
		// Only the look-up of customers is one request for many; otherwise nothing else may follow a failure in Stop mode.
		limits: {
			bytes: BYTES_PER_CALL,
			records: kind.unique ? RECORDS_PER_CALL : 1,
			recordsWith: ({ ifItExists = 'create' }) => (ifItExists === 'create' ? 1 : RECORDS_PER_CALL),
		},
		send: async (session, { records, options }) =>
			await Promise.all(
				records.map(async (record) => await createOne(session, kind, options, record)),
			),
		recover: recoverByExternalId(kind),
	});
	const create = withIfItExists(operation, {
		...existing(kind),
		update: async (session, { records, options }) =>
			await Promise.all(
				records.map(
					async ({ id, ...record }) =>
						await updateOne(session, kind, options, String(id), changesOf(kind, record)),
				),
			),
	});
	return { ...create, description: `Add a new ${kind.noun} to Kustomer` };
}

async function createOne(
	session: Session,
	kind: Kind,
	options: IDataObject,
	record: IDataObject,
): Promise<Outcome> {
	const answer = await session.call({ method: 'POST', path: kind.path(options), body: record });
	if (!answer.ok && isDuplicateText(answer.failure.message))
		return failed({ ...answer.failure, code: DUPLICATE });
	return written(answer, kind.simple);
}
