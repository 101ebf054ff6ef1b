import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../shared/form/fields';
import type { Operation, OperationEntry } from '../../shared/form/operation';
import { idOf } from '../../shared/operations/write';
import type { Answer, Session } from '../../shared/http/session';
import { operator, recordId } from '../fields/pickers';
import { callForAll, RECORDS_PER_CALL } from './call';

/** The parts that differ between operations on records by ID. */
export interface OnIds {
	/** The record in a sentence; "record" if absent. */
	noun?: string;
	required: readonly Field[];
	options?: readonly Field[];
	/** Keys of the output item of a record that was changed. */
	done: IDataObject;
}

/** An operation on records that are named by their IDs. */
export function onIds(
	entry: OperationEntry,
	{ noun = 'record', required, options = [], done }: OnIds,
	more: Pick<Operation, 'send' | 'limits'> & Partial<Operation>,
): Operation {
	return {
		...entry,
		input: 'form',
		requiredOptions: required,
		fields: [recordId(noun)],
		options: [...options, operator],
		identity: idOf,
		mergesRepeats: true,
		returns: {
			id: 'string',
			...Object.fromEntries(
				Object.entries(done).map(([key, value]) => [
					key,
					typeof value === 'boolean' ? ('boolean' as const) : ('string' as const),
				]),
			),
			traceId: 'string',
		},
		...more,
	};
}

/** An operation that changes many records by one call. */
export function onManyIds(
	entry: OperationEntry,
	spec: OnIds,
	send: (session: Session, ids: string[], options: IDataObject) => Promise<Answer>,
): Operation {
	return onIds(entry, spec, {
		limits: { records: RECORDS_PER_CALL },
		send: async (session, { records, options }) =>
			await callForAll(records, async (ids) => await send(session, ids, options), spec.done),
	});
}
