import { isObject, at, textOf } from '../shared/values';
import { failed, type Outcome } from '../shared/errors';
import { boolean, type Field } from '../shared/fields';
import type { Batch, WriteOperation } from '../shared/operation';
import { pathPart, recordFailure } from '../shared/replies';
import type { Answer, Session } from '../shared/session';
import { RECORDS_PER_CALL, refusalOf, VENDOR } from './api';

export interface CreateSpec {
	/** API name of the module: "Contacts". */
	module: string;
	/** The resource in a sentence: "contact". */
	noun: string;
	fields: readonly Field[];
	finish?: WriteOperation['finish'];
}

const triggerWorkflows = boolean('triggerWorkflows', 'Run Workflows', {
	default: true,
	description: "Whether Bigin's workflow rules run for these records",
});

/** The operation Create of a module: up to 100 records a call (contract 3). */
export function createRecords({ module, noun, fields, finish }: CreateSpec): WriteOperation {
	return {
		name: 'Create',
		value: 'create',
		action: `Create ${noun}`,
		description: `Add a new ${noun} to Bigin; many input items travel in one request`,
		fields,
		settings: [triggerWorkflows],
		// Keys of custom fields are not known here, and Bigin ignores what it does not know.
		unknownFields: 'send',
		limits: { records: RECORDS_PER_CALL },
		finish,
		send: async (session, batch) => await insert(session, module, batch, fields),
	};
}

async function insert(session: Session, module: string, batch: Batch, fields: readonly Field[]): Promise<Outcome[]> {
	const answer = await session.call({
		method: 'POST',
		path: `/bigin/v2/${pathPart(module)}`,
		body: {
			data: batch.records,
			// Absent means that workflows run; an empty list keeps them from running (contract 3).
			...(batch.settings.triggerWorkflows === false ? { trigger: [] } : {}),
		},
	});
	if (!answer.ok) return batch.records.map(() => failed(answer.failure));
	const entries = at(answer.body, 'data');
	if (!Array.isArray(entries) || entries.length !== batch.records.length) return batch.records.map(() => failed(unmatched(answer)));
	return entries.map((entry) => outcomeOf(entry, answer.status, fields));
}

/** Reads one entry of a reply; entries stand in the order of the records (contract 3.13). */
function outcomeOf(entry: unknown, status: number, fields: readonly Field[]): Outcome {
	const id = textOf(at(entry, 'details', 'id'));
	if (at(entry, 'status') === 'success' && id !== undefined) {
		const details = at(entry, 'details');
		return { ok: true, id, json: { id, ...(isObject(details) ? details : {}), code: textOf(at(entry, 'code')), message: textOf(at(entry, 'message')), status: 'success' } };
	}
	if (at(entry, 'status') === 'error') {
		const refusal = refusalOf(entry);
		return failed(recordFailure(VENDOR, status, refusal, displayName(refusal.field, fields)));
	}
	return failed({
		message: `${VENDOR} sent a result without a status for this record`,
		description: 'Search for the record in Bigin before you send it again.',
		httpCode: status,
		executed: 'unknown',
	});
}

/** What the form calls a field that Bigin names, also inside a frame. */
function displayName(apiName: string | undefined, fields: readonly Field[]): string | undefined {
	return fields.flatMap((field) => (field.spread ? (field.children ?? []) : [field])).find(({ name }) => name === apiName)?.property.displayName;
}

function unmatched(answer: Extract<Answer, { ok: true }>) {
	return {
		message: `${VENDOR} sent a reply that does not match the records`,
		description: 'Search for the records in Bigin before you send them again.',
		httpCode: answer.status,
		executed: 'unknown' as const,
	};
}
