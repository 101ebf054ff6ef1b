import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { pick } from '../../shared/form/output';
import type { Session } from '../../shared/http/session';
import type { Completed, Entry } from '../../shared/trigger/feed';
import type { Trigger } from '../../shared/trigger/poll';
import { connect, CREDENTIAL } from '../api';
import { RECORDS_PER_CALL } from '../limits';
import { VENDOR } from '../replies';
import { FIELDS_PER_CALL } from '../records/rows';
import { wantedFields } from '../records/selection';
import { simplified } from '../../shared/operations/simplify';
import { changes, CREATED, deletions, MODIFIED, stampOf, timeOf, unreadable } from './feeds';
import { chosen, type Chosen } from './form';
import { OUTDATED, recordsOf } from './records';

export { triggerForm, triggerSubtitle } from './form';

/** How long a change may take to be seen after the second that it bears; no number is published. */
const SETTLE = 2_000;
/** Fields of a call beside the two time stamps. */
const FIELDS_BESIDE = FIELDS_PER_CALL - 2;

/** What the form asks for, as the engine polls it. */
export function biginTrigger(context: IPollFunctions): Trigger {
	const form = chosen(context, CREDENTIAL);
	const { on, module, key } = form;
	const atOnce = fieldsAtOnce(form);
	return {
		vendor: { name: VENDOR, connect },
		key,
		settle: SETTLE,
		chunk: on === 'deleted' || atOnce !== undefined ? Infinity : RECORDS_PER_CALL,
		feed: (since) =>
			on === 'deleted' ? deletions(module, since) : changes(module, on, atOnce ?? []),
		complete: async (session, entries) => {
			if (on === 'deleted') return whole(entries, (row) => row);
			return atOnce === undefined
				? await completed(session, form, entries)
				: whole(entries, cut(form));
		},
	};
}

/** The fields that the list itself brings along; undefined where they are not known yet or too many. */
function fieldsAtOnce({ simplify, fields, module }: Chosen): readonly string[] | undefined {
	if (simplify) return module.simple;
	return fields.length > 0 && fields.length <= FIELDS_BESIDE ? fields : undefined;
}

function whole(
	entries: readonly Entry[],
	shape: (row: IDataObject) => IDataObject,
): Result<Completed[]> {
	return { ok: true, value: entries.map((entry) => ({ entry, json: shape(entry.row) })) };
}

/** The row as it goes out: simplified, with the chosen fields only, or as it is. */
function cut({ simplify, fields, module }: Chosen): (row: IDataObject) => IDataObject {
	if (simplify) return simplified(module.simple);
	if (fields.length === 0) return (row) => row;
	return (row) => pick(row, ['id', ...fields]);
}

/** Reads the records themselves, where a list cannot bring all fields along (50 of a call, bigin 4.1). */
async function completed(
	session: Session,
	form: Chosen,
	entries: readonly Entry[],
): Promise<Result<Completed[]>> {
	if (entries.length === 0) return { ok: true, value: [] };
	const wanted = await wantedFields(session, form.module, {
		simplify: false,
		...(form.fields.length > 0 ? { fields: form.fields } : {}),
	});
	if (!wanted.ok) return wanted;
	const read = await recordsOf(
		session,
		form.module.api,
		entries.map(({ id }) => id),
		[...new Set([CREATED, MODIFIED, ...wanted.value])],
	);
	if (!read.ok) return read;
	return {
		ok: true,
		value: entries.flatMap((entry, index) => one(form, entry, read.value[index])),
	};
}

/** What became of a record that was asked for; nothing where it has changed again, so that the next poll gives it out as it is by then. */
function one(form: Chosen, entry: Entry, record: Result<IDataObject> | undefined): Completed[] {
	if (record === undefined) return [];
	if (!record.ok) return [{ entry, refused: record.failure }];
	const by = stampOf(form.on);
	const stamp = timeOf(record.value[by]);
	if (stamp === undefined) return [{ entry, refused: unreadable(by) }];
	if (stamp < entry.stamp) return [{ entry, refused: OUTDATED }];
	return stamp > entry.stamp ? [] : [{ entry, json: cut(form)(record.value) }];
}
