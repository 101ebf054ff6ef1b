import type { Outcome } from '../../shared/base/errors';
import type { Batch, Operation } from '../../shared/form/operation';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { RECORDS_PER_CALL } from '../limits';
import { recordId } from '../fields/common';
import type { Module } from '../kinds';
import { deleted, deletedSince } from './deleted';
import { callForIds } from './entries';
import { triggerWorkflows } from './settings';
import { DELETED } from './shapes';

/** Delete: up to 100 records a call, into Bigin's recycle bin (bigin 4.5). */
export function deleteRecords(module: Module): Operation {
	return {
		name: 'Delete',
		value: 'delete',
		action: `Delete ${module.noun}`,
		description:
			module.api === 'Accounts'
				? 'Move a company to the recycle bin of Bigin, together with its contacts and notes'
				: `Move a ${module.noun} to the recycle bin of Bigin`,
		input: 'form',
		fields: [recordId(module.noun)],
		settings: [triggerWorkflows],
		limits: { records: RECORDS_PER_CALL },
		returns: DELETED,
		send: async (session, batch) =>
			await deleteByIds(session, `/bigin/v2/${pathPart(module.api)}`, batch),
		// Deleting twice is refused (bigin 4.5), so after a lost reply the list of deleted records is read.
		recover: async (session, { records }, departure) =>
			await deletedSince(session, module, records, departure),
	};
}

/** Deletes what a batch names by id. */
export async function deleteByIds(
	session: Session,
	path: string,
	{ records, settings }: Batch,
): Promise<Outcome[]> {
	return await callForIds(
		session,
		records,
		(ids) => ({
			method: 'DELETE',
			path,
			query: {
				ids: ids.join(','),
				...(settings.triggerWorkflows === false ? { wf_trigger: false } : {}),
			},
		}),
		(_entry, id) => deleted(id),
	);
}
