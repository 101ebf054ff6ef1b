import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import type { Field } from '../../shared/form/fields';
import { isSuccess, ofOneRecord, recordFailure } from '../../shared/http/replies';
import type { Answer, Call, Session } from '../../shared/http/session';
import { at, isObject, textOf } from '../../shared/base/values';
import { refusalOf, VENDOR } from '../replies';

export interface EntriesSpec {
	/** How many entries the reply must hold. */
	count: number;
	/** Key of the list: "data" for records, "tags" for tags. */
	key?: string;
	/** Fields of the form, for their names in messages. */
	fields?: readonly Field[];
	/** The records that the call names by id: an entry that is about another of them than its place says is not taken for it. */
	ids?: readonly string[];
	/** Turns an entry that succeeded into an outcome. */
	outcome?: (entry: IDataObject, id: string, position: number) => Outcome;
}

/** Sends a call whose reply has one entry for each record, in their order (bigin 3.13). */
export async function callForEntries(
	session: Session,
	call: Call,
	spec: EntriesSpec,
): Promise<Outcome[]> {
	return entryOutcomes(await session.call(call), spec);
}

/**
 * Sends one call for the records that a batch names by id; an id that comes twice is sent once.
 * @param call makes the call from the ids
 * @param outcome turns an entry that succeeded into an outcome; what Bigin says of the record if absent
 */
export async function callForIds(
	session: Session,
	records: readonly IDataObject[],
	call: (ids: string[]) => Call,
	outcome?: EntriesSpec['outcome'],
): Promise<Outcome[]> {
	const ids = [...new Set(idsOf(records))];
	const outcomes = await callForEntries(session, call(ids), { count: ids.length, ids, outcome });
	const byId = new Map(ids.map((id, position) => [id, outcomes[position]]));
	return records.map(
		({ id }) =>
			byId.get(String(id)) ??
			failed({ message: 'No result came back for this record', executed: 'unknown' }),
	);
}

/** Reads a reply that has one entry for each record. */
export function entryOutcomes(
	answer: Answer,
	{ count, key = 'data', fields = [], ids = [], outcome = written }: EntriesSpec,
): Outcome[] {
	if (!answer.ok) return Array.from({ length: count }, () => failed(answer.failure));
	const entries = at(answer.body, key);
	if (!Array.isArray(entries) || entries.length !== count)
		return Array.from({ length: count }, () => unmatched(answer.status));
	return inOrderOf(ids, entries).map((entry, position) =>
		entryOutcome(entry, answer.status, fields, (good, id) =>
			id !== ids[position] && ids.includes(id)
				? unmatched(answer.status)
				: outcome(good, id, position),
		),
	);
}

/** That entries keep the order is documented for no call (bigin 3.13); where each names its record, they are put in order. */
function inOrderOf(ids: readonly string[], entries: readonly unknown[]): readonly unknown[] {
	if (ids.length === 0) return entries;
	const byId = new Map(entries.map((entry) => [textOf(at(entry, 'details', 'id')), entry]));
	return byId.size === ids.length && ids.every((id) => byId.has(id))
		? ids.map((id) => byId.get(id))
		: entries;
}

/** The ids of records that a call names. */
export function idsOf(records: readonly IDataObject[]): string[] {
	return records.map(({ id }) => String(id));
}

function entryOutcome(
	entry: unknown,
	status: number,
	fields: readonly Field[],
	outcome: (entry: IDataObject, id: string) => Outcome,
): Outcome {
	const id = textOf(at(entry, 'details', 'id'));
	// A success among refusals of the whole request contradicts it.
	if (isObject(entry) && entry.status === 'success' && id !== undefined)
		return isSuccess(status) ? outcome(entry, id) : unmatched(status);
	if (at(entry, 'status') === 'error') {
		const refusal = refusalOf(entry);
		return failed(
			ofOneRecord(recordFailure(VENDOR, status, refusal, displayName(refusal.field, fields))),
		);
	}
	return failed({
		message: `${VENDOR} sent a result without a status for this record`,
		description: 'Search for the record in Bigin before you send it again.',
		httpCode: status,
		executed: 'unknown',
	});
}

/** What Bigin says of a record that was written: its id, its stamps, and what was done. */
function written(entry: IDataObject, id: string): Outcome {
	const { details, code, message, status, action, duplicate_field: duplicateField } = entry;
	return {
		ok: true,
		id,
		json: {
			id,
			...(action === undefined ? {} : { action, duplicate_field: duplicateField ?? null }),
			...(isObject(details) ? details : {}),
			code: textOf(code),
			message: textOf(message),
			status,
		},
	};
}

/** What the form calls a field that Bigin names, also inside a frame. */
function displayName(apiName: string | undefined, fields: readonly Field[]): string | undefined {
	return fields
		.flatMap((field) => (field.spread ? (field.children ?? []) : [field]))
		.find(({ name }) => name === apiName)?.property.displayName;
}

function unmatched(status: number): Outcome {
	return failed({
		message: `${VENDOR} sent a reply that does not match the records`,
		description: 'Search for the records in Bigin before you send them again.',
		httpCode: status,
		executed: 'unknown',
	});
}
