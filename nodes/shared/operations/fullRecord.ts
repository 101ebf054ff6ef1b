import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import type { Result } from '../base/result';
import { boolean, type Field, type ValueIn } from '../form/fields';

/** The option of a write to return the whole record as the service has it now. */
export function returnFullRecord(service: string): Field<'returnFullRecord', boolean, false> {
	return boolean('returnFullRecord', 'Return Full Record', {
		// Defaults to true: adding the option is the request.
		default: true,
		description: `Whether to return the whole record from ${service} instead of its ID and timestamps; takes one more request per batch`,
	});
}

/**
 * Adds the records that were just written to their outcomes. A record that cannot be read keeps the result of the write and
 * says why.
 * @param read reads them by their IDs, in one call for the batch
 */
export async function withFullRecords(
	service: string,
	outcomes: Outcome[],
	options: ValueIn<ReturnType<typeof returnFullRecord>>,
	read: (ids: string[]) => Promise<Result<Map<string, IDataObject>>>,
): Promise<Outcome[]> {
	if (options.returnFullRecord !== true) return outcomes;
	const ids = outcomes.flatMap((outcome) => idOfWritten(outcome) ?? []);
	if (ids.length === 0) return outcomes;
	const whole = await read([...new Set(ids)]);
	const reason = whole.ok ? `${service} did not return the record` : whole.failure.message;
	return outcomes.map((outcome) => {
		const id = idOfWritten(outcome);
		if (!outcome.ok || !('json' in outcome) || id === undefined) return outcome;
		const row = whole.ok ? whole.value.get(id) : undefined;
		// A record that was written but cannot be read must not look like a failed write.
		return { ...outcome, json: { ...outcome.json, ...(row ?? { fullRecord: reason }) } };
	});
}

function idOfWritten(outcome: Outcome): string | undefined {
	return outcome.ok && 'id' in outcome ? outcome.id : undefined;
}
