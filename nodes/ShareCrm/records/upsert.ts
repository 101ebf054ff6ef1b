import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../shared/base/errors';
import { isEmpty, textOf } from '../../shared/base/values';
import type { TypedBatch } from '../../shared/form/defineOperation';
import type { ValueIn } from '../../shared/form/fields';
import type { Session } from '../../shared/http/session';
import { defineWrite } from '../../shared/operations/define';
import type { RecordWrite } from '../../shared/operations/recordApi';
import { operator } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { accountFieldsOf } from '../kinds/accountFields';
import { VENDOR } from '../replies';
import { finishCreate } from './body';
import { RECORDS_PER_CALL } from './call';
import { createOne } from './create';
import { matchOn } from './existing';
import { findByKey, keyText } from './find';
import { ofObject } from './object';
import { leaves, recoverByKey } from './recover';
import { changeLocked, CHECK_OPTIONS, CREATE_OPTIONS, TRIGGERS } from './options';
import { updateOne } from './update';

/** Create or Update: the records of up to a hundred items are found by one query, then each is created or updated by a call (sharecrm 13). */
export function upsert(kind: CrmKind): RecordWrite {
	const fields = kind.onCreate;
	return defineWrite({
		fields,
		accountFields: accountFieldsOf(kind),
		requiredOptions: [...ofObject(kind), matchOn, ...TRIGGERS],
		options: [...CREATE_OPTIONS, ...CHECK_OPTIONS, changeLocked, operator],
		returns: { id: 'string', action: 'string', traceId: 'string' },
		limits: { records: RECORDS_PER_CALL },
		finish: finishCreate(kind, [...kind.fields, ...fields]),
		identity: (record, options) => {
			const key = keyText(record[options.matchOn]);
			// Whether letters count by their case is not documented, so those that differ by it alone go one after the other.
			return key === undefined ? [] : [key.toLowerCase()];
		},
		recover: async (session, batch) =>
			await recoverByKey(session, objectOf(kind, batch.options), batch),
		send: async (session, batch) => await send(session, objectOf(kind, batch.options), batch),
	});
}

async function send(
	session: Session,
	object: string,
	{ records, options }: TypedBatch<IDataObject, ValueIn<typeof matchOn>>,
): Promise<Outcome[]> {
	const { matchOn: field } = options;
	const keys = records.map((record) => keyText(record[field]));
	const asked = [...new Set(keys.flatMap((key) => key ?? []))];
	const found = await findByKey(session, { object, field, fields: [] }, asked, options);
	return await Promise.all(
		records.map(async (record, index): Promise<Outcome> => {
			const key = keys[index];
			if (key === undefined) return failed(withoutKey(field));
			if (!found.ok) return failed(notFoundOut(found.failure));
			const there = found.value.get(key) ?? [];
			if (there.length > 1) return failed(severalOf(field, key, there));
			const id = textOf(there[0]?._id);
			if (id !== undefined)
				return withAction('update', await updateOne(session, object, { ...record, id }, options));
			leaves(record);
			return withAction('insert', await createOne(session, object, record, options));
		}),
	);
}

function withAction(action: 'insert' | 'update', outcome: Outcome): Outcome {
	return outcome.ok && 'json' in outcome
		? { ...outcome, json: { ...outcome.json, action } }
		: outcome;
}

function withoutKey(field: string): Failure {
	return {
		message: `'${field}' is missing, so nobody can tell whether the record is there already`,
		description: "Give the field a value, or choose another in 'Match On Field Name or ID'.",
		field,
		executed: 'no',
		input: true,
	};
}

/** If the lookup did not succeed, nothing was written. */
function notFoundOut(failure: Failure): Failure {
	return { ...failure, splittable: undefined, executed: 'no' };
}

function severalOf(field: string, key: string, there: readonly IDataObject[]): Failure {
	const ids = there.map(({ _id: id }) => textOf(id)).filter((id) => !isEmpty(id));
	return {
		message: `${VENDOR} has ${there.length} records whose '${field}' is "${key}", so nobody can tell which one is meant`,
		description: `Match on a field that is unique, or update one of them by its ID: ${ids.slice(0, 5).join(', ')}.`,
		field,
		executed: 'no',
	};
}
