import type { Operation } from '../../shared/form/operation';
import { createOperation, updateOperation } from '../../shared/operations/write';
import { BULK_RESULT, sendInBulk, waitSettings } from '../bulk/send';
import type { Kind } from '../kinds';
import { BYTES_PER_CALL, RECORDS_PER_CALL } from '../limits';
import { keepCompanies } from './companies';
import { recoverByExternalId } from './recover';
import { api } from './shapes';
import { identityOf } from './update';

const limits = { records: RECORDS_PER_CALL, bytes: BYTES_PER_CALL };

/** Create in Bulk: up to 100 new objects in one job, and one result for each (kustomer 2.1 and 3.4). */
export function createInBulk(kind: Kind, own: Partial<Operation> = {}): Operation {
	const { noun, nouns } = kind;
	const operation = createOperation(api, kind, {
		requiredSettings: kind.requiredSettings,
		settings: waitSettings,
		unknownFields: 'refuse',
		returns: BULK_RESULT,
		limits,
		// A job that is being worked off needs no request.
		batchesPerRequest: 4,
		send: async (session, { records, settings }) =>
			await sendInBulk(
				session,
				{ method: 'POST', path: kind.path(settings), noun, nouns },
				records,
				settings,
			),
		recover: recoverByExternalId(kind),
	});
	return {
		...operation,
		name: 'Create in Bulk',
		value: 'createBulk',
		action: `Create ${nouns} in bulk`,
		description: `Add a new ${noun} for each input item; up to 100 of them are sent in one bulk job, and each item gets its own result`,
		...own,
	};
}

/** Update in Bulk: up to 100 objects in one job, each by its ID (kustomer 2.6 and 3.4). */
export function updateInBulk(kind: Kind): Operation {
	const { noun, nouns } = kind;
	const operation = updateOperation(api, kind, {
		requiredSettings: kind.requiredSettings,
		settings: waitSettings,
		unknownFields: 'refuse',
		returns: BULK_RESULT,
		limits,
		batchesPerRequest: 4,
		identity: identityOf,
		async send(session, { records, settings }) {
			const kept = await keepCompanies(session, kind, settings, records);
			return await sendInBulk(
				session,
				{ method: 'PUT', path: kind.path(settings), noun, nouns },
				kept,
				settings,
			);
		},
	});
	return {
		...operation,
		name: 'Update in Bulk',
		value: 'updateBulk',
		action: `Update ${nouns} in bulk`,
		description: `Change fields of a ${noun} for each input item; up to 100 of them are sent in one bulk job, and each item gets its own result`,
	};
}
