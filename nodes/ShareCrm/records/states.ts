import { failed, type Outcome } from '../../shared/base/errors';
import type { Operation, OperationEntry, SentBatch } from '../../shared/form/operation';
import { boolean } from '../../shared/form/fields';
import { withArticle } from '../../shared/operations/kind';
import { forIds } from '../../shared/operations/entries';
import { idOf } from '../../shared/operations/write';
import type { Session } from '../../shared/http/session';
import { employee, operator, recordId } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { callForAll, changed, post, recordPath, RECORDS_PER_CALL, splittable } from './call';
import { ofObject } from './object';

/** What the operations on the state of records have in common. */
function onIds(
	kind: CrmKind,
	entry: OperationEntry,
	more: Pick<Operation, 'returns' | 'send' | 'limits'> & Partial<Operation>,
): Operation {
	return {
		...entry,
		input: 'form',
		fields: [recordId(kind.noun)],
		requiredSettings: ofObject(kind),
		settings: [operator],
		identity: idOf,
		mergesRepeats: true,
		...more,
	};
}

async function voidOne(
	session: Session,
	kind: CrmKind,
	{ settings }: Pick<SentBatch, 'settings'>,
	id: string,
): Promise<Outcome> {
	const object = objectOf(kind, settings);
	const answer = await post(
		session,
		recordPath(object, 'invalid'),
		{ data: { dataObjectApiName: object, object_data_id: id } },
		settings,
	);
	const outcome = changed(answer, id, { voided: true });
	return outcome.ok ? outcome : failed({ ...outcome.failure, splittable: undefined });
}

/** Void: one record a call (sharecrm 5.6). */
export function voidRecord(kind: CrmKind): Operation {
	return onIds(
		kind,
		{
			name: 'Void',
			value: 'void',
			action: `Void ${kind.noun}`,
			description: `Void ${withArticle(kind.noun)}: it can be recovered, or deleted for good`,
		},
		{
			limits: { records: 1 },
			returns: { id: 'string', voided: 'boolean', traceId: 'string' },
			send: async (session, batch) =>
				await forIds(
					batch.records,
					async (ids) =>
						await Promise.all(ids.map(async (id) => await voidOne(session, kind, batch, id))),
				),
		},
	);
}

async function deleteAll(
	session: Session,
	kind: CrmKind,
	{ settings }: Pick<SentBatch, 'settings'>,
	ids: string[],
) {
	const object = objectOf(kind, settings);
	return await post(
		session,
		recordPath(object, 'delete'),
		{ data: { dataObjectApiName: object, idList: ids } },
		settings,
	);
}

/** Delete: voided records, many in one call (sharecrm 5.6). */
export function deleteRecord(kind: CrmKind): Operation {
	return onIds(
		kind,
		{
			name: 'Delete',
			value: 'delete',
			action: `Delete ${kind.noun}`,
			description: `Delete ${withArticle(kind.noun)} for good; it must be voided before`,
		},
		{
			limits: { records: RECORDS_PER_CALL },
			returns: { id: 'string', deleted: 'boolean', traceId: 'string' },
			send: async (session, batch) =>
				await callForAll(batch.records, async (ids) => await deleteAll(session, kind, batch, ids), {
					deleted: true,
				}),
		},
	);
}

/** Void and Delete: each record is voided by a call of its own, and those that were are deleted together. */
export function voidAndDelete(kind: CrmKind): Operation {
	return onIds(
		kind,
		{
			name: 'Void and Delete',
			value: 'voidAndDelete',
			action: `Void and delete ${kind.noun}`,
			description: `Void ${withArticle(kind.noun)} and delete it for good`,
		},
		{
			limits: { records: RECORDS_PER_CALL },
			returns: { id: 'string', deleted: 'boolean', traceId: 'string' },
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
	batch: Pick<SentBatch, 'settings'>,
	ids: string[],
	outcomes: Map<string, Outcome>,
): Promise<void> {
	if (ids.length === 0) return;
	const answer = await deleteAll(session, kind, batch, ids);
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
	return onIds(
		kind,
		{
			name: 'Recover',
			value: 'recover',
			action: `Recover ${kind.noun}`,
			description: `Bring back ${withArticle(kind.noun)} that was voided`,
		},
		{
			limits: { records: RECORDS_PER_CALL },
			returns: { id: 'string', recovered: 'boolean', traceId: 'string' },
			send: async (session, { records, settings }) => {
				const object = objectOf(kind, settings);
				return await callForAll(
					records,
					async (ids) =>
						await post(
							session,
							recordPath(object, 'recover'),
							{ data: { dataObjectApiName: object, idList: ids } },
							settings,
						),
					{ recovered: true },
				);
			},
		},
	);
}

/** Change Owner: many records in one call (sharecrm 5.7). */
export function changeOwner(kind: CrmKind): Operation {
	return onIds(
		kind,
		{
			name: 'Change Owner',
			value: 'changeOwner',
			action: `Change owner of ${kind.noun}`,
			description: `Give ${withArticle(kind.noun)} to another employee; an update cannot do that`,
		},
		{
			fields: [
				recordId(kind.noun),
				employee('ownerId', 'New Owner', {
					required: true,
					description: 'The employee who gets the record',
				}),
			],
			// Two items may give one record to two people.
			mergesRepeats: false,
			limits: { records: RECORDS_PER_CALL },
			returns: { id: 'string', ownerId: 'string', traceId: 'string' },
			async send(session, { records, settings }) {
				const object = objectOf(kind, settings);
				const answer = await post(
					session,
					recordPath(object, 'changeOwner'),
					{
						data: {
							dataObjectApiName: object,
							// The capital is the vendor's, and so is the list.
							Data: records.map(({ id, ownerId }) => ({ objectDataId: id, ownerId: [ownerId] })),
						},
					},
					settings,
				);
				return records.map(({ id, ownerId }) => changed(answer, String(id), { ownerId }));
			},
		},
	);
}

const withDetails = boolean('withDetails', 'Details Too', {
	default: false,
	description: 'Whether its details are locked or unlocked with it; ShareCRM does so if left out',
});

/** Lock and Unlock: many records in one call, which does no harm when it comes twice (sharecrm 5.8). */
export function lockRecord(kind: CrmKind, locks: boolean): Operation {
	const name = locks ? 'Lock' : 'Unlock';
	return onIds(
		kind,
		{
			name,
			value: name.toLowerCase(),
			action: `${name} ${kind.noun}`,
			description: locks
				? `Lock ${withArticle(kind.noun)} against changes`
				: `Unlock ${withArticle(kind.noun)} for changes`,
		},
		{
			settings: [withDetails, operator],
			limits: { records: RECORDS_PER_CALL },
			returns: { id: 'string', locked: 'boolean', traceId: 'string' },
			send: async (session, { records, settings }) =>
				await callForAll(
					records,
					async (ids) =>
						await post(
							session,
							`/cgi/crm/v2/object/${name.toLowerCase()}`,
							{
								data: {
									dataObjectApiName: objectOf(kind, settings),
									dataIds: ids,
									...(settings.withDetails === undefined
										? {}
										: { detailObjStrategy: settings.withDetails === true ? 1 : 0 }),
								},
							},
							settings,
							{ safe: true },
						),
					{ locked: locks },
				),
		},
	);
}
