import type { IDataObject } from 'n8n-workflow';

import { choice, dateField, id } from '../../shared/form/fields';
import { pathPart } from '../../shared/http/replies';
import { defineList } from '../../shared/operations/define';
import type { RecordList } from '../../shared/operations/recordApi';
import { ID, picked } from '../fields/common';
import type { Module } from '../kinds';
import { readRows } from './rows';
import { asChosen, fieldsToReturn, wantedFields } from './selection';

const customView = picked(
	id('cvid', 'Custom View', {
		...ID,
		description: 'Only records in this view; each call then costs three API credits',
	}),
	'searchCustomViews',
);
const modifiedSince = dateField('modifiedSince', 'Modified Since', 'offset', {
	description: 'Only records that were created or changed since this time',
});

const MODIFIED = 'Modified_Time';

/** Fields that a list can be sorted by; Zoho names no others (bigin 4.1). */
const sortBy = choice(
	'sort_by',
	'Sort By',
	[
		{ name: 'Created Time', value: 'Created_Time' },
		{ name: 'ID', value: 'id' },
		{ name: 'Modified Time', value: 'Modified_Time' },
	],
	{ default: 'Modified_Time' },
);
const sortOrder = choice(
	'sort_order',
	'Sort Order',
	[
		{ name: 'Ascending', value: 'asc' },
		{ name: 'Descending', value: 'desc' },
	],
	{ default: 'desc' },
);

/** Get Many: reads a list page by page, with any number of fields (bigin 4.1). */
export function getMany(module: Module): RecordList {
	return defineList({
		description: `Get many ${module.nouns}: the whole list, those in a custom view, or those changed since a given time`,
		fields: [customView, modifiedSince],
		options: [fieldsToReturn, sortBy, sortOrder],
		async rows(session, asked, options, limit) {
			const fields = await wantedFields(session, module, options);
			if (!fields.ok) return fields;
			const since = asked.modifiedSince === undefined ? undefined : Date.parse(asked.modifiedSince);
			const read = await readRows(session, {
				path: `/bigin/v2/${pathPart(module.api)}`,
				query: given({
					cvid: asked.cvid,
					sort_by: options.sort_by,
					sort_order: options.sort_order,
				}),
				headers: given({ 'If-Modified-Since': asked.modifiedSince }),
				fields: since === undefined ? fields.value : [...new Set([MODIFIED, ...fields.value])],
				limit,
				// Zoho does not document whether Bigin honors the header (bigin 4.1), so compare here as well.
				...(since === undefined
					? {}
					: { keepsMost: true, keep: (row) => !(Date.parse(String(row[MODIFIED])) < since) }),
			});
			return read.ok ? { ok: true, value: read.rows.map((row) => asChosen(row, options)) } : read;
		},
	});
}

/** Leaves out keys without a value. */
export function given(values: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
