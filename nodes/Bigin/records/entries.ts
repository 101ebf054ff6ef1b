import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import type { Field } from '../../shared/form/fields';
import { isSuccess, ofOneRecord, recordFailure } from '../../shared/http/replies';
import type { Answer, Call, Session } from '../../shared/http/session';
import {
	entryOutcomes as pairedOutcomes,
	forIds,
	unmatched,
} from '../../shared/operations/entries';
import { at, isObject, textOf } from '../../shared/base/values';
import { refusalOf, VENDOR } from '../replies';

export interface EntriesSpec {
	/** How many entries the reply must hold. */
	count: number;
	/** Key of the list: "data" for records, "tags" for tags. */
	key?: string;
	/** Fields of the form, whose display names go into messages. */
	fields?: readonly Field[];
	/**
	 * The IDs that the call names, in order. Entries are matched by ID if each names one of these; otherwise an entry that
	 * contradicts its position is not used.
	 */
	ids?: readonly string[];
	/** What an entry names of `ids`; the ID of its record if absent. */
	idOf?: (entry: unknown) => string | undefined;
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
 * Sends one call for the records that a batch names by ID. An ID that occurs twice is sent once.
 * @param call makes the call from the IDs
 * @param outcome turns an entry that succeeded into an outcome; Bigin's entry becomes the output if absent
 */
export async function callForIds(
	session: Session,
	records: readonly IDataObject[],
	call: (ids: string[]) => Call,
	outcome?: EntriesSpec['outcome'],
): Promise<Outcome[]> {
	return await forIds(
		records,
		async (ids) => await callForEntries(session, call(ids), { count: ids.length, ids, outcome }),
	);
}

/** Reads a reply that has one entry for each record. */
export function entryOutcomes(
	answer: Answer,
	{ count, key = 'data', fields = [], ids, idOf = recordIdOf, outcome = written }: EntriesSpec,
): Outcome[] {
	return pairedOutcomes(answer, {
		vendor: VENDOR,
		count,
		ids,
		list: (body) => at(body, key),
		// Zoho does not document for any call that the entries keep the order of the records (bigin 3.13).
		idOf,
		outcome: (entry, position, status) =>
			entryOutcome(entry, status, fields, (good, id) => outcome(good, id, position)),
	});
}

function recordIdOf(entry: unknown): string | undefined {
	return textOf(at(entry, 'details', 'id'));
}

function entryOutcome(
	entry: unknown,
	status: number,
	fields: readonly Field[],
	outcome: (entry: IDataObject, id: string) => Outcome,
): Outcome {
	const id = recordIdOf(entry);
	// A success entry contradicts an HTTP status that refuses the whole request.
	if (isObject(entry) && entry.status === 'success' && id !== undefined)
		return isSuccess(status) ? outcome(entry, id) : unmatched(VENDOR, status);
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

/** The outcome for a record that was written: its ID, its time stamps, and what Bigin did (bigin 3.13). */
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

/** The display name of a field that Bigin names, also if it is inside a group. */
function displayName(apiName: string | undefined, fields: readonly Field[]): string | undefined {
	return fields
		.flatMap((field) => (field.spread ? (field.children ?? []) : [field]))
		.find(({ name }) => name === apiName)?.property.displayName;
}
