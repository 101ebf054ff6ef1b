import type { IDataObject } from 'n8n-workflow';

import { choice, text, type Field } from '../../../shared/form/fields';
import type { Operation, OperationEntry, SentBatch } from '../../../shared/form/operation';
import { idOf } from '../../../shared/operations/write';
import { operator, recordId } from '../../fields/pickers';
import { callForAll, post, RECORDS_PER_CALL } from '../../records/call';

/** The objects that have pools (sharecrm 5.9). */
export const poolObject = choice(
	'object',
	'Object',
	[
		{ name: 'Account', value: 'AccountObj' },
		{ name: 'Lead', value: 'LeadsObj' },
	],
	{ required: true, default: 'LeadsObj', description: 'The kind of records to work on' },
);

export const poolId = text('objectPoolId', 'Pool ID', {
	required: true,
	placeholder: 'e.g. 68fa0c1e2b3d4f0001a2b3c4',
	description: 'ID of the pool of accounts (high seas) or leads',
});

/** An operation on records of a pool: one call for many of them. */
export function poolOperation(
	entry: OperationEntry,
	{
		path,
		required = [],
		settings = [],
		body,
		done,
	}: {
		path: string;
		required?: readonly Field[];
		settings?: readonly Field[];
		/** What the call says beside the object. */
		body(ids: string[], settings: SentBatch['settings']): IDataObject;
		done: IDataObject;
	},
): Operation {
	return {
		...entry,
		input: 'form',
		requiredSettings: [poolObject, ...required],
		fields: [recordId('record')],
		settings: [...settings, operator],
		identity: idOf,
		mergesRepeats: true,
		limits: { records: RECORDS_PER_CALL },
		returns: {
			id: 'string',
			...Object.fromEntries(Object.keys(done).map((key) => [key, 'boolean' as const])),
			traceId: 'string',
		},
		send: async (session, { records, settings: chosen }) =>
			await callForAll(
				records,
				async (ids) =>
					await post(
						session,
						path,
						{ data: { apiName: chosen.object, ...body(ids, chosen) } },
						chosen,
					),
				done,
			),
	};
}
