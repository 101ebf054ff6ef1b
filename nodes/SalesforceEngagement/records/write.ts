import type { IDataObject } from 'n8n-workflow';

import { InputError, type Outcome } from '../../shared/base/errors';
import { isEmpty } from '../../shared/base/values';
import { dynamicOption, text, type ValueIn } from '../../shared/form/fields';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { defineWrite } from '../../shared/operations/define';
import { forIds, idsOf } from '../../shared/operations/entries';
import type { RecordWrite } from '../../shared/operations/recordApi';
import { apiVersion } from '../fields/apiVersion';
import { shortId } from '../fields/ids';
import { recordTypeOption, withRecordType } from '../fields/recordType';
import { accountFieldsOf } from '../kinds/accountFields';
import { NAME, objectOf, type SalesforceKind } from '../kinds/kind';
import { RECORDS_PER_COLLECTION } from '../limits';
import { fieldNamed, fieldsOf } from '../metadata';
import { apiPath } from '../version';
import { deleted, deletedSince } from './deleted';
import { collectionOutcomes } from './entries';
import { byRoute, routeLimits, routeOptions } from './route';

const COLLECTION = 'composite/sobjects';

function typed(object: string, record: IDataObject): IDataObject {
	return { attributes: { type: object }, ...record };
}

const stored = (id: string): Outcome => ({ ok: true, id, json: { id, success: true } });

/** The options of a write. The record type is offered where the form has no field for it. */
function optionsOf({ api }: SalesforceKind) {
	return [...(api === '' ? [recordTypeOption] : []), ...routeOptions, apiVersion];
}

/** Create, by collections alone: up to 200 records a call (salesforce-engagement 4.5). */
export function createByCollection(kind: SalesforceKind): RecordWrite {
	return defineWrite({
		fields: [kind.mapper],
		accountFields: accountFieldsOf(kind, true),
		requiredOptions: kind.choose,
		options: [apiVersion],
		limits: { records: RECORDS_PER_COLLECTION },
		async send(session, { records, options }, { fields }) {
			const object = objectOf(kind, options);
			const answer = await session.call({
				method: 'POST',
				path: apiPath(options, COLLECTION),
				body: { allOrNone: false, records: records.map((record) => typed(object, record)) },
			});
			return collectionOutcomes(answer, { count: records.length, fields });
		},
	});
}

/** Create: up to 200 records a call, or thousands by a bulk job. */
export function create(kind: SalesforceKind): RecordWrite {
	const alone = createByCollection(kind);
	return defineWrite({
		...alone,
		requiredOptions: kind.choose,
		options: optionsOf(kind),
		limits: routeLimits,
		finish: (values, options, timezone, context) =>
			withRecordType(kind.finish?.(values, options, timezone, context) ?? values, options),
		send: async (session, batch, sending) =>
			await byRoute(session, batch.records, batch.options, {
				object: objectOf(kind, batch.options),
				operation: 'insert',
				written: stored,
				collection: async (records) =>
					await alone.send(session, { ...batch, records: [...records] }, sending),
			}),
	});
}

/** Update: up to 200 records a call, each by its ID; only what is sent changes (salesforce-engagement 4.5). */
export function update(kind: SalesforceKind): RecordWrite {
	return defineWrite({
		fields: [kind.mapper],
		accountFields: accountFieldsOf(kind, false),
		requiredOptions: kind.choose,
		options: optionsOf(kind),
		limits: routeLimits,
		finish: (values, options, timezone, context) =>
			withRecordType(kind.finishUpdate?.(values, options, timezone, context) ?? values, options),
		identity: sameRecord,
		async send(session, { records: all, options }, { fields }) {
			const object = objectOf(kind, options);
			return await byRoute(session, all, options, {
				object,
				operation: 'update',
				written: stored,
				async collection(records) {
					const answer = await session.call({
						method: 'PATCH',
						path: apiPath(options, COLLECTION),
						body: { allOrNone: false, records: records.map((record) => typed(object, record)) },
					});
					const ids = idsOf(records);
					return collectionOutcomes(answer, { count: records.length, ids, fields });
				},
			});
		},
	});
}

