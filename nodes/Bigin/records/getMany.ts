import type { IDataObject } from 'n8n-workflow';

import { failed, found } from '../../shared/base/errors';
import { choice, dateField, id, limit, returnAll, wanted } from '../../shared/form/fields';
import { FILTERS, type Operation } from '../../shared/form/operation';
import { pathPart } from '../../shared/http/replies';
import { ID, picked } from '../fields/common';
import type { Module } from '../kinds';
import { readRows } from './rows';
import { asChosen, fieldsToReturn, wantedFields } from './selection';
import { simpleShape } from './shapes';
import { simplified } from './simplify';

const customView = picked(
	id('cvid', 'Custom View', {
		...ID,
		description: 'Only records of this view; counts as three calls in Bigin',
	}),
	'searchCustomViews',
);
const modifiedSince = dateField('modifiedSince', 'Modified Since', 'offset', {
	description: 'Only records that were created or changed since then',
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

/** Get Many: a list by pages, with as many fields as wanted (bigin 4.1). */
export function getManyRecords(module: Module): Operation {
	return {
		name: 'Get Many',
		value: 'getAll',
		action: `Get many ${module.nouns}`,
		description: `Get many ${module.nouns}: the whole list, a custom view, or what changed since a time`,
		input: 'form',
		reads: true,
		fields: [returnAll, limit, customView, modifiedSince],
		optionalFields: FILTERS,
		settings: [fieldsToReturn, sortBy, sortOrder],
		simplify: simplified(module.simple),
		limits: { records: 1 },
		returns: simpleShape(module),
		async send(session, { records, settings }) {
			const [asked = {}] = records;
			const fields = await wantedFields(session, module, settings);
			if (!fields.ok) return [failed(fields.failure)];
			const since =
				asked.modifiedSince === undefined ? undefined : Date.parse(String(asked.modifiedSince));
			const read = await readRows(session, {
				path: `/bigin/v2/${pathPart(module.api)}`,
				query: given({
					cvid: asked.cvid,
					sort_by: settings.sort_by,
					sort_order: settings.sort_order,
				}),
				headers: given({ 'If-Modified-Since': asked.modifiedSince }),
				fields: since === undefined ? fields.value : [...new Set([MODIFIED, ...fields.value])],
				limit: wanted(asked),
				// Whether Bigin heeds the header is not documented.
				...(since === undefined
					? {}
					: { keepsMost: true, keep: (row) => !(Date.parse(String(row[MODIFIED])) < since) }),
			});
			return [
				read.ok ? found(read.rows.map((row) => asChosen(row, settings))) : failed(read.failure),
			];
		},
	};
}

/** What has a value. */
export function given(values: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
