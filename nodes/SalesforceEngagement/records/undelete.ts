import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { id } from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';
import type { Session } from '../../shared/http/session';
import { forIds, idsOf } from '../../shared/operations/entries';
import { notFound } from '../../shared/operations/reading';
import { apiVersion } from '../fields/apiVersion';
import { ID, shortId } from '../fields/ids';
import { objectOf, type SalesforceKind } from '../kinds/kind';
import { RECORDS_PER_COLLECTION } from '../limits';
import { VENDOR } from '../replies';
import { collectionOutcomes } from './entries';
import { queryRows } from './pages';
import { soapUndelete } from './soap';
import { inParts, isIn, quoted, soql } from './soql';
import { sameRecord } from './write';

/** Undelete: up to 200 records a call, out of the recycle bin (salesforce-engagement 16). */
export function undelete(kind: SalesforceKind): Operation {
	const { noun, nouns } = kind;
	return {
		name: 'Undelete',
		value: 'undelete',
		action: `Undelete ${noun}`,
		description: `Take ${nouns} out of the recycle bin of Salesforce; many input items are sent in one request`,
		input: 'form',
		requiredOptions: kind.choose,
		// A list to pick from would hold only records that are not deleted.
		fields: [
			id('id', 'Record ID', {
				...ID,
				required: true,
				placeholder: 'e.g. 003000000000001AAA',
				description: `The ID of the deleted ${noun}`,
			}),
		],
		options: [apiVersion],
		limits: { records: RECORDS_PER_COLLECTION },
		returns: { id: 'string', success: 'boolean', undeleted: 'boolean' },
		identity: sameRecord,
		mergesRepeats: true,
		send: async (session, { records, options }) =>
			await forIds(records, async (ids) => await restored(session, kind, ids, options), shortId),
		// Only what was in the recycle bin before was sent, so what is not there any more was restored.
		async recover(session, { records, options }) {
			const ids = idsOf(records);
			const states = await statesOf(session, kind, ids, options);
			return ids.map((one) =>
				states.ok && states.value.get(shortId(one)) === 'living'
					? { proven: done(one, true) }
					: undefined,
			);
		},
	};
}

async function restored(
	session: Session,
	kind: SalesforceKind,
	ids: string[],
	options: IDataObject,
): Promise<Outcome[]> {
	// Salesforce refuses a record that is not deleted, so a run that is repeated would fail for what the first one did.
	const states = await statesOf(session, kind, ids, options);
	if (!states.ok) return ids.map(() => failed(states.failure));
	const deleted = ids.filter((one) => states.value.get(shortId(one)) === 'deleted');
	const outcomes =
		deleted.length === 0
			? []
			: collectionOutcomes(await soapUndelete(session, options, deleted), {
					count: deleted.length,
					ids: deleted,
					outcome: (_entry, one) => done(one, true),
				});
	const byId = new Map(deleted.map((one, position) => [one, outcomes[position]]));
	return ids.map(
		(one) =>
			byId.get(one) ??
			(states.value.get(shortId(one)) === 'living'
				? done(one, false)
				: notFound(VENDOR, kind.noun, one)),
	);
}

function done(recordId: string, undeleted: boolean): Outcome {
	return { ok: true, id: recordId, json: { id: recordId, success: true, undeleted } };
}

/** Whether records are there or in the recycle bin, by the short form of their IDs. */
async function statesOf(
	session: Session,
	kind: SalesforceKind,
	ids: readonly string[],
	options: IDataObject,
): Promise<Result<Map<string, 'living' | 'deleted'>>> {
	const states = new Map<string, 'living' | 'deleted'>();
	for (const part of inParts([...new Set(ids)].map(quoted))) {
		const read = await queryRows(
			session,
			soql({
				object: objectOf(kind, options),
				fields: ['Id', 'IsDeleted'],
				where: [isIn('Id', part)],
			}),
			{ options, deletedToo: true },
		);
		if (!read.ok) return read;
		for (const row of read.value)
			states.set(shortId(row.Id), row.IsDeleted === true ? 'deleted' : 'living');
	}
	return { ok: true, value: states };
}