/** An ID has 15 characters, and 18 with its check. */
export function sameRecord({ id }: IDataObject): string[] {
	return [shortId(id)];
}

/** The field that tells whether a record is there already. */
const matchOn = dynamicOption(
	text('matchField', 'Match On Name or ID', {
		required: true,
		pattern: NAME,
		expects: 'the API name of an external ID field',
		description: 'The external ID by which Salesforce finds an existing record',
	}),
	{ method: 'getExternalIds', dependsOn: ['object', 'resource'] },
);

/** Create or Update: up to 200 records a call, matched by an external ID (salesforce-engagement 2.5 and 4.5). */
export function upsert(kind: SalesforceKind): RecordWrite {
	return defineWrite({
		fields: [kind.mapper],
		accountFields: accountFieldsOf(kind, true),
		requiredOptions: [...kind.choose, matchOn],
		options: optionsOf(kind),
		limits: routeLimits,
		finish: (values, options, timezone, context) =>
			withRecordType(
				withKey(kind.finish?.(values, options, timezone, context) ?? values, options),
				options,
			),
		// Salesforce finds a text without regard to its case.
		identity: (record, options) => [String(record[options.matchField]).toLowerCase()],
		returns: { id: 'string', success: 'boolean', created: 'boolean' },
		async send(session, { records: all, options }, { fields }) {
			const object = objectOf(kind, options);
			const { matchField: match } = options;
			return await byRoute(session, all, options, {
				object,
				operation: 'upsert',
				match,
				written: (id, created) => ({ ok: true, id, json: { id, success: true, created } }),
				async collection(records) {
					const answer = await session.call({
						method: 'PATCH',
						path: apiPath(options, `${COLLECTION}/${pathPart(object)}/${pathPart(match)}`),
						body: { allOrNone: false, records: records.map((record) => typed(object, record)) },
						idempotent: await isUnique(session, object, match),
					});
					return collectionOutcomes(answer, { count: records.length, fields });
				},
			});
		},
	});
}

/** @throws InputError where a record has no value to be found by: Salesforce would refuse it */
function withKey(record: IDataObject, { matchField: match }: ValueIn<typeof matchOn>): IDataObject {
	if (!isEmpty(record[match])) return record;
	throw new InputError(
		`'${match}' is missing, by which the record is found`,
		match,
		`Give the record a value for '${match}', or choose another field in 'Match On Name or ID'.`,
	);
}

/** True where a second sending finds the record of the first, also while that is still under way. */
async function isUnique(session: Session, object: string, match: string): Promise<boolean> {
	const fields = await fieldsOf(session, object);
	return fields.ok && fieldNamed(fields.value, match)?.unique === true;
}

/** Delete: up to 200 records a call, into the recycle bin (salesforce-engagement 4.5). */
export function remove(kind: SalesforceKind): RecordWrite {
	return defineWrite({
		description: `Move ${kind.nouns} to the recycle bin of Salesforce; many input items are sent in one request`,
		requiredOptions: kind.choose,
		options: [...routeOptions, apiVersion],
		limits: routeLimits,
		identity: sameRecord,
		mergesRepeats: true,
		send: async (session, { records: all, options }) =>
			await forIds(
				all,
				async (given) => {
					const rows = given.map((id) => ({ id }));
					return await byRoute(session, rows, options, {
						object: objectOf(kind, options),
						operation: 'delete',
						written: deleted,
						async collection(records) {
							const ids = idsOf(records);
							const answer = await session.call({
								method: 'DELETE',
								path: apiPath(options, COLLECTION),
								query: { ids: ids.join(','), allOrNone: false },
							});
							return collectionOutcomes(answer, {
								count: ids.length,
								ids,
								outcome: (_entry, id) => deleted(id),
							});
						},
					});
				},
				shortId,
			),
		// Deleting twice is refused, so after a lost reply the deleted rows are read.
		recover: async (session, { records, options }, departure) =>
			await deletedSince(session, objectOf(kind, options), kind.noun, records, options, departure),
	});
}
