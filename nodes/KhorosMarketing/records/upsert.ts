import type { IDataObject } from 'n8n-workflow';

import { failed, InputError, type Outcome } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { isEmpty } from '../../shared/base/values';
import { dynamicList, list } from '../../shared/form/fields';
import { pick } from '../../shared/form/output';
import type { Session } from '../../shared/http/session';
import type { RecordWrite } from '../../shared/operations/recordApi';
import { agent, agentHeaders } from '../fields/agent';
import { customFields } from '../fields/custom';
import { accountFieldsOf } from '../kinds/accountFields';
import { customerKind } from '../kinds';
import { VENDOR } from '../replies';
import { idOf, rowsOf } from './reply';
import { patch, post } from './write';

/** The fields that tell whether a customer is there already. */
const matchOn = dynamicList(
	list('matchOn', 'Match On Field Names or IDs', {
		required: true,
		description:
			'Searchable fields whose values, all together, tell one customer from another; the customer is searched for by them first',
		unique: true,
	}),
	{ method: 'getSearchableFields', dependsOn: ['resource'] },
);

/** Create or Update: the CRM has no call for it, so a customer is searched for first. */
export const upsertCustomer: RecordWrite = {
	fields: [customFields([])],
	accountFields: accountFieldsOf('customer'),
	requiredOptions: [matchOn],
	options: agent,
	limits: { records: 1 },
	returns: { ...customerKind.shape, action: 'string' },
	finish(record, options) {
		for (const key of keysOf(options))
			if (isEmpty(record[key]))
				throw new InputError(
					`'${key}' has no value, so the customer cannot be searched for`,
					key,
					"Give it a value, or choose other fields in 'Match On'.",
				);
		return record;
	},
	identity: (record, options) => [matchOf(record, options)],
	send: async (session, { records, options }) =>
		await Promise.all(records.map(async (record) => await upsert(session, record, options))),
};

async function upsert(
	session: Session,
	record: IDataObject,
	options: IDataObject,
): Promise<Outcome> {
	const ids = idsOf(session);
	const key = matchOf(record, options);
	const known = ids.get(key);
	const found: Result<string | undefined> =
		known === undefined ? await find(session, record, options) : { ok: true, value: known };
	if (!found.ok) return failed(found.failure);
	if (found.value !== undefined)
		return marked(
			'updated',
			await patch(session, customerKind, { ...record, id: found.value }, options),
		);
	const made = await post(session, customerKind, withoutId(record, options), options);
	if (made.ok && 'json' in made && made.id !== undefined) ids.set(key, made.id);
	return marked('created', made);
}

/** An ID of the item is that of another system, unless customers are matched on it: the CRM numbers its own. */
function withoutId(record: IDataObject, options: IDataObject): IDataObject {
	if (keysOf(options).includes('id')) return record;
	return Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'id'));
}

/** The customers that a run has created, by what they are matched on: the CRM's search may not know them yet when a later item asks. */
const created = new WeakMap<Session, Map<string, string>>();

function idsOf(session: Session): Map<string, string> {
	const known = created.get(session) ?? new Map<string, string>();
	created.set(session, known);
	return known;
}

/** The one customer with these values, if there is one. A CRM's search may be loose, so we compare its hits (khoros-marketing 4.4). */
async function find(
	session: Session,
	record: IDataObject,
	options: IDataObject,
): Promise<Result<string | undefined>> {
	const keys = keysOf(options);
	const answer = await session.call({
		method: 'POST',
		path: '/customers',
		body: pick(record, keys),
		headers: agentHeaders(options),
		reads: true,
		idempotent: true,
	});
	if (!answer.ok) return answer;
	const rows = rowsOf(answer);
	if (!rows.ok) return rows;
	const hits = rows.value.filter((row) =>
		keys.every((key) => isEmpty(row[key]) || folded(row[key]) === folded(record[key])),
	);
	const [hit, ...others] = hits;
	if (hit === undefined) return { ok: true, value: undefined };
	const id = idOf(hit);
	if (others.length === 0 && id !== undefined && keys.every((key) => !isEmpty(hit[key])))
		return { ok: true, value: id };
	return {
		ok: false,
		failure: {
			message:
				others.length > 0
					? `${VENDOR} has ${hits.length} customers with these values: ${hits
							.map((row) => idOf(row) ?? 'one without an id')
							.slice(0, 5)
							.join(', ')}`
					: `${VENDOR} found the customer ${id ?? 'without an id'}, but does not tell whether it has these values`,
			description:
				"Nothing was written. Choose fields in 'Match On' that only one customer has, or update the customer by its ID.",
			executed: 'no',
		},
	};
}

function marked(action: 'created' | 'updated', outcome: Outcome): Outcome {
	return outcome.ok && 'json' in outcome
		? { ...outcome, json: { ...outcome.json, action } }
		: outcome;
}

function keysOf({ matchOn: keys }: IDataObject): string[] {
	return (keys ?? []) as string[];
}

/** What tells one customer from another; case does not count. */
function matchOf(record: IDataObject, options: IDataObject): string {
	return JSON.stringify(keysOf(options).map((key) => [key, folded(record[key])]));
}

function folded(value: unknown): string {
	return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).trim().toLowerCase();
}
