import type { IDataObject } from 'n8n-workflow';

import { choice, text, type Field } from '../../../shared/form/fields';
import type { Operation, OperationEntry } from '../../../shared/form/operation';
import { post } from '../../records/call';
import { onManyIds } from '../../records/onIds';

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
		options,
		body,
		done,
	}: {
		path: string;
		required?: readonly Field[];
		options?: readonly Field[];
		/** The parts of the call's data beside the object. */
		body(ids: string[], options: IDataObject): IDataObject;
		done: IDataObject;
	},
): Operation {
	return onManyIds(
		entry,
		{ required: [poolObject, ...required], options, done },
		async (session, ids, chosen) =>
			await post(session, path, { data: { apiName: chosen.object, ...body(ids, chosen) } }, chosen),
	);
}
