import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/base/errors';
import type { ValueIn } from '../../shared/form/fields';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { defineWrite } from '../../shared/operations/define';
import type { RecordWrite } from '../../shared/operations/recordApi';
import type { Module } from '../kinds';
import { RECORDS_PER_CALL } from '../limits';
import { deleted, deletedSince } from './deleted';
import { callForIds } from './entries';
import { triggerWorkflows } from './options';

/** Delete: up to 100 records a call, into Bigin's recycle bin (bigin 4.5). */
export function remove(module: Module): RecordWrite {
	return defineWrite({
		description:
			module.api === 'Accounts'
				? "Move a company to Bigin's recycle bin, together with its contacts and notes"
				: `Move a ${module.noun} to Bigin's recycle bin`,
		options: [triggerWorkflows],
		limits: { records: RECORDS_PER_CALL },
		send: async (session, { records, options }) =>
			await deleteByIds(session, `/bigin/v2/${pathPart(module.api)}`, records, options),
		// Bigin refuses a second delete (bigin 4.5), so after a lost reply, read the list of deleted records instead of repeating.
		recover: async (session, { records }, departure) =>
			await deletedSince(session, module, records, departure),
	});
}

/** Deletes the records that a batch names by ID. An ID that occurs twice is sent once. */
export async function deleteByIds(
	session: Session,
	path: string,
	records: readonly IDataObject[],
	options: ValueIn<typeof triggerWorkflows> = {},
): Promise<Outcome[]> {
	return await callForIds(
		session,
		records,
		(ids) => ({
			method: 'DELETE',
			path,
			query: {
				ids: ids.join(','),
				...(options.triggerWorkflows === false ? { wf_trigger: false } : {}),
			},
		}),
		(_entry, id) => deleted(id),
	);
}
