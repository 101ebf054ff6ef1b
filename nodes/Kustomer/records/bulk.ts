import type { IDataObject } from 'n8n-workflow';

import { failed, InputError, type Failure, type Outcome } from '../../shared/base/errors';
import type { Operation } from '../../shared/form/operation';
import type { Session } from '../../shared/http/session';
import { withIfItExists } from '../../shared/operations/ifItExists';
import { createOperation, deleteOperation, updateOperation } from '../../shared/operations/write';
import { BULK_RESULT, deleteInBulk, sendInBulk, waitOptions } from '../bulk/send';
import type { Kind } from '../kinds';
import { BYTES_PER_CALL, RECORDS_PER_CALL } from '../limits';
import { isStale } from '../replies';
import { keepCompanies } from './companies';
import { nameDuplicates } from './duplicates';
import { existing } from './existing';
import { recoverByExternalId } from './recover';
import { api, shapeOf } from './shapes';
import { identityOf, updateOne } from './update';
import { changesOf } from './upsert';

const limits = { records: RECORDS_PER_CALL, bytes: BYTES_PER_CALL };

/** A running job needs no request, so several may run at once. */
const batchesPerRequest = 4;

/** Create in Bulk: up to 100 new objects in one job, and one result for each (kustomer 2.1 and 3.4). */
export function createInBulk(kind: Kind, own: Pick<Operation, 'recover'> = {}): Operation {
	const { noun, nouns } = kind;
	const operation = createOperation(api, kind, {
		requiredOptions: kind.requiredOptions,
		options: waitOptions,
		unknownFields: 'refuse',
		returns: { ...BULK_RESULT, ...shapeOf(kind.simple) },
		limits,
		batchesPerRequest,
		async send(session, { records, options }) {
			const job = { method: 'POST', path: kind.path(options), noun, nouns } as const;
			const outcomes = await sendInBulk(session, job, records, options);
			return await nameDuplicates(session, kind, options, records, outcomes);
		},
		recover: recoverByExternalId(kind),
		...own,
	});
	const create = withIfItExists(operation, {
		...existing(kind),
		async update(session, { records, options }) {
			const changes = records.map(({ id, ...record }) => ({ ...changesOf(kind, record), id }));
			return await changeInBulk(session, kind, options, changes);
		},
	});
	return {
		...create,
		name: 'Create in Bulk',
		value: 'createBulk',
		action: `Create ${nouns} in bulk`,
		description: `Add a new ${noun} for each input item; up to 100 of them are sent in one bulk job, and each item gets its own result`,
		finish(record, options, timezone, context) {
			checkWaiting(options);
			return create.finish?.(record, options, timezone, context) ?? record;
		},
	};
}

/** A record of a job that is not waited for has no ID yet, by which a later item of the same key would be told. */
function checkWaiting({ waitForCompletion, ifItExists = 'create' }: IDataObject): void {
	if (waitForCompletion !== false || ifItExists === 'create') return;
	throw new InputError(
		"'Wait for Completion' is off, so nobody can tell what is there already",
		'waitForCompletion',
		"Switch it on, or set 'If It Exists' to 'Create Anyway'.",
	);
}

/** Update in Bulk: up to 100 objects in one job, each by its ID (kustomer 2.6 and 3.4). */
export function updateInBulk(kind: Kind): Operation {
	const { noun, nouns } = kind;
	const operation = updateOperation(api, kind, {
		requiredOptions: kind.requiredOptions,
		options: waitOptions,
		unknownFields: 'refuse',
		returns: BULK_RESULT,
		limits,
		batchesPerRequest,
		identity: identityOf,
		send: async (session, { records, options }) =>
			await changeInBulk(session, kind, options, records),
	});
	return {
		...operation,
		name: 'Update in Bulk',
		value: 'updateBulk',
		action: `Update ${nouns} in bulk`,
		description: `Change fields of a ${noun} for each input item; up to 100 of them are sent in one bulk job, and each item gets its own result`,
	};
}

const NO_RESULT: Failure = {
	message: 'No result came back for this record',
	description: 'Look at the record before you send it again.',
	executed: 'unknown',
};

/** Changes objects by one job; those that somebody else has changed in between are read and changed once more. */
async function changeInBulk(
	session: Session,
	kind: Kind,
	options: IDataObject,
	records: readonly IDataObject[],
): Promise<Outcome[]> {
	const { noun, nouns } = kind;
	const kept = await keepCompanies(session, kind, options, records);
	const job = { method: 'PUT', path: kind.path(options), noun, nouns } as const;
	const sent = kept.flatMap((one) => ('record' in one ? [one.record] : []));
	const results = sent.length === 0 ? [] : await sendInBulk(session, job, sent, options);
	const outcomes = kept.map((one) =>
		'failure' in one ? failed(one.failure) : (results.shift() ?? failed(NO_RESULT)),
	);
	return await Promise.all(
		outcomes.map(async (outcome, index) => {
			const { id, ...changes } = records[index] ?? {};
			// A job that was refused as a whole has no outcome of a single object.
			if (outcome.ok || outcome.failure.traceId === undefined || !isStale(outcome.failure))
				return outcome;
			return await updateOne(session, kind, options, String(id), changes);
		}),
	);
}

/** Delete in Bulk: up to 100 objects in one job, each by its ID; companies have no such request (kustomer 2.6, 3.4 and 4.6). */
export function removeInBulk(kind: Kind): Operation {
	const { noun, nouns } = kind;
	const operation = deleteOperation(api, kind, {
		requiredOptions: kind.requiredOptions,
		options: waitOptions,
		limits: { records: RECORDS_PER_CALL },
		batchesPerRequest,
		identity: identityOf,
		send: async (session, { records, options }) =>
			await deleteInBulk(
				session,
				{ path: kind.path(options), noun, nouns },
				records.map(({ id }) => String(id)),
				options,
			),
	});
	return {
		...operation,
		name: 'Delete in Bulk',
		value: 'deleteBulk',
		action: `Delete ${nouns} in bulk`,
		description: `Delete a ${noun} for each input item; up to 100 of them are sent in one bulk job, and each item gets its own result`,
		returns: { ...BULK_RESULT, deleted: 'boolean' },
	};
}

/** The operations in bulk of a kind. */
export function bulkOperations(kind: Kind): Operation[] {
	return [createInBulk(kind), updateInBulk(kind), ...(kind.deletes ? [removeInBulk(kind)] : [])];
}
