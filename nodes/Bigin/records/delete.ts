import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/errors';
import type { Batch, Operation } from '../../shared/operation';
import { pathPart } from '../../shared/replies';
import type { Session } from '../../shared/session';
import { RECORDS_PER_CALL } from '../api';
import { recordId } from '../fields/common';
import type { Module } from '../modules';
import { callForIds, idsOf } from './entries';
import { triggerWorkflows } from './settings';
import { DELETED } from './shapes';

/** Delete: up to 100 records a call, into Bigin's recycle bin (contract 4.5). */
export function deleteRecords(module: Module): Operation {
	return {
		name: 'Delete',
		value: 'delete',
		action: `Delete ${module.noun}`,
		description: module.api === 'Accounts' ? 'Move a company to the recycle bin of Bigin, together with its contacts and notes' : `Move a ${module.noun} to the recycle bin of Bigin`,
		input: 'form',
		fields: [recordId(module.noun)],
		settings: [triggerWorkflows],
		limits: { records: RECORDS_PER_CALL },
		returns: DELETED,
		send: async (session, batch) => await deleteByIds(session, `/bigin/v2/${pathPart(module.api)}`, batch),
		// Deleting twice is refused (contract 4.5), so after a lost reply the records are looked at.
		lookUp: async (session, { records }) => await goneOutcomes(session, module, records),
	};
}

/** Deletes what a batch names by id. */
export async function deleteByIds(session: Session, path: string, { records, settings }: Batch): Promise<Outcome[]> {
	return await callForIds(
		session,
		records,
		(ids) => ({ method: 'DELETE', path, query: { ids: ids.join(','), ...(settings.triggerWorkflows === false ? { wf_trigger: false } : {}) } }),
		(_entry, id) => deleted(id),
	);
}

/** What is left of a record that was deleted. */
export function deleted(id: string): Outcome {
	return { ok: true, id, json: { id, deleted: true } };
}

/**
 * Looks which records are gone, where the reply to their deletion was lost.
 * Where the first look fails, Bigin is not asked for all the others, too.
 */
export async function goneOutcomes(session: Session, module: Pick<Module, 'api' | 'title'>, records: readonly IDataObject[]): Promise<Array<Outcome | undefined>> {
	const look = async (id: string) => [id, await session.call({ method: 'GET', path: `/bigin/v2/${pathPart(module.api)}/${pathPart(id)}`, query: { fields: module.title } })] as const;
	const [first, ...others] = new Set(idsOf(records));
	if (first === undefined) return [];
	const [, answer] = await look(first);
	const answers = new Map([[first, answer], ...(answer.ok ? await Promise.all(others.map(look)) : [])]);
	return idsOf(records).map((id) => {
		const told = answers.get(id);
		return told?.ok && told.status === 204 ? deleted(id) : undefined;
	});
}
