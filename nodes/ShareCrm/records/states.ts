import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import type { Operation, SentBatch } from '../../shared/form/operation';
import { withArticle } from '../../shared/operations/kind';
import { forIds } from '../../shared/operations/entries';
import type { Answer, Session } from '../../shared/http/session';
import { objectOf, type CrmKind } from '../kinds';
import { changed, post, recordPath, RECORDS_PER_CALL, splittable } from './call';
import { ofObject } from './object';
import { onIds, onManyIds } from './onIds';

async function voidOne(
	session: Session,
	kind: CrmKind,
	{ options }: Pick<SentBatch, 'options'>,
	id: string,
): Promise<Outcome> {
	const object = objectOf(kind, options);
	const answer = await post(
		session,
		recordPath(object, 'invalid'),
		{ data: { dataObjectApiName: object, object_data_id: id } },
		options,
	);
	const outcome = changed(answer, id, { voided: true });
	return outcome.ok ? outcome : failed({ ...outcome.failure, splittable: undefined });
}

/** Void: one record a call (sharecrm 5.6). */
export function voidRecord(kind: CrmKind): Operation {
	return onIds(
		{
			name: 'Void',
			value: 'void',
			action: `Void ${kind.noun}`,
			description: `Void ${withArticle(kind.noun)}: it can be recovered, or deleted for good`,
		},
		{ noun: kind.noun, required: ofObject(kind), done: { voided: true } },
		{
			limits: { records: 1 },
			send: async (session, batch) =>
				await forIds(
					batch.records,
					async (ids) =>
						await Promise.all(ids.map(async (id) => await voidOne(session, kind, batch, id))),
				),
		},
	);
}

/** A call on a list of IDs: of a deletion or a recovery (sharecrm 5.6). */
async function callWithList(
	session: Session,
	kind: CrmKind,
	end: 'delete' | 'recover',
	options: IDataObject,
	ids: string[],
): Promise<Answer> {
	const object = objectOf(kind, options);
	const data = { dataObjectApiName: object, idList: ids };
	return await post(session, recordPath(object, end), { data }, options);
}

/** Delete: voided records, many in one call (sharecrm 5.6). */
export function deleteRecord(kind: CrmKind): Operation {
	return onManyIds(
		{
			name: 'Delete',
			value: 'delete',
			action: `Delete ${kind.noun}`,
			description: `Delete ${withArticle(kind.noun)} for good; it must be voided before`,
		},
		{ noun: kind.noun, required: ofObject(kind), done: { deleted: true } },
		async (session, ids, options) => await callWithList(session, kind, 'delete', options, ids),
	);
}

/** Void and Delete: one call voids each record, then one call deletes all that were voided. */
export function voidAndDelete(kind: CrmKind): Operation {
	return onIds(
		{
			name: 'Void and Delete',
			value: 'voidAndDelete',
			action: `Void and delete ${kind.noun}`,
			description: `Void ${withArticle(kind.noun)} and delete it for good`,
		},
		{ noun: kind.noun, required: ofObject(kind), done: { deleted: true } },
		{
			limits: { records: RECORDS_PER_CALL },
			send: async (session, batch) =>
				await forIds(batch.records, async (ids) => {
					const voided = await Promise.all(
						ids.map(async (id) => await voidOne(session, kind, batch, id)),
					);
					const left = ids.filter((_, index) => voided[index]?.ok === true);
					const deleted = new Map<string, Outcome>();
					await deleteInHalves(session, kind, batch, left, deleted);
					return ids.map((id, index) => deleted.get(id) ?? (voided[index] as Outcome));
				}),
		},
	);
}

/** Deletes voided records; a refusal of several may be that of one. */
async function deleteInHalves(
	session: Session,
	kind: CrmKind,
	batch: Pick<SentBatch, 'options'>,
	ids: string[],
	outcomes: Map<string, Outcome>,
): Promise<void> {
	if (ids.length === 0) return;
	const answer = await callWithList(session, kind, 'delete', batch.options, ids);
	const isOfOne = !answer.ok && splittable(answer.failure).splittable === true;
	if (isOfOne && ids.length > 1) {
		const middle = Math.ceil(ids.length / 2);
		await deleteInHalves(session, kind, batch, ids.slice(0, middle), outcomes);
		await deleteInHalves(session, kind, batch, ids.slice(middle), outcomes);
		return;
	}
	for (const id of ids)
		outcomes.set(
			id,
			answer.ok
				? changed(answer, id, { deleted: true })
				: failed({
						...answer.failure,
						message: `The record was voided, but ${answer.failure.executed === 'no' ? 'not deleted' : 'nobody can tell whether it was deleted'}: ${answer.failure.message}`,
						description: `Delete it with the operation 'Delete'. ${answer.failure.description ?? ''}`,
						id,
						executed: answer.failure.executed === 'no' ? 'yes' : answer.failure.executed,
						cause: undefined,
					}),
		);
}

/** Recover: voided records, many in one call (sharecrm 5.6). */
export function recoverRecord(kind: CrmKind): Operation {
	return onManyIds(
		{
			name: 'Recover',
			value: 'recover',
			action: `Recover ${kind.noun}`,
			description: `Bring back ${withArticle(kind.noun)} that was voided`,
		},
		{ noun: kind.noun, required: ofObject(kind), done: { recovered: true } },
		async (session, ids, options) => await callWithList(session, kind, 'recover', options, ids),
	);
}
