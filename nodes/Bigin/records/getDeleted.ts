import { failed, found } from '../../shared/base/errors';
import { choice, limit, returnAll, wanted } from '../../shared/form/fields';
import { defineOperation } from '../../shared/form/defineOperation';
import { FILTERS, type Operation } from '../../shared/form/operation';
import { pathPart } from '../../shared/http/replies';
import type { Module } from '../kinds';
import { readRows } from './rows';

const kind = choice(
	'type',
	'Type',
	[
		{ name: 'All', value: 'all' },
		{
			name: 'In the Recycle Bin',
			value: 'recycle',
			description: 'Can still be restored in Bigin for about 60 days',
		},
		{ name: 'Permanently Deleted', value: 'permanent' },
	],
	{ default: 'all' },
);

/** Get Deleted: what was deleted, by whom and when (bigin 4.6). */
export function getDeleted(module: Module): Operation {
	return defineOperation({
		name: 'Get Deleted',
		value: 'getDeleted',
		action: `Get deleted ${module.nouns}`,
		description: `List ${module.nouns} that were deleted, with the time and the user who deleted them`,
		input: 'form',
		reads: true,
		fields: [returnAll, limit, kind],
		optionalFields: FILTERS,
		limits: { records: 1 },
		returns: {
			id: 'string',
			display_name: 'string',
			type: 'string',
			deleted_time: 'string',
			deleted_by: { id: 'string', name: 'string' },
			created_by: { id: 'string', name: 'string' },
		},
		async send(session, { records }) {
			const [asked] = records;
			const read = await readRows(session, {
				path: `/bigin/v2/${pathPart(module.api)}/deleted`,
				query: { type: asked.type ?? 'all' },
				limit: wanted(asked),
			});
			return [read.ok ? found(read.rows) : failed(read.failure)];
		},
	});
}
