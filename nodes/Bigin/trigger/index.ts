import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { pick } from '../../shared/form/output';
import type { Session } from '../../shared/http/session';
import { asItems, type Change, type Completed, type PagedFeed } from '../../shared/trigger/feed';
import type { Trigger } from '../../shared/trigger/poll';
import { connect, CREDENTIAL } from '../api';
import { RECORDS_PER_CALL } from '../limits';
import { VENDOR } from '../replies';
import { FIELDS_PER_CALL } from '../records/rows';
import { wantedFields } from '../records/selection';
import { simplified } from '../../shared/operations/simplify';
import {
	moduleChanges,
	CREATED,
	deletions,
	MODIFIED,
	timeFieldOf,
	timeOf,
	unreadable,
} from './feeds';
import { chosen, type Chosen } from './form';
import { OUTDATED, recordsOf } from './records';

export { triggerForm, triggerSubtitle } from './form';

/** How long after its time stamp a change may first appear in a list, in milliseconds. A guess: Zoho publishes no number. */
const SETTLE = 2_000;
/** Maximum fields of a call besides the two time stamps. */
const FIELDS_BESIDE = FIELDS_PER_CALL - 2;

/** The trigger that the form describes, for the engine to poll. */
export function biginTrigger(context: IPollFunctions): Trigger<PagedFeed> {
	const form = chosen(context, CREDENTIAL);
	const { on, module, key } = form;
	const atOnce = fieldsAtOnce(form);
	return {
		vendor: { name: VENDOR, connect },
		key,
		settlingTime: SETTLE,
		chunk: on === 'deleted' || atOnce !== undefined ? Infinity : RECORDS_PER_CALL,
		feed: (since) =>
			on === 'deleted' ? deletions(module, since) : moduleChanges(module, on, atOnce ?? []),
		complete: async (session, changes) => {
			if (on === 'deleted') return asItems(changes);
			return atOnce === undefined
				? await completed(session, form, changes)
				: asItems(changes, cut(form));
		},
	};
}

/** The fields to read with the list itself; undefined if they are not known yet or are too many for one call. */
function fieldsAtOnce({ simplify, fields, module }: Chosen): readonly string[] | undefined {
	if (simplify) return module.simple;
	return fields.length > 0 && fields.length <= FIELDS_BESIDE ? fields : undefined;
}

/** The row as it is returned: simplified, with the chosen fields only, or unchanged. */
function cut({ simplify, fields, module }: Chosen): (row: IDataObject) => IDataObject {
	if (simplify) return simplified(module.simple);
	if (fields.length === 0) return (row) => row;
	return (row) => pick(row, ['id', ...fields]);
}

/** Reads the records by ID, for when the list cannot return all fields: one call takes 50 (bigin 4.1). */
async function completed(
	session: Session,
	form: Chosen,
	changes: readonly Change[],
): Promise<Result<Completed[]>> {
	if (changes.length === 0) return { ok: true, value: [] };
	const wanted = await wantedFields(session, form.module, {
		simplify: false,
		...(form.fields.length > 0 ? { fields: form.fields } : {}),
	});
	if (!wanted.ok) return wanted;
	const read = await recordsOf(
		session,
		form.module.api,
		changes.map(({ id }) => id),
		[...new Set([CREATED, MODIFIED, ...wanted.value])],
	);
	if (!read.ok) return read;
	return {
		ok: true,
		value: changes.flatMap((change, index) => one(form, change, read.value[index])),
	};
}

/** The result for one record. It is empty if the record has changed again: the next poll returns it in its newer state. */
function one(form: Chosen, change: Change, record: Result<IDataObject> | undefined): Completed[] {
	if (record === undefined) return [];
	if (!record.ok) return [{ change, refused: record.failure }];
	const by = timeFieldOf(form.on);
	const changedAt = timeOf(record.value[by]);
	if (changedAt === undefined) return [{ change, refused: unreadable(by) }];
	if (changedAt < change.changedAt) return [{ change, refused: OUTDATED }];
	return changedAt > change.changedAt ? [] : [{ change, json: cut(form)(record.value) }];
}
