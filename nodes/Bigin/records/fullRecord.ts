import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/base/errors';
import { boolean } from '../../shared/form/fields';
import type { Result } from '../../shared/base/result';
import type { Session } from '../../shared/http/session';
import { fieldsOf } from '../metadata';
import type { Module } from '../kinds';
import { recordsById } from './byId';

/** Whether a write also gives out the record as it is now. */
export const returnFullRecord = boolean('returnFullRecord', 'Return Full Record', {
	// Whoever adds the option wants it.
	default: true,
	description:
		'Whether to return the whole record as Bigin has it now, which takes one more request for each batch, instead of its ID and time stamps',
});

async function wholeRecords(
	session: Session,
	module: string,
	ids: readonly string[],
): Promise<Result<Map<string, IDataObject>>> {
	const fields = await fieldsOf(session, module);
	return fields.ok
		? await recordsById(
				session,
				module,
				ids,
				fields.value.map(({ apiName }) => apiName),
			)
		: fields;
}

/**
 * Reads the records that were just written, by one list call for the batch.
 * A record that does not come keeps what the write said.
 */
export async function withFullRecords(
	session: Session,
	module: Module,
	outcomes: Outcome[],
	settings: IDataObject,
): Promise<Outcome[]> {
	if (settings.returnFullRecord !== true) return outcomes;
	const ids = outcomes.flatMap((outcome) =>
		outcome.ok && 'id' in outcome && outcome.id !== undefined ? [outcome.id] : [],
	);
	if (ids.length === 0) return outcomes;
	const read = await wholeRecords(session, module.api, ids);
	const byId = read.ok ? read.value : new Map<string, IDataObject>();
	const reason = read.ok ? 'Bigin did not give out the record' : read.failure.message;
	return outcomes.map((outcome) => {
		if (!outcome.ok || !('id' in outcome) || outcome.id === undefined) return outcome;
		const row = byId.get(outcome.id);
		// What was written must not look like a failure because it could not be read.
		return { ...outcome, json: { ...outcome.json, ...(row ?? { fullRecord: reason }) } };
	});
}
