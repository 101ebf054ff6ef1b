import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { isObject } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { momentOf } from '../../shared/send/recovery';
import { asItems, type Change, type Completed, type CursorFeed } from '../../shared/trigger/feed';
import type { Trigger } from '../../shared/trigger/poll';
import { connect } from '../api';
import { shortId } from '../fields/ids';
import { RECORDS_PER_COLLECTION } from '../limits';
import { fieldsOf } from '../metadata';
import { VENDOR } from '../replies';
import { withoutAttributes } from '../records/pages';
import { readWhereIn } from '../records/rows';
import { withChildren } from '../resources/interaction/children';
import { changesOf, distinct, MODIFIED, stampOf, unreadable } from './feed';
import { chosen, type Chosen } from './form';

export { triggerForm, triggerSubtitle } from './form';

/** How long after its time stamp a change may become readable; no number is published. */
const SETTLE = 3_000;

/** The form's values, as the engine polls by them. */
export function salesforceEngagementTrigger(context: IPollFunctions): Trigger<CursorFeed> {
	const form = chosen(context);
	// The rows themselves hold all that is wanted, where the fields are named and few.
	const atOnce = form.on === 'deleted' || (form.fields.length > 0 && !form.includeChildren);
	return {
		vendor: { name: VENDOR, connect },
		key: form.key,
		settlingTime: SETTLE,
		// Stamps are shown with milliseconds, although they seldom are others than zero.
		precision: 1,
		startFrom: form.startFrom,
		...(form.watched.length === 0 ? {} : { watched: { values: valuesOf(form.watched) } }),
		chunk: atOnce ? Infinity : RECORDS_PER_COLLECTION,
		feed: () => changesOf(form, [...(atOnce ? form.fields : []), ...form.watched]),
		complete: async (session, changes) =>
			atOnce ? asItems(changes, cut(form)) : await completed(session, form, changes),
	};
}

function valuesOf(names: readonly string[]): (row: IDataObject) => unknown {
	const paths = names.map((name) => name.split('.'));
	return (row) => paths.map((path) => path.reduce<unknown>(partOf, row) ?? null);
}

/** A field of a row or of a related record. A name has no case in Salesforce, and a row bears it as the org spells it. */
function partOf(record: unknown, name: string): unknown {
	if (!isObject(record)) return undefined;
	if (name in record) return record[name];
	return Object.entries(record).find(([key]) => isName(key, name))?.[1];
}

function isName(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

/** Output of a row: its ID first, without Salesforce's own keys about it. */
function cut({ on, fields }: Chosen): (row: IDataObject) => IDataObject {
	return (given) => {
		const { Id, ...row } = withoutAttributes(given);
		return on === 'deleted'
			? { id: Id, deleted: true, deletedDate: row[MODIFIED] }
			: {
					id: Id,
					...Object.fromEntries(Object.entries(row).filter(([name]) => keeps(fields, name))),
				};
	};
}

/** A related record stands under the first part of its path. */
function keeps(fields: readonly string[], name: string): boolean {
	return fields.some((field) => isName(field.split('.')[0] ?? '', name));
}

/** Reads the records themselves, with all their fields. */
async function completed(
	session: Session,
	form: Chosen,
	changes: readonly Change[],
): Promise<Result<Completed[]>> {
	if (changes.length === 0) return { ok: true, value: [] };
	const options = { apiVersion: form.apiVersion };
	const fields = await namesOf(session, form);
	if (!fields.ok) return fields;
	const stamp = stampOf(form);
	const read = await readWhereIn(
		session,
		{
			object: form.object,
			fields: distinct([...fields.value, stamp]),
		},
		'Id',
		changes.map(({ id }) => id),
		{ options },
	);
	if (!read.ok) return read;
	const rows = form.includeChildren
		? await withChildren.complete(session, read.value, { ...options, includeChildren: true }, true)
		: read;
	if (!rows.ok) return rows;
	const byId = new Map(rows.value.map((row) => [shortId(row.id), row]));
	return {
		ok: true,
		value: changes.flatMap((change) => one(change, byId.get(shortId(change.id)), stamp)),
	};
}

async function namesOf(session: Session, { object, fields }: Chosen): Promise<Result<string[]>> {
	if (fields.length > 0) return { ok: true, value: fields };
	const known = await fieldsOf(session, object);
	return known.ok
		? {
				ok: true,
				value: known.value
					.filter(({ dataType }) => dataType !== 'base64')
					.map(({ apiName }) => apiName),
			}
		: known;
}

/** A record that was read; nothing if it has changed again, because the next poll then returns it as it is by then. */
function one(change: Change, row: IDataObject | undefined, stamp: string): Completed[] {
	// It was deleted meanwhile.
	if (row === undefined) return [];
	const changedAt = momentOf(row[stamp]);
	if (Number.isNaN(changedAt)) return [{ change, refused: unreadable(stamp) }];
	return changedAt > change.changedAt ? [] : [{ change, json: row }];
}
